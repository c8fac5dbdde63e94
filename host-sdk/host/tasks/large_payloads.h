// Reads payloads that are too large to be read together with their tasks.
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

// The payload of one task is itself the reason why it cannot be read; what() is a sentence.
struct UnreadablePayload : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads payloads just before their tasks run and limits their total memory. Thread-safe.
class LargePayloads {
 public:
  // `log` outlives the object.
  LargePayloads(std::string connection_string, const TaskSettings& settings, Log& log);

  // Counts towards the memory limit during its lifetime.
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

  // Waits up to five seconds for memory, on at most half of the task threads. Sets retry_after when there is no memory
  // or the database is not available; the delays limit retries to 100 tasks a second. Returns neither a payload nor
  // retry_after when the task is no longer in the queue or stop() was called. Throws UnreadablePayload.
  Answer read(const std::string& task_id);

  // The reason why payloads could not be read during the last 30 seconds, a sentence. A later successful read clears
  // it.
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
