// A host for unit tests of plugins. It runs in memory, without threads, files, network or database.
//
//   kongflow::testing::FakeHost host(*kongflow_plugin_entry());
//   host.set("greeting", "Hi");
//   host.start();
//   host.request({"GET", "/hello/world"}).body    // "Hi, world"
//   host.run_task("hello.greet", {"{\"a\":1}"}).status    // KF_OK
//   host.stop();
//   host.violations()    // empty: the plugin respected the contract
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/abi/console.h"
#include "kongflow/abi/plugin.h"
#include "kongflow/registrar.hpp"
#include "kongflow/testing/fake_call.h"
#include "kongflow/testing/recording_queue.h"

namespace kongflow::testing {

// The result of a hook. Code and message are the arguments of its last set_error().
struct Outcome {
  kf_status status = KF_OK;
  std::string code;
  std::string message;
  std::string json;  // the reply of a panel function
};

struct CallFacts {
  std::optional<std::chrono::milliseconds> time_left;  // nullopt: no deadline
  bool cancelled = false;
};

struct TaskFacts {
  std::string payload_json = "{}";
  std::string id = "1";
  std::string queue_name = {};
  std::uint32_t attempt = 1;
  std::uint32_t max_attempts = 25;
  CallFacts call = {};
};

struct EnvironmentFacts {
  std::string id = "11111111-1111-4111-8111-111111111111";
  std::string slug = "dev";
  std::string type = "DEVELOPMENT";
  std::string api_key = "tr_dev_test";
  std::string organization_id = "22222222-2222-4222-8222-222222222222";
  std::string project_id = "33333333-3333-4333-8333-333333333333";
};

struct RequestFacts {
  std::string method = "GET";
  std::string target = "/";  // path and query, percent-encoded
  std::string body = {};
  std::optional<EnvironmentFacts> environment = {};               // the owner of the request's API key
  std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
  CallFacts call = {};
  bool secure = false;        // received over TLS
  bool body_dropped = false;  // simulates a discarded body on a route with optional_body; leave `body` empty
};

struct LogLine {
  kf_log_level level;
  std::string call_id;  // empty: the line belongs to no call
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

// Used by one test thread; the plugin may call services from any thread.
class FakeHost {
 public:
  // `descriptor` must outlive the FakeHost.
  explicit FakeHost(const kf_descriptor& descriptor);
  // For tests of handlers without a plugin: start() calls `registration`.
  explicit FakeHost(std::function<void(Registrar&)> registration);
  ~FakeHost();  // stops and destroys the plugin
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  // Sets a setting in the syntax of the config file: "5s", "8MiB", "true", "a, b". Throws std::invalid_argument for a
  // value that the real host would reject.
  void set(const std::string& name, const std::string& text);
  // Without a call to this function there is no database (KF_UNAVAILABLE), as in the host's dry runs.
  void set_database(std::string connection_string);

  // Calls create, configure and start. Throws std::runtime_error with the plugin's message when one of them fails.
  void start();
  // Calls configure() again, as the host does after SIGHUP.
  Outcome reconfigure();
  void drain();
  void stop();  // drains first if necessary; returns when the plugin has called done()

  // Throws std::out_of_range for an identifier that is not registered.
  Outcome run_task(const std::string& identifier, const TaskFacts& facts = {});
  // The share of a waiting task; empty: none. Also throws std::out_of_range for a task that does not wait.
  std::string share_of(const std::string& identifier, const TaskFacts& facts = {});
  // Routes a request like the host: 404, 405, and 401 for a route that requires an environment. Waits at most
  // `patience` for the response of an asynchronous handler.
  HttpAnswer request(const RequestFacts& facts, std::chrono::milliseconds patience = std::chrono::seconds(5));
  // These functions throw std::out_of_range for a name that is not registered.
  Outcome health(const std::string& name, const CallFacts& facts = {});
  Outcome rows(const std::string& panel, const std::string& query_json, const CallFacts& facts = {});
  // Also throws std::out_of_range for a panel whose rows have no detail page.
  Outcome row(const std::string& panel, const std::string& query_json, const CallFacts& facts = {});
  // The version is in `json`. Also throws std::out_of_range for a panel without one.
  Outcome version(const std::string& panel, const CallFacts& facts = {});
  Outcome act(const std::string& panel, const std::string& action, const std::string& input_json,
              const CallFacts& facts = {});

  std::vector<std::string> task_identifiers() const;
  std::vector<std::string> routes() const;  // "GET /hello/:name"
  std::vector<std::string> panels() const;
  std::vector<LogLine> log() const;
  // The recorded value for these label values: a counter's sum, a gauge's last value, a histogram's number of
  // observations; 0 when nothing was recorded. Throws std::out_of_range for a metric that is not defined.
  double metric(const std::string& name, const std::vector<std::string>& labels = {}) const;
  RecordingQueue& queue();
  // The limit of the plugin's last Admission::limit_calls(); 16 by default.
  std::uint32_t call_limit() const;
  // The bytes that the plugin has reserved and not yet released. A FakeHost grants every reservation at once.
  std::uint64_t reserved_bytes() const;

  // The plugin's violations of the contract: an exchange completed twice or never, a registration outside start(), use
  // of a call after its end, a metric recorded with a wrong number of labels.
  std::vector<std::string> violations() const;

  struct State;  // shared with the service tables

 private:
  Outcome ask(const char* what, const CallFacts& facts,
              const std::function<kf_status(kf_console_reply*, kf_call*)>& panel);
  Outcome finish(FakeCall& call, kf_status status, std::string json = {});

  std::unique_ptr<State> state_;
};

}  // namespace kongflow::testing
