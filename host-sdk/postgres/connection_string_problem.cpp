#include "postgres/connection_string_problem.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <memory>
#include <optional>
#include <string_view>

namespace kongflow::postgres {
namespace {

constexpr const char* kUsage = "write keyword=value pairs, or postgresql://user:password@host:port/database";

// Parameters of other clients that often stand in a DATABASE_URL.
constexpr std::string_view kForeign[] = {"schema",
                                         "currentSchema",
                                         "search_path",
                                         "pgbouncer",
                                         "connection_limit",
                                         "pool_timeout",
                                         "socket_timeout",
                                         "statement_cache_size",
                                         "sslaccept",
                                         "sslidentity",
                                         "ssl",
                                         "pool_size",
                                         "pool_mode",
                                         "max_connections",
                                         "charset",
                                         "serverVersion",
                                         "prepareThreshold",
                                         "uselibpqcompat"};

std::string foreign_parameter(std::string_view name) {
  const bool schema = name == "schema" || name == "currentSchema" || name == "search_path";
  return "it has the parameter \"" + std::string(name) +
         "\", which belongs to another client and not to libpq: " + "remove it" +
         (schema ? "; the host finds the schema of its tables by itself" : "");
}

bool is_foreign(std::string_view name) {
  return std::find(std::begin(kForeign), std::end(kForeign), name) != std::end(kForeign);
}

bool is_keyword(std::string_view name) {
  static const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> known(PQconndefaults(), &PQconninfoFree);
  for (const PQconninfoOption* option = known.get(); option != nullptr && option->keyword != nullptr; ++option)
    if (name == option->keyword) return true;
  return false;
}

// nullopt: libpq reads the text.
std::optional<std::string> libpq_error(const std::string& text) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfoParse(text.c_str(), &message),
                                                                             &PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned(message, &PQfreemem);
  if (options) return std::nullopt;
  return message != nullptr ? message : "";
}

// "postgresql" of postgresql://…; nullopt: the text is no URI.
std::optional<std::string_view> scheme_of(std::string_view text) {
  const auto end = text.find("://");
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = text.substr(0, end);
  const auto of_scheme = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("+-.:").find(c) < 4;
  };
  if (!std::all_of(scheme.begin(), scheme.end(), of_scheme)) return std::nullopt;
  return scheme;
}

// Of a % without two hexadecimal digits, or of %00; npos: none.
std::size_t stray_percent(std::string_view text) {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    const std::string_view code = text.substr(at + 1, 2);
    const auto hexadecimal = [](unsigned char c) { return std::isxdigit(c) != 0; };
    if (code.size() < 2 || !std::all_of(code.begin(), code.end(), hexadecimal) || code == "00") return at;
  }
  return std::string_view::npos;
}

std::string problem_of_parameters(std::string_view query) {
  int place = 0;
  while (!query.empty()) {
    ++place;
    const auto end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::string nth = "parameter " + std::to_string(place) + " after the ? ";
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos) return nth + "has no =";
    const std::string_view name = pair.substr(0, equals);
    if (is_foreign(name)) return foreign_parameter(name);
    if (!is_keyword(name)) return nth + "is not one of libpq's: remove it";
  }
  return {};
}

// A password with a bare @ or / makes libpq take the rest of it for the host's name, and show it.
bool is_ambiguous(std::string_view authority) {
  const auto last = authority.rfind('@');
  return last != std::string_view::npos && authority.substr(0, last).find_first_of("@/") != std::string_view::npos;
}

std::string problem_of_uri(const std::string& text, std::string_view scheme) {
  if (scheme != "postgresql" && scheme != "postgres")
    return "a URI must begin with postgresql:// or postgres://, without a prefix such as jdbc: and without the name of "
           "a driver";
  const std::string_view rest = std::string_view(text).substr(scheme.size() + 3);
  const auto question = std::min(rest.find('?'), rest.size());
  const std::string_view before = rest.substr(0, question);
  if (is_ambiguous(before)) return "write @ as %40 and / as %2F in the user and password";
  if (const auto stray = stray_percent(rest); stray != std::string_view::npos) {
    const auto at = before.rfind('@');
    const char* part = stray > question                             ? "the parameters after the ?"
                       : at != std::string_view::npos && stray < at ? "the user or password"
                                                                    : "the host or database";
    return std::string("a % in ") + part + " begins no valid code: write the character % as %25";
  }
  if (!libpq_error(text)) return {};
  const std::string parameters = question < rest.size() ? problem_of_parameters(rest.substr(question + 1)) : "";
  return parameters.empty() ? kUsage : parameters;
}

std::string problem_of_pairs(const std::string& text) {
  const auto error = libpq_error(text);
  if (!error) return {};
  if (error->find("unterminated") != std::string::npos) return "a single quote ' is not closed";
  if (error->find("missing") != std::string::npos)
    return std::string(kUsage) + "; a value with spaces stands in single quotes: password='two words'";
  for (const std::string_view name : kForeign)
    if (error->find('"' + std::string(name) + '"') != std::string::npos) return foreign_parameter(name);
  return "one of its keywords is not one of libpq's: " + std::string(kUsage);
}

}  // namespace

std::string connection_string_problem(const std::string& connection_string) {
  if (connection_string.find('\0') != std::string::npos) return "it holds a zero byte";
  const auto first = connection_string.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && std::string_view("\"'`").find(connection_string[first]) < 3)
    return "it begins with a quotation mark: remove the quotes around it";
  if (const auto scheme = scheme_of(connection_string)) return problem_of_uri(connection_string, *scheme);
  return problem_of_pairs(connection_string);
}

}  // namespace kongflow::postgres
