#include <unistd.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "host/base/service_manager.h"
#include "host/base/start_thread.h"
#include "host/base/stop_request.h"
#include "host/base/version.h"
#include "host/cli/commands.h"
#include "host/cli/config_argument.h"
#include "host/cli/host.h"
#include "host/database/error_advice.h"

namespace kongflow::host::cli {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLogFlushTimeout{2'000};  // time for the log's reader to read them
constexpr milliseconds kMaxAbortedStart{5'000};

// Allows three pings per watchdog period.
milliseconds watch_interval() {
  constexpr milliseconds usual{1'000};
  return std::min(usual, service_manager::ping_limit().value_or(3 * usual) / 3);
}

// Handles signals and the watchdog. Main thread only.
class SignalHandler {
 public:
  SignalHandler(Log& log, std::function<void()> reload, std::function<bool()> alive)
      : log_(log), reload_(std::move(reload)), alive_(std::move(alive)) {
    std::signal(SIGPIPE, SIG_IGN);
    listen();
  }

  // Runs `start` while another thread handles signals. A stop signal sets the StopRequest passed to `start`; the
  // process exits when `start` has not returned within five seconds. A reload signal is handled after `start` has
  // returned.
  void run_start(const std::function<void(const StopRequest&)>& start) {
    std::thread listener = start_thread([this] { io_.run(); });
    const auto end = [&] {
      io_.stop();
      listener.join();
      io_.restart();
      starting_ = false;
    };
    try {
      start(stop_request_);
    } catch (...) {
      end();
      throw;
    }
    end();
    if (reload_after_start_) reload_();
  }

  // Waits for a stop signal; false when the host failed.
  bool wait_for_stop() {
    watch();
    while (stop_signals_ == 0 && !failed_) io_.run_one();
    return !failed_;
  }

  // True after a second stop signal.
  bool stop_requested_twice() {
    io_.poll();
    return stop_signals_ > 1;
  }

 private:
  void listen() {
    signals_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      if (signal != SIGHUP)
        stop();
      else if (starting_)
        reload_after_start_ = true;
      else
        reload_();
      listen();
    });
  }

  void stop() {
    ++stop_signals_;
    if (!starting_) return;
    if (stop_signals_ > 1) end_process();
    log_.info("host", "received a stop signal during the start");
    stop_request_.set();
    timer_.expires_after(kMaxAbortedStart);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error && starting_) end_process();
    });
  }

  [[noreturn]] void end_process() {
    log_.warning("host", "exiting during the start");
    log_.flush(kLogFlushTimeout);
    std::_Exit(1);
  }

  void watch() {
    timer_.expires_after(interval_);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (error || stop_signals_ > 0) return;
      failed_ = !alive_();
      watch();
    });
  }

  Log& log_;
  std::function<void()> reload_;
  std::function<bool()> alive_;
  boost::asio::io_context io_;
  boost::asio::signal_set signals_{io_, SIGTERM, SIGINT, SIGHUP};
  boost::asio::steady_timer timer_{io_};
  const milliseconds interval_ = watch_interval();
  StopRequest stop_request_;
  // Accessed only by the thread that runs io_:
  bool starting_ = true;
  bool reload_after_start_ = false;
  int stop_signals_ = 0;
  bool failed_ = false;
};

LogFormat format_of(const LogSettings& settings) {
  if (settings.format.empty()) return isatty(STDERR_FILENO) != 0 ? LogFormat::text : LogFormat::json;
  return settings.format == "text" ? LogFormat::text : LogFormat::json;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

int run(const Arguments& arguments) {
  const Config config = read_config_to_work(arguments);
  Log log(STDERR_FILENO, config.settings.log.level, format_of(config.settings.log));
  Host host(config, log);
  std::string listening;
  const auto reload = [&] {
    service_manager::reloading();
    // Reads the file used at the start, even when another one would be found now.
    host.reload(host::read_config(config.file, arguments.values("set")));
    service_manager::ready(listening);
  };
  SignalHandler signals(log, reload, [&] { return host.check_alive(service_manager::ping); });
  const Problems problems = host.load();
  if (!problems.empty()) {
    for (const auto& problem : problems) log.error("host", problem.text());
    log.error("host", "the host cannot start: the plugins have problems");
    return 1;
  }
  log.info("host", "starting", {{"version", std::string(kProgramVersion)}, {"pid", std::to_string(getpid())}});
  service_manager::status("Starting the database and the plugins");
  try {
    std::vector<std::string> urls;
    signals.run_start([&](const StopRequest& stop_request) { urls = host.start(stop_request); });
    for (const std::string& url : urls) log.info("host", "listening on " + url, {{"url", url}});
    listening = "Listening on " + joined(urls);
  } catch (const StopRequested&) {
    log.info("host", "stopped before the start was complete");
    return 0;
  } catch (const std::exception& error) {
    log.error("host", "the host cannot start: " + with_advice(error));
    return 1;
  }
  service_manager::ready(listening);

  const bool stop_requested = signals.wait_for_stop();
  if (!stop_requested) log.error("host", "the embedded PostgreSQL has exited; the host stops");
  service_manager::stopping("Finishing running requests and tasks", host.stop_limit());
  const bool clean = host.stop([&] { return signals.stop_requested_twice(); });
  log.info("host", "stopped");
  if (!clean) {
    log.flush(kLogFlushTimeout);
    std::_Exit(1);
  }
  return stop_requested ? 0 : 1;
}

}  // namespace

Command run_command() {
  return {"run",
          "Runs the host until SIGTERM or Ctrl-C.",
          "It is ready when it logs \"listening on URL\"; <data_dir>/host.json then contains pid and URL.\n"
          "Notifies systemd of start, reload and stop, and pings its watchdog.\n"
          "SIGTERM, SIGINT: finishes running requests and tasks within shutdown_grace and exits; a second signal\n"
          "skips the grace time. When calls or the database do not respond ten seconds later, it exits with status 1.\n"
          "During the start, either signal ends the host within five seconds.\n"
          "SIGHUP: reloads the config file. On problems, logs them and keeps its settings.",
          {},
          {},
          &run};
}

}  // namespace kongflow::host::cli
