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

constexpr std::chrono::seconds interval{1};
constexpr std::chrono::seconds connect_timeout{2};
constexpr unsigned beats_a_minute_row = 10;
constexpr unsigned beats_a_replace = 10;
constexpr unsigned beats_a_prune = 60;

// What the rows say is not worth waiting for the disk.
constexpr char prepare[] = "set synchronous_commit = off; set statement_timeout = '5s'";

}  // namespace

Heartbeat::Heartbeat(std::string connection_string, const prometheus::Registry& registry, Log& log)
    : connection_string_(std::move(connection_string)), registry_(registry), log_(log) {}

Heartbeat::~Heartbeat() {
  stop();
}

void Heartbeat::start(const std::string& id, const std::string& url, Events events) {
  self_.id = id;
  self_.name = boost::asio::ip::host_name();
  self_.version = program_version;
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

void Heartbeat::hurry() {
  {
    const std::lock_guard lock(mutex_);
    hurrying_ = true;
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
  changed_.wait_for(lock, interval, [this] { return stopping_ || hurrying_; });
  hurrying_ = false;
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
        log_.warning("fleet", "The host cannot write that it is there", {{"error", error.what()}});
      connection_.reset();
    }
  } while (wait());
  leave();
}

void Heartbeat::beat() {
  if (!connection_) {
    connection_.emplace(postgres::Connection::open(connection_string_, connect_timeout, Lease::term));
    connection_->execute_script(prepare);
  }
  const HostActivity activity = read_activity(registry_);
  self_.tasks_running = activity.tasks_running;
  self_.http_in_flight = activity.http_in_flight;
  const auto asked = std::chrono::steady_clock::now();
  const bool draining = host_store::beat(*connection_, self_);
  {
    const std::lock_guard lock(mutex_);
    written_at_ = asked;
    error_.clear();
  }
  events_.heard(asked);
  if (std::exchange(draining_, draining) != draining) events_.drain(draining);
  if (beats_ % beats_a_replace == 0) host_store::replace_dead(*connection_, self_);
  if (beats_ % beats_a_minute_row == 0) meter_.write(*connection_, self_.id, activity);
  if (beats_ % beats_a_prune == 0) {
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
    // The row then goes as that of a host that died.
  }
  connection_.reset();
}

}  // namespace kongflow::host
