#include "postgres/connection_string_problem.h"

#include <libpq-fe.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <optional>
#include <string_view>

namespace kongflow::postgres {
namespace {

constexpr const char* kUsage = "use keyword=value pairs or postgresql://user:password@host:port/database";

// Parameters of other clients that are common in a DATABASE_URL.
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
  return "it has the parameter \"" + std::string(name) + "\" of another client, which libpq does not know: remove it" +
         (schema ? "; the host finds the schema of its tables itself" : "");
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

// The result of libpq's parser: options, or null and the error.
struct Parsed {
  explicit Parsed(const std::string& text) {
    char* message = nullptr;
    options.reset(PQconninfoParse(text.c_str(), &message));
    if (message != nullptr) error = message;
    PQfreemem(message);
  }
  std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{nullptr, &PQconninfoFree};
  std::string error;
};

// `ports` has one entry for each host, separated by commas; an empty entry is the default port.
bool valid_ports(std::string_view ports) {
  while (!ports.empty()) {
    const auto end = std::min(ports.find(','), ports.size());
    std::string_view port = ports.substr(0, end);
    ports.remove_prefix(std::min(end + 1, ports.size()));
    while (!port.empty() && port.front() == ' ') port.remove_prefix(1);
    unsigned number = 0;
    const auto parsed = std::from_chars(port.data(), port.data() + port.size(), number);
    if (!port.empty() && (parsed.ec != std::errc() || number < 1 || number > 65535)) return false;
  }
  return true;
}

// Error messages, also libpq's own ones, show these values. None of them may contain a part of another connection
// string.
std::string problem_of_value(std::string_view keyword, const std::string& value) {
  const std::string part = "its " + std::string(keyword);
  if (value.find("://") != std::string::npos ||
      (keyword == "dbname" && value.find('=') != std::string::npos && Parsed(value).options))
    return part + " is itself a connection string: use only that one";
  if (keyword == "port" && value.find_first_not_of("0123456789, ") != std::string::npos)
    return part + " is not a number: write / as %2F and : as %3A in the user and password";
  if (keyword == "port" && !valid_ports(value)) return part + " is not between 1 and 65535";
  const bool host = keyword == "host" || keyword == "hostaddr";
  if (host && value.find('@') != std::string::npos && value.front() != '@')
    return part + " contains an @: write @ as %40 and / as %2F in the user and password";
  return {};
}

std::string problem_of_values(const PQconninfoOption* options) {
  for (const PQconninfoOption* option = options; option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    for (const std::string_view shown : {"host", "hostaddr", "port", "dbname", "user"})
      if (option->keyword == shown)
        if (std::string problem = problem_of_value(shown, option->val); !problem.empty()) return problem;
  }
  return {};
}

// Returns "postgresql" for postgresql://…; nullopt when the text is no URI.
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

// The position of a % that two hexadecimal digits do not follow, or of %00; npos: none.
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
    if (equals == std::string_view::npos) return nth + "has no = sign";
    const std::string_view name = pair.substr(0, equals);
    if (is_foreign(name)) return foreign_parameter(name);
    if (!is_keyword(name)) return nth + "is unknown to libpq: remove it";
  }
  return {};
}

// The end of the user and password in `rest`, a URI without its scheme. As in libpq: after the first @ if no / precedes
// it. 0: none.
std::size_t end_of_credentials(std::string_view rest) {
  const auto at = rest.find_first_of("@/");
  return at != std::string_view::npos && rest[at] == '@' ? at + 1 : 0;
}

std::string problem_of_uri(const std::string& text, std::string_view scheme) {
  if (scheme != "postgresql" && scheme != "postgres")
    return "a URI must begin with postgresql:// or postgres://, without a prefix such as jdbc: or the name of "
           "a driver";
  const std::string_view rest = std::string_view(text).substr(scheme.size() + 3);
  const auto credentials = end_of_credentials(rest);
  const auto question = std::min(rest.find('?', credentials), rest.size());
  // With an unescaped @ or / in the password, libpq takes the rest of the password for the host or database name, and
  // shows it in messages.
  if (rest.substr(credentials, question - credentials).find('@') != std::string_view::npos)
    return "write @ as %40 and / as %2F in the user and password";
  if (const auto stray = stray_percent(rest); stray != std::string_view::npos) {
    const char* part = stray > question      ? "the parameters after the ?"
                       : stray < credentials ? "the user or password"
                                             : "the host or database";
    return std::string("a % in ") + part + " is not followed by a valid code: write the character % as %25";
  }
  if (const Parsed parsed(text); parsed.options) return problem_of_values(parsed.options.get());
  const std::string parameters = question < rest.size() ? problem_of_parameters(rest.substr(question + 1)) : "";
  return parameters.empty() ? kUsage : parameters;
}

std::string problem_of_pairs(const std::string& text) {
  const Parsed parsed(text);
  if (parsed.options) return problem_of_values(parsed.options.get());
  const std::string& error = parsed.error;
  if (error.find("unterminated") != std::string::npos) return "a single quote ' is not closed";
  if (error.find("missing") != std::string::npos)
    return std::string(kUsage) + "; put a value with spaces in single quotes: password='two words'";
  for (const std::string_view name : kForeign)
    if (error.find('"' + std::string(name) + '"') != std::string::npos) return foreign_parameter(name);
  return "libpq does not know one of its keywords: " + std::string(kUsage);
}

}  // namespace

std::string connection_string_problem(const std::string& connection_string) {
  if (connection_string.find('\0') != std::string::npos) return "it contains a zero byte";
  const auto first = connection_string.find_first_not_of(" \t\r\n");
  if (first != std::string::npos && std::string_view("\"'`").find(connection_string[first]) < 3)
    return "it begins with a quotation mark: remove the quotes around it";
  if (const auto scheme = scheme_of(connection_string)) return problem_of_uri(connection_string, *scheme);
  return problem_of_pairs(connection_string);
}

}  // namespace kongflow::postgres
