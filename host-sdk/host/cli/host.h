// The host: composes all its parts, starts them and stops them in order.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "host/admission/admission.h"
#include "host/base/data_dir.h"
#include "host/base/log.h"
#include "host/config/config.h"
#include "host/console/console_api.h"
#include "host/console/shown_config.h"
#include "host/database/pg_environment_store.h"
#include "host/database/platform_database.h"
#include "host/fleet/heartbeat.h"
#include "host/http/cached_environment_store.h"
#include "host/http/http_server.h"
#include "host/http/readiness.h"
#include "host/plugins/plugin_runtime.h"
#include "host/queue/database_health.h"
#include "host/queue/task_queue.h"
#include "host/tasks/task_runner.h"

namespace kongflow::host {

// Main thread only. Call order: load, start, reload any number of times, stop.
class Host {
 public:
  Host(Config config, Log& log);
  ~Host();  // stops running parts immediately; ends the process when that fails
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Opens and configures the plugins; returns all problems. Reads only the shared objects; does no other I/O.
  Problems load();

  // Starts database, migrations, plugins, tasks and HTTP; returns the URLs that it listens on. Throws
  // std::runtime_error with a sentence. Throws StopRequested between two steps, and from waits for other processes,
  // once `stop_request` is set.
  std::vector<std::string> start(const StopRequest& stop_request);

  // Applies changes of a re-read config: the log level, the plugins' settings, a renewed certificate. Logs changed
  // settings that need a restart. Applies nothing when the config has problems.
  void reload(Config config);

  // Returns false when a part that the host cannot work without has ended. Otherwise calls `on_alive` on the I/O thread
  // of the HTTP server as soon as that thread runs it, and returns true.
  bool check_alive(std::function<void()> on_alive);

  // Maximum duration of stop(): shutdown_grace, 5 s for cancelled calls, 5 s for the host's threads, 10 s for each
  // plugin that does not stop, and at most 60 s for the embedded PostgreSQL.
  std::chrono::milliseconds stop_limit() const;

  // Drains and stops the host: accepts no new work, waits for running work until shutdown_grace is over or `skip_grace`
  // returns true, cancels the rest and waits briefly. False when a call of a plugin, a plugin or the database did not
  // end in time; the log names it. The process must then exit without destroying the host.
  bool stop(const std::function<bool()>& skip_grace);

 private:
  void reload_certificate();
  // Parts that exist between start and stop, in the order of construction.
  struct Running {
    DataDir data_dir;
    PlatformDatabase database;
    PgEnvironmentStore stored_environments;
    CachedEnvironmentStore environments;
    TaskQueue queue;
    Admission admission;
    Heartbeat heartbeat;
    DatabaseHealth database_health;
    Readiness readiness;
    std::unique_ptr<ConsoleApi> console;
    std::unique_ptr<TaskRunner> tasks;
    std::unique_ptr<HttpServer> http;

    Running(const Settings& settings, PluginRuntime& runtime, Log& log, const StopRequest& stop_request);
  };

  void prepare_database(const StopRequest& stop_request);
  void warn_of_few_connections();
  void start_plugins();
  void add_console();
  void set_operator_drain(bool draining);
  bool wait_idle(std::chrono::milliseconds limit, const std::function<bool()>& skip);

  Config config_;
  Log& log_;
  PluginRuntime runtime_;
  ShownConfig shown_;
  std::atomic<bool> drained_{false};      // an operator drains this host
  std::atomic<bool> takes_tasks_{false};  // the task runner and the heartbeat have started
  std::unique_ptr<Running> running_;
};

}  // namespace kongflow::host
