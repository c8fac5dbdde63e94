#include "host/config/host_options.h"

#include <functional>
#include <type_traits>

#include "host/config/include.h"
#include "host/http/listen_address.h"

namespace kongflow::host {
namespace {

using std::chrono::milliseconds;

struct Row {
  Option option;
  std::function<void(Settings&, const Value&)> assign;
};

struct Bounds {
  std::int64_t minimum = 0, maximum = 0;
};
constexpr Bounds counts{1, 10'000};
constexpr Bounds waits{1, std::int64_t{24} * 3'600'000};

template <class T>
OptionType type_of() {
  if constexpr (std::is_same_v<T, bool>) return OptionType::boolean;
  if constexpr (std::is_same_v<T, int>) return OptionType::integer;
  if constexpr (std::is_same_v<T, std::uint64_t>) return OptionType::size;
  if constexpr (std::is_same_v<T, milliseconds>) return OptionType::duration;
  if constexpr (std::is_same_v<T, TextList>) return OptionType::list;
  return OptionType::text;
}

std::string as_text(const std::string& value) {
  return value;
}
std::string as_text(const std::filesystem::path& value) {
  return value.string();
}
std::string as_text(const TextList& value) {
  std::string all;
  for (const std::string& text : value) all += (all.empty() ? "" : ", ") + text;
  return all;
}
std::string as_text(bool value) {
  return value ? "true" : "false";
}
std::string as_text(int value) {
  return std::to_string(value);
}
std::string as_text(std::uint64_t value) {
  return std::to_string(value);
}
std::string as_text(milliseconds value) {
  return std::to_string(value.count());
}

template <class T>
void assign_to(T& field, const Value& value) {
  if constexpr (std::is_same_v<T, bool>) {
    field = std::get<bool>(value);
  } else if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, std::filesystem::path>) {
    field = std::get<std::string>(value);
  } else if constexpr (std::is_same_v<T, TextList>) {
    field = std::get<TextList>(value);
  } else {
    field = T(std::get<std::int64_t>(value));
  }
}

// The default of an option is what `field` of a fresh Settings holds.
template <class Field>
Row row(const char* name, Field field, Bounds bounds, const char* doc) {
  Settings defaults;
  using T = std::remove_reference_t<decltype(field(defaults))>;
  Option option;
  option.name = name;
  option.type = type_of<T>();
  option.default_value = as_text(field(defaults));
  option.doc = doc;
  option.minimum = bounds.minimum;
  option.maximum = bounds.maximum;
  return {option, [field](Settings& settings, const Value& value) { assign_to(field(settings), value); }};
}

Row secret(Row row) {
  row.option.secret = true;
  return row;
}

Row listen(Row row) {
  row.option.fault = ListenAddress::problem;
  return row;
}

Row log_level() {
  Option option;
  option.name = "log.level";
  option.default_value = name_of(Settings().log.level);
  option.doc = "The lowest level that is written. Taken over on SIGHUP.";
  option.choices = {"debug", "info", "warning", "error"};
  return {option, [](Settings& settings, const Value& value) {
            settings.log.level = log_level_of(std::get<std::string>(value)).value_or(settings.log.level);
          }};
}

Row log_format() {
  Row format = row(
      "log.format", [](Settings & s) -> auto& { return s.log.format; }, {},
      "json: one object a line; text: for people. Empty: text when standard error is a terminal.");
  format.option.choices = {"", "json", "text"};
  return format;
}

Row console_authentication() {
  Row authentication = row(
      "console.authentication", [](Settings & s) -> auto& { return s.console.authentication; }, {},
      "required: with a token or password. none: everybody on this machine is an operator; not with "
      "console.listen_everywhere.");
  authentication.option.choices = {"required", "none"};
  return authentication;
}

#define FIELD(member) ([](Settings & s) -> auto& { return s.member; })

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      row("data_dir", FIELD(data_dir), {},
          "Folder of the embedded PostgreSQL, the console's token and host.json. Relative: to the working directory."),
      row(include_key, FIELD(include), {},
          "Further config files, read after this one in the order of their names: what they say wins. "
          "Names or patterns such as conf.d/*.toml; relative ones start at this file's folder."),
      row("plugin_dir", FIELD(plugin_dir), {},
          "Where relative plugin paths start. Empty: the folder of plugins that belongs to the program."),
      row("sql_dir", FIELD(sql_dir), {}, "Folder of the migrations. Empty: the one that belongs to the program."),
      row("shutdown_grace", FIELD(shutdown_grace), {0, waits.maximum},
          "How long a stopping host waits for running requests and tasks before it cancels them."),

      listen(row("http.listen", FIELD(http.listen), {1, 100},
                 "Addresses to listen on: host:port (port 0: any free one) or unix:/path of a socket.")),
      row("http.tls_cert", FIELD(http.tls_cert), {},
          "PEM file of the certificate, its chain after it: TCP addresses then speak TLS alone, 1.2 and newer. Read "
          "again on SIGHUP, as the key is. Empty: no TLS."),
      row("http.tls_key", FIELD(http.tls_key), {}, "PEM file of the certificate's private key."),
      row("http.max_body", FIELD(http.max_body_bytes), {1, 1 << 30},
          "Larger request bodies, as sent or once decoded, are answered with 413; deploy hooks go on without them."),
      row("http.body_memory", FIELD(admission.body_bytes), {1 << 20, std::uint64_t{64} << 30},
          "For bodies larger than 16 KiB, of requests and of apps' answers, together; one environment, or one address "
          "without a key, gets a quarter. A request that finds no room is answered with 429 or 503 before its body is "
          "read, a task waits."),
      row("http.bearer_in_any_case", FIELD(http.bearer_in_any_case), {},
          "Accept API keys after bearer, BEARER and so on, as RFC 9110 allows. "
          "false: after Bearer alone, as trigger.dev does."),
      row("http.max_in_flight", FIELD(http.max_in_flight), {1, 1'000'000},
          "Requests handled at once, those that wait for an app apart; more are answered with 503 and Retry-After. One "
          "environment's are answered with 429 when an eighth of this number waits for a thread."),
      row("http.worker_threads", FIELD(http.worker_threads), counts,
          "Request handlers that run at once; each has a thread, which is started when it is needed."),
      row("http.request_timeout", FIELD(http.request_timeout), waits,
          "From the last byte of a request to its answer; then 504."),
      row("http.header_timeout", FIELD(http.header_timeout), waits, "To receive a whole request."),
      row("http.idle_timeout", FIELD(http.idle_timeout), waits, "Between two requests of one connection."),

      row("calls.concurrency", FIELD(admission.calls), counts,
          "Requests and tasks that wait for another party at once, such as for an app's answer; each has a thread, "
          "which is started when it is needed."),

      row("tasks.concurrency", FIELD(tasks.concurrency), counts, "Tasks run at once."),
      row("tasks.poll_interval", FIELD(tasks.poll_interval), waits,
          "How often the queue is asked for work, besides PostgreSQL's notifications."),
      row("tasks.queue_batch", FIELD(tasks.queue_batch), counts,
          "Tasks of one named queue taken under one lock before other queues have their turn."),
      row("tasks.timeout", FIELD(tasks.timeout), waits, "Of one attempt at a task; then its call is cancelled."),
      row("tasks.payload_memory", FIELD(tasks.payload_memory_bytes), {1 << 20, 1 << 30},
          "For payloads of running tasks, those below 8 KiB apart. A task whose payload finds no room waits up to 5 s, "
          "then it is given back for a second or more. A task with a larger payload than this fails."),

      secret(row("database.url", FIELD(database.url), {},
                 "libpq connection string or URI. Empty or absent in the file: the host runs a PostgreSQL of its own "
                 "in data_dir. Empty by --set or by an environment variable: an error.")),
      row("database.bin_dir", FIELD(database.bin_dir), {},
          "Folder of initdb and postgres for the embedded PostgreSQL. Empty: the newest that is installed."),
      row("database.migrate", FIELD(database.migrate), {},
          "Migrate the database of database.url at start. The embedded one is always migrated."),

      log_level(),
      log_format(),

      row("console.enabled", FIELD(console.enabled), {}, "Serve the operators' console and its API."),
      console_authentication(),
      row("console.listen_everywhere", FIELD(console.listen_everywhere), {},
          "Serve the console on every address that http.listen names. false: on loopback addresses alone."),
      secret(row("console.token", FIELD(console.token), {},
                 "Token of operators. Empty: made at first start, in data_dir/console-token.")),
      secret(row("console.password_hash", FIELD(console.password_hash), {},
                 "Password of operators, as kongflow-host console password prints it. Empty: none.")),
      secret(row("console.read_only_token", FIELD(console.read_only_token), {},
                 "Token of readers, who may change nothing. Empty: none.")),
      secret(row("console.read_only_password_hash", FIELD(console.read_only_password_hash), {},
                 "Password of readers, as kongflow-host console password prints it. Empty: none.")),
      row("console.assets_dir", FIELD(console.assets_dir), {},
          "Folder of the console's pages. Empty: the one that belongs to the program."),
  };
  return all;
}

#undef FIELD

}  // namespace

std::vector<Option> host_options() {
  std::vector<Option> options;
  for (const auto& row : rows()) options.push_back(row.option);
  return options;
}

Settings settings_from(const OptionValues& values) {
  Settings settings;
  for (const auto& row : rows())
    if (const Value* value = values.value(row.option.name)) row.assign(settings, *value);
  return settings;
}

bool applies_at_reload(const std::string& option_name) {
  return option_name == "log.level" || option_name == include_key;
}

}  // namespace kongflow::host
