#include "host/tasks/queue_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "host/base/start_thread.h"
#include "host/queue/queue_schema.h"
#include "host/queue/task_store.h"

namespace kongflow::host {
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "tasks";

// Keepalives, so that the server notices a dead remote host within a minute and drops its presence.
constexpr char kListen[] = R"(
set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3;
set jit = off; set statement_timeout = '20s';
listen "worker:migrate")";

constexpr std::chrono::milliseconds kStatementTimeout = 20s;  // as above

// A chore takes at most a fiftieth of the time.
constexpr int kRest = 50;

std::set<std::string> in_both(const std::set<std::string>& one, const std::set<std::string>& other) {
  std::set<std::string> both;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::inserter(both, both.end()));
  return both;
}

}  // namespace

QueueWatch::QueueWatch(std::string connection_string, std::vector<std::string> identifiers, TaskMetrics& metrics,
                       Log& log, Events events)
    : connection_string_(std::move(connection_string)),
      identifiers_(std::move(identifiers)),
      metrics_(metrics),
      log_(log),
      events_(std::move(events)),
      stop_event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (stop_event_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  const auto now = Clock::now();
  chores_ = {{1s, &QueueWatch::keep_presence, now},
             {2s, &QueueWatch::release_silent, now},
             {2s, &QueueWatch::release_absent, now},
             {10min, &QueueWatch::release_stale, now},
             {15s, &QueueWatch::measure_depth, now}};
}

QueueWatch::~QueueWatch() {
  stop();
  ::close(stop_event_);
}

std::string QueueWatch::start() {
  connect();
  while (!present_) {
    presence_.renew();
    present_ = presence_.take(*connection_);
  }
  thread_ = start_thread([this] { work(); });
  return presence_.worker();
}

void QueueWatch::stop() {
  if (!thread_.joinable()) return;
  ::eventfd_write(stop_event_, 1);
  thread_.join();
  connection_.reset();
}

void QueueWatch::connect() {
  connection_.emplace(
      postgres::Connection::open(connection_string_, 10s, kStatementTimeout + postgres::statement_limit_margin));
  connection_->execute_script(kListen);
  present_ = presence_.take(*connection_);
}

void QueueWatch::work() {
  eventfd_t stopped = 0;
  while (::eventfd_read(stop_event_, &stopped) != 0) {
    try {
      if (!connection_) {
        connect();
        log_.info(kComponent, "Connected to the database again");
        refuse_if_incompatible();
      }
      listen();
    } catch (const postgres::Error& error) {
      if (!backoff_.failing())
        log_.warning(kComponent, "The database is away; trying until it is back", {{"error", error.what()}});
      connection_.reset();
      metrics_.forget_depth();
      silent_.clear();
      absent_.clear();
      wait(backoff_.next());
    }
  }
}

void QueueWatch::listen() {
  run_due_chores();
  handle_notifications();
  backoff_.reset();
  auto next = Clock::now() + 1h;
  for (const auto& chore : chores_) next = std::min(next, chore.due);
  wait(std::max(1ms, std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now())));
}

// Until something happens on the connection, or stop() is called.
void QueueWatch::wait(std::chrono::milliseconds limit) {
  std::array<pollfd, 2> events = {{{stop_event_, POLLIN, 0}, {-1, POLLIN, 0}}};
  if (connection_) events[1].fd = ::PQsocket(connection_->native());
  ::poll(events.data(), events.size(), static_cast<int>(limit.count()));
}

void QueueWatch::handle_notifications() {
  if (!connection_->notified_channels().empty()) refuse_if_incompatible();
}

void QueueWatch::refuse_if_incompatible() {
  if (const auto reason = QueueSchema(*connection_).not_ready()) events_.incompatible(*reason);
}

void QueueWatch::run_due_chores() {
  for (auto& chore : chores_) {
    const auto begin = Clock::now();
    if (chore.due > begin) continue;
    run(chore);
    const auto end = Clock::now();
    chore.due = end + std::max<Clock::duration>(chore.interval, (end - begin) * kRest);
  }
}

// What the database refuses to one of them does not hold up the others, or the news of tasks.
void QueueWatch::run(Chore& chore) {
  try {
    (this->*chore.run)();
    chore.failing = false;
  } catch (const postgres::Error& error) {
    if (error.connection_lost()) throw;
    if (chore.run == &QueueWatch::measure_depth) metrics_.forget_depth();
    if (!std::exchange(chore.failing, true))
      log_.warning(kComponent, "A routine statement on the queue failed; it will be retried",
                   {{"error", error.what()}});
  }
}

// After a reconnect the server may hold the old session, and with it the lock, for a while.
void QueueWatch::keep_presence() {
  if (!present_) present_ = presence_.take(*connection_);
}

void QueueWatch::release_silent() {
  const auto before = std::exchange(silent_, presence_.silent(*connection_));
  const auto gone = in_both(before, silent_);
  for (const auto& worker : gone)
    if (released_.count(worker) == 0) release(worker);
  released_ = gone;
}

// Those without a row, and what a silent one locked after it was released: a statement of its may have been on its way.
void QueueWatch::release_absent() {
  const auto before = std::exchange(absent_, presence_.absent(*connection_));
  for (const auto& worker : in_both(before, absent_)) release(worker);
}

void QueueWatch::release(const std::string& worker) {
  if (task_store::release_locks_of(*connection_, worker) == 0) return;
  log_.warning(kComponent, "Released the tasks of a dead host", {{"worker", worker}});
  events_.tasks();
}

void QueueWatch::release_stale() {
  task_store::release_stale_locks(*connection_);
}

void QueueWatch::measure_depth() {
  metrics_.set_depth(task_store::depth(*connection_, identifiers_));
}

}  // namespace kongflow::host
