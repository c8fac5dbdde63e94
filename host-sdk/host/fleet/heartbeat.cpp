#include "host/fleet/heartbeat.h"

#include <unistd.h>

#include <boost/asio/ip/host_name.hpp>
#include <chrono>
#include <utility>

#include "host/base/start_thread.h"
#include "host/base/version.h"
#include "host/fleet/lease.h"

namespace kongflow::host {
namespace {

constexpr std::chrono::seconds kInterval{1};
constexpr std::chrono::seconds kConnectTimeout{2};
constexpr unsigned kBeatsPerMinuteRow = 10;
constexpr unsigned kBeatsPerReplace = 10;
constexpr unsigned kBeatsPerPrune = 60;

// The rows are not important enough to wait for the disk.
constexpr char kPrepareSql[] = "set synchronous_commit = off; set statement_timeout = '5s'";

}  // namespace

Heartbeat::Heartbeat(std::string connection_string, const prometheus::Registry& registry, Log& log)
    : connection_string_(std::move(connection_string)), registry_(registry), log_(log) {}

Heartbeat::~Heartbeat() {
  stop();
}

void Heartbeat::start(const std::string& id, const std::string& url, Events events) {
  self_.id = id;
  self_.name = boost::asio::ip::host_name();
  self_.version = kProgramVersion;
  self_.url = url;
  self_.pid = getpid();
  events_ = std::move(events);
  {
    const std::lock_guard lock(mutex_);
    id_ = id;
    written_at_ = std::chrono::steady_clock::now();
  }
  thread_ = start_thread([this] { work(); });
}

std::string Heartbeat::id() const {
  const std::lock_guard lock(mutex_);
  return id_;
}

std::optional<std::string> Heartbeat::problem() const {
  const std::lock_guard lock(mutex_);
  const auto silent = std::chrono::steady_clock::now() - written_at_;
  if (silent < Lease::term) return std::nullopt;
  return "The host's heartbeat was last written " +
         std::to_string(std::chrono::duration_cast<std::chrono::seconds>(silent).count()) +
         " s ago, so other hosts may take over its tasks" + (error_.empty() ? "." : ": " + error_ + ".");
}

void Heartbeat::beat_now() {
  {
    const std::lock_guard lock(mutex_);
    beat_requested_ = true;
  }
  changed_.notify_one();
}

void Heartbeat::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool Heartbeat::wait() {
  std::unique_lock lock(mutex_);
  changed_.wait_for(lock, kInterval, [this] { return stopping_ || beat_requested_; });
  beat_requested_ = false;
  return !stopping_;
}

void Heartbeat::work() {
  do {
    try {
      beat();
      failing_ = false;
    } catch (const postgres::Error& error) {
      {
        const std::lock_guard lock(mutex_);
        error_ = error.what();
      }
      if (!std::exchange(failing_, true))
        log_.warning("fleet", "The host cannot write its heartbeat", {{"error", error.what()}});
      connection_.reset();
    }
  } while (wait());
  leave();
}

void Heartbeat::beat() {
  if (!connection_) {
    connection_.emplace(postgres::Connection::open(connection_string_, kConnectTimeout, Lease::term));
    connection_->execute_script(kPrepareSql);
  }
  const HostActivity activity = read_activity(registry_);
  self_.tasks_running = activity.tasks_running;
  self_.http_in_flight = activity.http_in_flight;
  const auto sent_at = std::chrono::steady_clock::now();
  const bool draining = host_store::beat(*connection_, self_);
  {
    const std::lock_guard lock(mutex_);
    written_at_ = sent_at;
    error_.clear();
  }
  events_.written(sent_at);
  if (std::exchange(draining_, draining) != draining) events_.drain(draining);
  if (beats_ % kBeatsPerReplace == 0) host_store::replace_dead(*connection_, self_);
  if (beats_ % kBeatsPerMinuteRow == 0) meter_.write(*connection_, self_.id, activity);
  if (beats_ % kBeatsPerPrune == 0) {
    host_store::prune(*connection_);
    minute_store::prune(*connection_);
  }
  ++beats_;
}

void Heartbeat::leave() {
  if (!connection_) return;
  try {
    meter_.write(*connection_, self_.id, read_activity(registry_));
    host_store::remove(*connection_, self_.id);
  } catch (const postgres::Error&) {
    // The row is then removed like the row of a dead host.
  }
  connection_.reset();
}

}  // namespace kongflow::host
