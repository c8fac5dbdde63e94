#include "postgres/connection_string.h"

#include <memory>
#include <string_view>

#include "postgres/connection_string_problem.h"
#include "postgres/statement.h"

namespace kongflow::postgres {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options parse(const std::string& connection_string) {
  char* message = nullptr;
  Options options(PQconninfoParse(connection_string.c_str(), &message), &PQconninfoFree);
  if (message != nullptr) PQfreemem(message);
  return options;
}

// Secret files often end with a newline.
std::string trimmed(const std::string& text) {
  constexpr const char* kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(kBlank) + 1 - first);
}

std::string value_of(const Options& options, std::string_view keyword) {
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->keyword == keyword && option->val != nullptr) return option->val;
  return {};
}

void append(std::string& out, std::string_view keyword, std::string_view value) {
  if (!out.empty()) out += ' ';
  out.append(keyword).append("='");
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  out += '\'';
}

}  // namespace

Parameters defaults(const std::string& application_name, std::chrono::milliseconds connect_timeout) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(connect_timeout).count();
  return {{"client_encoding", "UTF8"},
          {"fallback_application_name", application_name},
          {"keepalives_idle", "10"},
          {"keepalives_interval", "5"},
          {"keepalives_count", "3"},
          {"tcp_user_timeout", "20000"},
          {"connect_timeout", std::to_string(seconds)}};
}

std::string normalize(const std::string& connection_string, const Parameters& defaults) {
  const std::string text = trimmed(connection_string);
  if (const std::string problem = connection_string_problem(text); !problem.empty())
    throw Error("The database connection string is invalid: " + problem, {});
  const Options options = parse(text);
  std::string out;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) append(out, option->keyword, option->val);
  for (const auto& [keyword, value] : defaults)
    if (value_of(options, keyword).empty()) append(out, keyword, value);
  return out;
}

std::string describe(const std::string& connection_string) {
  const std::string text = trimmed(connection_string);
  if (!connection_string_problem(text).empty()) return "an invalid connection string";
  const Options options = parse(text);
  std::string host = value_of(options, "host");
  if (host.empty()) host = value_of(options, "hostaddr");
  const std::string port = value_of(options, "port");
  std::string database = value_of(options, "dbname");
  if (database.empty()) database = value_of(options, "user");
  std::string out = host.empty() ? "the local socket" : host.front() == '/' ? "socket folder " + host : "host " + host;
  if (!port.empty()) out += (host.empty() || host.front() == '/' ? ", port " : ":") + port;
  if (!database.empty()) out += ", database \"" + database + '"';
  return out;
}

}  // namespace kongflow::postgres
