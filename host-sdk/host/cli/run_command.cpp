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

constexpr milliseconds last_lines{2'000};  // for the log's reader to take them
constexpr milliseconds longest_broken_off_start{5'000};

// Three chances for a ping of the service manager's watchdog.
milliseconds watch_interval() {
  constexpr milliseconds usual{1'000};
  return std::min(usual, service_manager::ping_limit().value_or(3 * usual) / 3);
}

// What the outside asks of the host. Main thread only.
class Requests {
 public:
  Requests(Log& log, std::function<void()> reload, std::function<bool()> alive)
      : log_(log), reload_(std::move(reload)), alive_(std::move(alive)) {
    std::signal(SIGPIPE, SIG_IGN);
    listen();
  }

  // Runs `start` while another thread listens. A request to stop reaches `start` as its argument; when `start` has not
  // ended within five seconds, the process ends. A request to reload waits until `start` has ended.
  void while_starting(const std::function<void(const StopRequest&)>& start) {
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
    if (reload_later_) reload_();
  }

  // Until a signal asks to stop; false when the host died by itself.
  bool wait_for_stop() {
    watch();
    while (ends_ == 0 && !died_) io_.run_one();
    return !died_;
  }

  // True once a second signal asks to stop.
  bool hurry() {
    io_.poll();
    return ends_ > 1;
  }

 private:
  void listen() {
    signals_.async_wait([this](const boost::system::error_code& error, int signal) {
      if (error) return;
      if (signal != SIGHUP)
        stop();
      else if (starting_)
        reload_later_ = true;
      else
        reload_();
      listen();
    });
  }

  void stop() {
    ++ends_;
    if (!starting_) return;
    if (ends_ > 1) end_process();
    log_.info("host", "asked to stop while starting");
    stop_request_.set();
    timer_.expires_after(longest_broken_off_start);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (!error && starting_) end_process();
    });
  }

  [[noreturn]] void end_process() {
    log_.warning("host", "stopped in the middle of its start");
    log_.flush(last_lines);
    std::_Exit(1);
  }

  void watch() {
    timer_.expires_after(interval_);
    timer_.async_wait([this](const boost::system::error_code& error) {
      if (error || ends_ > 0) return;
      died_ = !alive_();
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
  // Used by the thread that runs io_:
  bool starting_ = true;
  bool reload_later_ = false;
  int ends_ = 0;
  bool died_ = false;
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
    // The file of the start, even if another would be found by now.
    host.reload(host::read_config(config.file, arguments.values("set")));
    service_manager::ready(listening);
  };
  Requests requests(log, reload, [&] { return host.alive(service_manager::ping); });
  const Problems problems = host.load();
  if (!problems.empty()) {
    for (const auto& problem : problems) log.error("host", problem.text());
    log.error("host", "the host cannot start: the plugins have problems");
    return 1;
  }
  log.info("host", "starting", {{"version", std::string(program_version)}, {"pid", std::to_string(getpid())}});
  service_manager::status("Starting the database and the plugins");
  try {
    std::vector<std::string> urls;
    requests.while_starting([&](const StopRequest& stop_request) { urls = host.start(stop_request); });
    for (const std::string& url : urls) log.info("host", "listening on " + url, {{"url", url}});
    listening = "Listening on " + joined(urls);
  } catch (const StopRequested&) {
    log.info("host", "stopped before it had started");
    return 0;
  } catch (const std::exception& error) {
    log.error("host", "the host cannot start: " + with_advice(error));
    return 1;
  }
  service_manager::ready(listening);

  const bool asked = requests.wait_for_stop();
  if (!asked) log.error("host", "the embedded PostgreSQL has ended; the host stops");
  service_manager::stopping("Finishing what runs", host.stop_limit());
  const bool clean = host.stop([&] { return requests.hurry(); });
  log.info("host", "stopped");
  if (!clean) {
    log.flush(last_lines);
    std::_Exit(1);
  }
  return asked ? 0 : 1;
}

}  // namespace

Command run_command() {
  return {
      "run",
      "Runs the host until SIGTERM or Ctrl-C.",
      "It is ready once it logs \"listening on URL\"; <data_dir>/host.json then names pid and URL. Systemd is told "
      "when\n"
      "it is ready, reloads and stops, and is pinged as its watchdog wants.\n"
      "SIGTERM, SIGINT: finishes what runs, for shutdown_grace at most, and ends; a second one hurries. Calls or a\n"
      "database that do not answer are given up ten seconds later; the exit status is then 1. A host that is starting\n"
      "ends within five seconds.\n"
      "SIGHUP: reads the config file again; what is wrong with it is logged, and nothing changes then.",
      {},
      {},
      &run};
}

}  // namespace kongflow::host::cli
