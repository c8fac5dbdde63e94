#include "host/config/host_options.h"

#include <functional>
#include <type_traits>

#include "host/config/include.h"
#include "host/config/listen_address.h"

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
constexpr Bounds kCountBounds{1, 10'000};
constexpr Bounds kTimeoutBounds{1, std::int64_t{24} * 3'600'000};

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

// The default of an option is the value of `field` in a default-constructed Settings.
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
  option.doc = "The lowest level that the host logs. SIGHUP applies a change.";
  option.choices = {"debug", "info", "warning", "error"};
  return {option, [](Settings& settings, const Value& value) {
            settings.log.level = log_level_of(std::get<std::string>(value)).value_or(settings.log.level);
          }};
}

Row log_format() {
  Row format = row(
      "log.format", [](Settings & s) -> auto& { return s.log.format; }, {},
      "json: one object per line; text: for people. Empty: text if standard error is a terminal, else json.");
  format.option.choices = {"", "json", "text"};
  return format;
}

Row console_authentication() {
  Row authentication = row(
      "console.authentication", [](Settings & s) -> auto& { return s.console.authentication; }, {},
      "required: log in with a token or password. none: every user of this machine is an operator; not allowed with "
      "console.listen_everywhere.");
  authentication.option.choices = {"required", "none"};
  return authentication;
}

#define FIELD(member) ([](Settings & s) -> auto& { return s.member; })

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      row("data_dir", FIELD(data_dir), {},
          "Folder of the embedded PostgreSQL, the console's token and host.json. A relative path starts at the working "
          "directory."),
      row(kIncludeKey, FIELD(include), {},
          "More config files, read after this one in order of their names; later files override earlier ones. Names or "
          "patterns such as conf.d/*.toml; relative ones start at this file's folder."),
      row("plugin_dir", FIELD(plugin_dir), {},
          "Base folder of relative plugin paths. Empty: the program's own plugin folder."),
      row("sql_dir", FIELD(sql_dir), {}, "Folder of the migrations. Empty: the program's own folder."),
      row("shutdown_grace", FIELD(shutdown_grace), {0, kTimeoutBounds.maximum},
          "How long a stopping host waits for running requests and tasks before it cancels them."),

      listen(row("http.listen", FIELD(http.listen), {1, 100},
                 "Addresses to listen on: host:port (port 0: any free one) or unix:/path of a socket.")),
      row("http.tls_cert", FIELD(http.tls_cert), {},
          "PEM file of the certificate, followed by its chain. TCP addresses then accept only TLS 1.2 and newer. "
          "SIGHUP reloads certificate and key. Empty: no TLS."),
      row("http.tls_key", FIELD(http.tls_key), {}, "PEM file of the certificate's private key."),
      row("http.max_body", FIELD(http.max_body_bytes), {1, 1 << 30},
          "Larger request bodies, as sent or decoded, get 413; deploy hooks continue without the body."),
      row("http.body_memory", FIELD(admission.body_bytes), {1 << 20, std::uint64_t{64} << 30},
          "Memory for all bodies larger than 16 KiB, of requests and of apps' answers. One environment, or one address "
          "without a key, may use a quarter. Without free memory, a request gets 429 or 503 before the host reads its "
          "body, and a task waits."),
      row("http.bearer_in_any_case", FIELD(http.bearer_in_any_case), {},
          "Accept API keys after bearer, BEARER and so on, as RFC 9110 allows. false: only after Bearer, as "
          "trigger.dev does."),
      row("http.max_in_flight", FIELD(http.max_in_flight), {1, 1'000'000},
          "Maximum number of requests in flight, not counting requests that wait for an app; further requests get 503 "
          "with Retry-After. Requests of one environment get 429 while an eighth of this number waits for a thread."),
      row("http.worker_threads", FIELD(http.worker_threads), kCountBounds,
          "Maximum number of concurrent request handlers. Each has a thread, which the host starts on demand."),
      row("http.request_timeout", FIELD(http.request_timeout), kTimeoutBounds,
          "Maximum time from the last byte of a request to its response; then 504."),
      row("http.header_timeout", FIELD(http.read_timeout), kTimeoutBounds, "Maximum time to receive a whole request."),
      row("http.idle_timeout", FIELD(http.idle_timeout), kTimeoutBounds,
          "Maximum time between two requests of one connection, and for the client to accept a response."),

      row("calls.concurrency", FIELD(admission.calls), kCountBounds,
          "Maximum number of requests and tasks that wait for another party, such as an app. Each has a thread, which "
          "the host starts on demand."),

      row("tasks.concurrency", FIELD(tasks.concurrency), kCountBounds, "Maximum number of concurrent tasks."),
      row("tasks.poll_interval", FIELD(tasks.poll_interval), kTimeoutBounds,
          "How often the host polls the queue, in addition to PostgreSQL's notifications."),
      row("tasks.queue_batch", FIELD(tasks.queue_batch), kCountBounds,
          "Maximum number of tasks of one named queue that the host takes under one lock before it serves other "
          "queues."),
      row("tasks.timeout", FIELD(tasks.timeout), kTimeoutBounds,
          "Maximum time of one attempt at a task; then the host cancels the attempt."),
      row("tasks.payload_memory", FIELD(tasks.payload_memory_bytes), {1 << 20, 1 << 30},
          "Memory for payloads of running tasks, not counting payloads below 8 KiB. Without free memory, a task waits "
          "up to 5 s; then the host gives it back for a second or more. A task with a payload above this size fails."),

      secret(row("database.url", FIELD(database.url), {},
                 "libpq connection string or URI. Empty or absent in the file: the host runs its own PostgreSQL in "
                 "data_dir. An empty value from --set or an environment variable is an error.")),
      row("database.bin_dir", FIELD(database.bin_dir), {},
          "Folder of initdb and postgres for the embedded PostgreSQL. Empty: the newest installed version."),
      row("database.migrate", FIELD(database.migrate), {},
          "Migrate the database of database.url at start. The host always migrates the embedded database."),

      log_level(),
      log_format(),

      row("console.enabled", FIELD(console.enabled), {}, "Serve the operators' console and its API."),
      console_authentication(),
      row("console.listen_everywhere", FIELD(console.listen_everywhere), {},
          "Serve the console on every address in http.listen. false: on loopback addresses and unix sockets only."),
      secret(row("console.token", FIELD(console.token), {},
                 "Token of operators. Empty: the host creates one in data_dir/console-token at its first start.")),
      secret(row("console.password_hash", FIELD(console.password_hash), {},
                 "Hash of the operators' password, as kongflow-host console password prints it. Empty: no password.")),
      secret(row("console.read_only_token", FIELD(console.read_only_token), {},
                 "Token of readers, who cannot change anything. Empty: no token.")),
      secret(row("console.read_only_password_hash", FIELD(console.read_only_password_hash), {},
                 "Hash of the readers' password, as kongflow-host console password prints it. Empty: no password.")),
      row("console.assets_dir", FIELD(console.assets_dir), {},
          "Folder of the console's pages. Empty: the program's own folder."),
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
  return option_name == "log.level" || option_name == kIncludeKey;
}

}  // namespace kongflow::host
