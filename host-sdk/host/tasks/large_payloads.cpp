#include "host/tasks/large_payloads.h"

#include <algorithm>

#include "host/config/units.h"
#include "host/queue/task_takes.h"

namespace kongflow::host {
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "tasks";

// Libpq never shrinks the buffer of a connection.
constexpr std::uint64_t kMostBuffered_bytes = std::uint64_t{4} * 1024 * 1024;

// Reserved before the size is known, so that most payloads need one round trip.
constexpr std::uint64_t kFirstReservation_bytes = std::uint64_t{64} * 1024;

constexpr std::chrono::milliseconds kLongestWait = 5s;
constexpr std::chrono::milliseconds kShortestDelay = 1s;
constexpr std::chrono::milliseconds kLongestDelay = 60s;
constexpr std::chrono::milliseconds kDelayStep = 10ms;
constexpr std::chrono::milliseconds kProblemLasts = 30s;
constexpr std::chrono::milliseconds kLogInterval = 60s;

}  // namespace

LargePayloads::LargePayloads(std::string connection_string, const TaskSettings& settings, Log& log)
    : connection_string_(std::move(connection_string)),
      most_bytes_(settings.payload_memory_bytes),
      most_waiting_(settings.concurrency / 2),
      log_(log),
      memory_(settings.payload_memory_bytes) {}

LargePayloads::Answer LargePayloads::read(const std::string& task_id) {
  std::uint64_t needed = std::min(kFirstReservation_bytes, most_bytes_);
  try {
    for (;;) {
      auto memory = wait_for_room(task_id, needed);
      if (stopped_) return {};
      if (memory == nullptr) return try_later();
      postgres::Rows rows = fetch(task_id, needed);
      if (rows.empty()) return {};
      if (!rows.is_null(0, 0)) return {Payload(std::move(memory), std::move(rows)), std::nullopt};
      needed = static_cast<std::uint64_t>(rows.integer(0, 1));
      if (needed > most_bytes_)
        throw UnreadablePayload("The payload has " + std::to_string(needed) + " bytes; tasks.payload_memory allows " +
                                format_size(static_cast<std::int64_t>(most_bytes_)) + ".");
    }
  } catch (const postgres::Error& error) {
    failed(error);
    return try_later();
  }
}

// Null: no room in time, or stop() was called.
ByteBudget::Reservation LargePayloads::wait_for_room(const std::string& task_id, std::uint64_t bytes) {
  // A share of its own for each task: only the total is limited.
  auto memory = memory_.try_reserve(task_id, bytes);
  if (memory != nullptr) return memory;
  if (++waiting_ <= most_waiting_)
    memory = memory_.reserve(task_id, bytes, Clock::now() + kLongestWait, [this] { return stopped_.load(); });
  --waiting_;
  return memory;
}

// A connection may have died while it was idle. When it dies twice although the server accepts another one, the payload
// is what kills it.
postgres::Rows LargePayloads::fetch(const std::string& task_id, std::uint64_t most_bytes) {
  constexpr int kAttempts = 2;
  const std::lock_guard lock(connection_mutex_);
  for (int attempt = 1;; ++attempt) {
    if (!connection_) connection_.emplace(postgres::Connection::open(connection_string_));
    try {
      postgres::Rows rows = task_store::payload_up_to(*connection_, task_id, most_bytes);
      if (!rows.empty() && rows.view(0, 0).size() > kMostBuffered_bytes) connection_.reset();
      succeeded();
      return rows;
    } catch (const postgres::Error& error) {
      const bool lost = error.connection_lost();
      if (lost) connection_.reset();
      if ((lost && attempt == kAttempts) || task_store::unreadable_payload(error))
        throw UnreadablePayload(std::string("The payload cannot be read: ") + error.what() + ".");
      if (!lost) throw;
    }
  }
}

LargePayloads::Answer LargePayloads::try_later() {
  const std::lock_guard lock(mutex_);
  const auto now = Clock::now();
  next_retry_ = std::clamp(next_retry_ + kDelayStep, now + kShortestDelay, now + kLongestDelay);
  return {std::nullopt, std::chrono::ceil<std::chrono::milliseconds>(next_retry_ - now)};
}

void LargePayloads::failed(const postgres::Error& error) {
  const std::lock_guard lock(mutex_);
  failed_at_ = Clock::now();
  if (error_.empty() || failed_at_ - logged_at_ >= kLogInterval) {
    logged_at_ = failed_at_;
    log_.warning(kComponent, "Large payloads cannot be read; the host gives their tasks back and retries them",
                 {{"error", error.what()}});
  }
  error_ = error.what();
}

void LargePayloads::succeeded() {
  const std::lock_guard lock(mutex_);
  if (error_.empty()) return;
  error_.clear();
  log_.info(kComponent, "Large payloads can be read again");
}

std::optional<std::string> LargePayloads::problem() const {
  const std::lock_guard lock(mutex_);
  if (error_.empty() || Clock::now() - failed_at_ > kProblemLasts) return std::nullopt;
  return "Large payloads of tasks cannot be read: " + error_ + ".";
}

void LargePayloads::stop() {
  stopped_ = true;
}

}  // namespace kongflow::host
