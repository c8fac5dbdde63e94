// Payloads that are too large to be taken from the queue along with their tasks.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "postgres/connection.h"

namespace kongflow::host {

// The payload of one task cannot be read, now or ever; what() is a sentence.
struct UnreadablePayload : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Reads payloads one after the other, when their tasks are about to run, and limits how many bytes of them are in
// memory at a time. Thread-safe.
class LargePayloads {
 public:
  LargePayloads(std::string connection_string, std::uint64_t most_bytes);

  // In memory as long as the object lives, which the reader outlives.
  class Payload {
   public:
    Payload(LargePayloads& owner, postgres::Rows rows) : owner_(&owner), rows_(std::move(rows)) {}
    Payload(Payload&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)), rows_(std::move(other.rows_)) {}
    Payload& operator=(Payload&&) = delete;
    ~Payload();
    std::string_view text() const { return rows_.view(0, 0); }

   private:
    LargePayloads* owner_;
    postgres::Rows rows_;
  };

  // Waits until earlier payloads leave room. nullopt: the task is not in the queue any more, or stop() was called.
  // Throws UnreadablePayload when this payload is at fault, and postgres::Error when the database cannot be reached.
  std::optional<Payload> read(const std::string& task_id);

  void stop();  // ends every wait, now and later

 private:
  std::optional<std::uint64_t> wait_for_room(std::uint64_t bytes);
  postgres::Rows fetch(const std::string& task_id, std::uint64_t most_bytes);
  void release(std::uint64_t bytes);

  const std::string connection_string_;
  const std::uint64_t most_bytes_;

  std::mutex turn_;  // held by the one who reads, also while it waits for room, so that nobody overtakes it
  std::optional<postgres::Connection> connection_;  // protected by turn_

  std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::uint64_t used_bytes_ = 0;
  bool stopped_ = false;
};

}  // namespace kongflow::host
