// kongflow-host: everything it consists of, started and stopped in order.
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

// Main thread only: load, start, reload any number of times, stop.
class Host {
 public:
  Host(Config config, Log& log);
  ~Host();  // stops at once what still runs; ends the process when that fails
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;

  // Opens and configures the plugins; every problem. No I/O beyond the shared objects.
  Problems load();

  // Database, migrations, plugins, tasks, HTTP; returns the URLs it listens on. Throws std::runtime_error with a
  // sentence, and StopRequested between two steps, and from waits for other processes, once `stop_request` is set.
  std::vector<std::string> start(const StopRequest& stop_request);

  // Takes over what a re-read config changes: the log level, the plugins' settings, a renewed certificate; says in the
  // log what needs a restart. Keeps everything when there is a problem.
  void reload(Config config);

  // False once something that the host cannot work without has ended. Else `proven` is called on the thread that reads
  // and writes HTTP, as soon as it comes to it.
  bool alive(std::function<void()> proven);

  // How long stop() takes at most: shutdown_grace, 5 s for cancelled calls, 5 s for the host's threads, 10 s for each
  // plugin that does not stop, and what the embedded PostgreSQL needs, 60 s at most.
  std::chrono::milliseconds stop_limit() const;

  // Drains: no new work, waits for what runs until shutdown_grace is over or `hurry` says so, cancels, waits a little,
  // ends. False when a plugin's call, a plugin or the database did not end or answer in time; the log says which. The
  // process has to end without them, and without destroying the host.
  bool stop(const std::function<bool()>& hurry);

 private:
  void reload_certificate();
  // What works between start and stop, in the order of construction.
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
  bool wait_idle(std::chrono::milliseconds limit, const std::function<bool()>& hurry);

  Config config_;
  Log& log_;
  PluginRuntime runtime_;
  ShownConfig shown_;
  std::atomic<bool> drained_{false};      // an operator said so
  std::atomic<bool> takes_tasks_{false};  // the task runner and the heartbeat have started
  std::unique_ptr<Running> running_;
};

}  // namespace kongflow::host
