// A host for unit tests of plugins: in memory, without threads, files, network or database.
//
//   kongflow::testing::FakeHost host(*kongflow_plugin_entry());
//   host.set("greeting", "Hi");
//   host.start();
//   host.request({"GET", "/hello/world"}).body    // "Hi, world"
//   host.run_task("hello.greet", {"{\"a\":1}"}).status    // KF_OK
//   host.stop();
//   host.violations()    // empty: the plugin kept the contract
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

// How a hook ended. Code and message are what it gave to set_error().
struct Outcome {
  kf_status status = KF_OK;
  std::string code;
  std::string message;
  std::string json;  // what a panel replied
};

struct CallFacts {
  std::optional<std::chrono::milliseconds> time_left;  // nullopt: no limit
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
  std::optional<EnvironmentFacts> environment = {};               // whose API key the request bears
  std::vector<std::pair<std::string, std::string>> headers = {};  // names in lower case
  CallFacts call = {};
  bool secure = false;        // received over TLS
  bool body_dropped = false;  // as for a body that is too large, on a route whose body is optional; `body` is empty
};

struct LogLine {
  kf_log_level level;
  std::string call_id;  // empty: of no call
  std::string message;
  std::vector<std::pair<std::string, std::string>> fields;
};

// One test thread drives it; the plugin may call services from any thread.
class FakeHost {
 public:
  // `descriptor` outlives it.
  explicit FakeHost(const kf_descriptor& descriptor);
  // For handlers without a plugin around them: start() runs `registration`.
  explicit FakeHost(std::function<void(Registrar&)> registration);
  ~FakeHost();  // stops and destroys what runs
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  // A setting as the config file would hold it: "5s", "8MiB", "true", "a, b". Throws std::invalid_argument for one that
  // the real host would refuse.
  void set(const std::string& name, const std::string& text);
  // Without it there is no database (KF_UNAVAILABLE), as in the host's dry runs.
  void set_database(std::string connection_string);

  // create, configure and start. Throws std::runtime_error with the plugin's sentence when one of them fails.
  void start();
  // configure() again, as for SIGHUP.
  Outcome reconfigure();
  void drain();
  void stop();  // drains when need be; returns when the plugin said that it is done

  // Throws std::out_of_range for an identifier that nobody registered.
  Outcome run_task(const std::string& identifier, const TaskFacts& facts = {});
  // The share that a waiting task names; empty: none. Throws std::out_of_range too for a task that does not wait.
  std::string share_of(const std::string& identifier, const TaskFacts& facts = {});
  // Routes as the host does: 404, 405, and 401 for a route that needs an environment. Waits `patience` for the answer
  // of an asynchronous handler.
  HttpAnswer request(const RequestFacts& facts, std::chrono::milliseconds patience = std::chrono::seconds(5));
  // Throw std::out_of_range for a name that nobody registered.
  Outcome health(const std::string& name, const CallFacts& facts = {});
  Outcome rows(const std::string& panel, const std::string& query_json, const CallFacts& facts = {});
  // Throws std::out_of_range too for a panel whose rows have no page.
  Outcome row(const std::string& panel, const std::string& query_json, const CallFacts& facts = {});
  // The version is in `json`. Throws std::out_of_range too for a panel without one.
  Outcome version(const std::string& panel, const CallFacts& facts = {});
  Outcome act(const std::string& panel, const std::string& action, const std::string& input_json,
              const CallFacts& facts = {});

  std::vector<std::string> task_identifiers() const;
  std::vector<std::string> routes() const;  // "GET /hello/:name"
  std::vector<std::string> panels() const;
  std::vector<LogLine> log() const;
  // What was recorded for these label values: a counter's sum, a gauge's last value, a histogram's number of
  // observations. 0 when nothing was. Throws std::out_of_range for a metric that nobody defined.
  double metric(const std::string& name, const std::vector<std::string>& labels = {}) const;
  RecordingQueue& queue();
  // As the plugin set it with Admission::limit_calls(); 16 before.
  std::uint32_t call_limit() const;
  // What the plugin has reserved and not released. A reservation is granted at once, whatever its size.
  std::uint64_t reserved_bytes() const;

  // How the plugin broke the contract: an exchange completed twice or never, a registration outside start(), a call
  // touched after its end, a metric recorded with another number of labels.
  std::vector<std::string> violations() const;

  struct State;  // shared with the service tables

 private:
  Outcome ask(const char* what, const CallFacts& facts,
              const std::function<kf_status(kf_console_reply*, kf_call*)>& panel);
  Outcome finish(FakeCall& call, kf_status status, std::string json = {});

  std::unique_ptr<State> state_;
};

}  // namespace kongflow::testing
