#include "host/cli/host.h"

#include <unistd.h>

#include <cstdlib>
#include <future>
#include <iostream>
#include <stdexcept>
#include <thread>

#include "host/base/start_thread.h"
#include "host/base/version.h"
#include "host/config/host_options.h"
#include "host/config/include.h"
#include "host/config/program_paths.h"
#include "host/console/console_api.h"
#include "host/database/connection_limits.h"
#include "host/http/host_routes.h"
#include "host/queue/migrator.h"

namespace kongflow::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kCancelGrace{5'000};  // time for calls to react to cancellation
constexpr milliseconds kThreadStopTimeout{5'000};
constexpr milliseconds kPluginStopTimeout{10'000};
constexpr milliseconds kDatabaseStopTimeout{60'000};
constexpr milliseconds kPollInterval{50};

// Runs `work` on a new thread; false when it takes longer than `limit`, and the thread continues. When no thread can be
// started, runs `work` on this thread without a limit.
bool done_within(milliseconds limit, const std::function<void()>& work, Log& log) {
  const auto task = std::make_shared<std::packaged_task<void()>>(work);
  const auto done = task->get_future();
  try {
    start_thread([task] { (*task)(); }).detach();
  } catch (const std::runtime_error& error) {
    log.warning("host", "stopping without a time limit, because no thread can be started", {{"reason", error.what()}});
    (*task)();
    return true;
  }
  return done.wait_for(limit) == std::future_status::ready;
}

// Only on a terminal: otherwise standard error is the log.
void show_token(const std::string& token, const std::string& file) {
  if (isatty(STDERR_FILENO) == 0) return;
  // One write, so that log lines do not interleave.
  std::cerr << "The console's token, shown only once: " + token + "\nIt is stored in " + file + ".\n";
}

}  // namespace

Host::Running::Running(const Settings& settings, PluginRuntime& runtime, Log& log, const StopRequest& stop_request)
    : data_dir(settings.data_dir),
      database(settings, PlatformDatabase::Use::own, log, &stop_request),
      stored_environments(database.connection_string()),
      environments(stored_environments),
      queue(database.connection_string()),
      admission(settings.admission, runtime.prometheus),
      heartbeat(database.connection_string(), runtime.prometheus, log),
      database_health(database.connection_string()),
      readiness(runtime.health, runtime.prometheus, log) {}

Host::Host(Config config, Log& log) : config_(std::move(config)), log_(log), runtime_(log) {}

Host::~Host() {
  if (running_ != nullptr && !stop([] { return true; })) std::_Exit(1);
}

Problems Host::load() {
  const auto folder = plugin_dir(config_.settings);
  for (const auto& table : config_.plugins)
    if (table.enabled && table.absent_from(folder))
      log_.info("host", "an optional plugin is not installed",
                {{"plugin", table.id}, {"path", table.path_in(folder).string()}});
  return runtime_.plugins.load(config_, folder);
}

void Host::prepare_database(const StopRequest& stop_request) {
  const std::string& connection_string = running_->database.connection_string();
  Migrator migrator(connection_string, sql_dir(config_.settings), log_, stop_request);
  if (running_->database.embedded() || config_.settings.database.migrate) migrator.up();
  if (const auto reason = migrator.not_ready()) throw std::runtime_error(*reason);
  warn_of_few_connections();
  runtime_.health.add({"drain", [this]() -> std::optional<std::string> {
                         if (!drained_) return std::nullopt;
                         return "An operator drained this host: it takes no tasks until it is resumed on the console.";
                       }});
  running_->database_health.add_to(runtime_.health);
  const auto known = [this] { return takes_tasks_.load(); };
  runtime_.health.add({"heartbeat", [&running = *running_] { return running.heartbeat.problem(); }, known});
  runtime_.health.add({"tasks", [&running = *running_] { return running.tasks->problem(); }, known});
}

// By convention a plugin with a pool of connections has the setting database.pool_size.
void Host::warn_of_few_connections() {
  int needed = kHostConnections;
  for (const auto& plugin : runtime_.plugins.all())
    if (const Value* size = plugin->values().value("database.pool_size"))
      if (const auto* number = std::get_if<std::int64_t>(size)) needed += static_cast<int>(*number);
  auto connection = postgres::Connection::open(running_->database.connection_string());
  if (const auto shortage = connection_shortage(connection, needed)) log_.warning("database", *shortage);
}

void Host::start_plugins() {
  runtime_.services.connection_string = running_->database.connection_string();
  runtime_.services.admission = &running_->admission;
  runtime_.services.enqueue = [queue = &running_->queue](const kf_task_spec& spec) { return queue->add(spec); };
  std::string problems;
  for (const auto& problem : runtime_.plugins.start()) problems += (problems.empty() ? "" : "; ") + problem;
  if (!problems.empty()) throw std::runtime_error(problems);
  for (const auto& plugin : runtime_.plugins.all())
    log_.info("host", "plugin started",
              {{"plugin", plugin->library().id()},
               {"version", plugin->library().descriptor->version},
               {"build", plugin->library().descriptor->build}});
}

void Host::add_console() {
  ConsoleSettings settings = config_.settings.console;
  if (!settings.enabled) return;
  if (settings.listen_everywhere && config_.settings.http.tls_cert.empty())
    log_.warning("console",
                 "the console is open to the network without TLS: put a TLS proxy in front of it, or set "
                 "http.tls_cert");
  if (settings.token.empty()) {
    const auto [token, created] = running_->data_dir.console_token();
    const std::string file = running_->data_dir.token_file().string();
    log_.info("console", "the console's token is stored in a file", {{"path", file}});
    if (created) show_token(token, file);
    settings.token = token;
  }
  const auto pages = console_dir(config_.settings);
  if (!std::filesystem::is_directory(pages))
    log_.warning("console", "the console's pages are missing; set console.assets_dir to their folder",
                 {{"path", pages.string()}});
  running_->console = std::make_unique<ConsoleApi>(
      settings,
      ConsoleApi::Parts{runtime_.panels, runtime_.tasks, runtime_.prometheus, running_->readiness, running_->admission,
                        shown_, running_->heartbeat, log_, running_->database.connection_string(), pages});
  running_->console->add_routes(runtime_.routes);
}

std::vector<std::string> Host::start(const StopRequest& stop_request) {
  const Settings& settings = config_.settings;
  running_ = std::make_unique<Running>(settings, runtime_, log_, stop_request);
  prepare_database(stop_request);
  stop_request.check();
  add_host_routes(runtime_.routes, running_->readiness, running_->admission, runtime_.prometheus, log_);
  add_console();
  start_plugins();
  running_->http = std::make_unique<HttpServer>(settings.http, runtime_.routes, running_->environments,
                                                running_->admission, runtime_.health, runtime_.prometheus, log_);
  std::vector<std::string> urls = running_->http->start();
  running_->tasks = std::make_unique<TaskRunner>(running_->database.connection_string(), runtime_.tasks, settings.tasks,
                                                 running_->admission, runtime_.prometheus, log_);
  running_->tasks->start();
  running_->heartbeat.start(running_->tasks->worker(), urls.front(),
                            {[this](bool draining) { set_operator_drain(draining); },
                             [tasks = running_->tasks.get()](auto sent_at) { tasks->renew_lease(sent_at); }});
  takes_tasks_ = true;
  running_->readiness.start();
  shown_.set(config_, runtime_.plugins);
  running_->data_dir.announce(urls.front());
  return urls;
}

void Host::reload_certificate() {
  try {
    if (running_ != nullptr && running_->http) running_->http->reload_certificate();
  } catch (const std::exception& error) {
    log_.error("http", std::string(error.what()) + " The host keeps its current certificate.");
  }
}

void Host::reload(Config config) {
  std::vector<std::string> need_restart;
  Problems problems = std::move(config.problems);
  if (problems.empty()) problems = runtime_.plugins.reconfigure(config, plugin_dir(config_.settings), need_restart);
  if (!problems.empty()) {
    for (const auto& problem : problems) log_.error("config", problem.text());
    log_.error("config", "the config file has problems; the host keeps its settings");
    return;
  }
  for (const auto& name : config.values.changed_since(config_.values))
    if (!applies_at_reload(name)) need_restart.push_back(name);
  reload_certificate();
  log_.set_level(config.settings.log.level);
  for (const char* name : {kIncludeKey, "log.level"})
    config_.values.set(name, *config.values.value(name), config.values.origin(name));
  config_.settings.log.level = config.settings.log.level;
  for (const auto& name : need_restart)
    log_.warning("config", "a changed setting takes effect at the next start", {{"setting", name}});
  shown_.set(config_, runtime_.plugins);
  log_.info("config", "the config file was reloaded");
}

void Host::set_operator_drain(bool draining) {
  drained_ = draining;
  running_->tasks->set_paused(draining);
  log_.info("host", draining ? "an operator drained this host: it takes no tasks" : "an operator resumed this host");
}

bool Host::check_alive(std::function<void()> on_alive) {
  if (running_ == nullptr || !running_->database.alive()) return false;
  running_->http->on_io_thread(std::move(on_alive));
  return true;
}

milliseconds Host::stop_limit() const {
  return config_.settings.shutdown_grace + kCancelGrace + kThreadStopTimeout +
         kPluginStopTimeout * runtime_.plugins.all().size() + kDatabaseStopTimeout;
}

bool Host::wait_idle(milliseconds limit, const std::function<bool()>& skip) {
  const auto deadline = steady_clock::now() + limit;
  do {
    const bool http = running_->http == nullptr || running_->http->wait_idle(kPollInterval);
    const bool tasks = running_->tasks == nullptr || running_->tasks->wait_idle(kPollInterval);
    if (http && tasks) return true;
  } while (steady_clock::now() < deadline && !skip());
  return false;
}

bool Host::stop(const std::function<bool()>& skip_grace) {
  PlatformDatabase& database = running_->database;
  const auto& tasks = running_->tasks;
  const auto& http = running_->http;
  if (tasks) log_.info("host", "draining", {{"grace_ms", std::to_string(config_.settings.shutdown_grace.count())}});
  runtime_.health.set_draining();
  if (http) http->drain();
  if (running_->console) running_->console->stop();
  if (tasks) tasks->drain();
  runtime_.plugins.drain();
  bool idle = wait_idle(config_.settings.shutdown_grace, skip_grace);
  if (!idle) {
    log_.warning("host", "cancelling running requests and tasks");
    if (http) http->cancel();
    if (tasks) tasks->cancel();
    idle = wait_idle(kCancelGrace, [] { return false; });
  }
  running_->data_dir.withdraw();
  const bool calls = !idle && ((http && !http->wait_idle(milliseconds(0))) || (tasks && tasks->executing()));
  if (calls) log_.error("host", "calls into plugins did not return; the host exits without waiting for them");
  const auto stop_threads = [&running = *running_, idle] {
    running.readiness.stop();
    running.heartbeat.stop();
    if (idle && running.http) running.http->stop();
    if (idle && running.tasks) running.tasks->stop();
  };
  const bool ended = done_within(kThreadStopTimeout, stop_threads, log_);
  if (!calls && (!idle || !ended))
    log_.error("host",
               "the database does not respond; the host exits without it: unwritten results of tasks are lost, "
               "and these tasks run again");
  if (!idle || !ended) {
    database.stop();
    return false;
  }
  const bool stopped = runtime_.plugins.stop(kPluginStopTimeout);
  database.stop();
  if (stopped) running_.reset();
  return stopped;
}

}  // namespace kongflow::host
