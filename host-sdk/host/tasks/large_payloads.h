// Payloads that are too large to be taken from the queue along with their tasks.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "host/admission/byte_budget.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "postgres/connection.h"

namespace kongflow::host {

// The payload of one task cannot be read and is itself the reason; what() is a sentence.
struct UnreadablePayload : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads payloads when their tasks are about to run, and limits how many bytes of them are in memory at a time.
// Thread-safe.
class LargePayloads {
 public:
  // `log` outlives the object.
  LargePayloads(std::string connection_string, const TaskSettings& settings, Log& log);

  // Counts against the memory limit as long as the object lives.
  class Payload {
   public:
    Payload(ByteBudget::Reservation memory, postgres::Rows rows) : memory_(std::move(memory)), rows_(std::move(rows)) {}
    std::string_view text() const { return rows_.view(0, 0); }

   private:
    ByteBudget::Reservation memory_;
    postgres::Rows rows_;
  };

  struct Answer {
    std::optional<Payload> payload;
    std::optional<std::chrono::milliseconds> retry_after;  // set: postpone the task
  };

  // Waits up to five seconds while earlier payloads leave no room, on at most half of the threads for tasks. Sets
  // retry_after when there is no room or the database does not answer; these delays let at most 100 tasks a second come
  // back. Returns neither when the task is not in the queue any more or stop() was called. Throws UnreadablePayload.
  Answer read(const std::string& task_id);

  // Why payloads could not be read during the last 30 seconds: a sentence. A payload that was read since clears it.
  std::optional<std::string> problem() const;

  void stop();  // ends every wait, now and later

 private:
  using Clock = std::chrono::steady_clock;

  ByteBudget::Reservation wait_for_room(const std::string& task_id, std::uint64_t bytes);
  postgres::Rows fetch(const std::string& task_id, std::uint64_t most_bytes);
  Answer try_later();
  void failed(const postgres::Error& error);
  void succeeded();

  const std::string connection_string_;
  const std::uint64_t most_bytes_;
  const int most_waiting_;  // threads
  Log& log_;
  ByteBudget memory_;
  std::atomic<int> waiting_{0};  // threads
  std::atomic<bool> stopped_{false};

  std::mutex connection_mutex_;
  std::optional<postgres::Connection> connection_;  // protected by connection_mutex_

  mutable std::mutex mutex_;
  // Protected by mutex_:
  Clock::time_point next_retry_;
  std::string error_;  // empty: the last read succeeded
  Clock::time_point failed_at_;
  Clock::time_point logged_at_;
};

}  // namespace kongflow::host
