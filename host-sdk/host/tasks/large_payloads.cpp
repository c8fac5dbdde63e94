#include "host/tasks/large_payloads.h"

#include "host/config/units.h"

namespace kongflow::host {
namespace {

// Libpq never shrinks the buffer of a connection.
constexpr std::uint64_t kMostBuffered_bytes = std::uint64_t{4} * 1024 * 1024;

// OFFSET 0 keeps the planner from decompressing the payload once for each use.
constexpr char kRead[] = R"(
select case when octet_length(text) <= $2::bigint then text end, octet_length(text)
from (select payload::text as text from graphile_worker._private_jobs where id = $1 offset 0) as job)";

}  // namespace

LargePayloads::LargePayloads(std::string connection_string, std::uint64_t most_bytes)
    : connection_string_(std::move(connection_string)), most_bytes_(most_bytes) {}

LargePayloads::Payload::~Payload() {
  if (owner_ != nullptr) owner_->release(text().size());
}

std::optional<LargePayloads::Payload> LargePayloads::read(const std::string& task_id) {
  const std::lock_guard turn(turn_);
  std::uint64_t needed = 1;
  while (const auto room = wait_for_room(needed)) {
    postgres::Rows rows = fetch(task_id, *room);
    if (rows.empty()) return std::nullopt;
    needed = static_cast<std::uint64_t>(rows.integer(0, 1));
    if (needed > kMostBuffered_bytes) connection_.reset();
    if (!rows.is_null(0, 0)) {
      const std::lock_guard lock(mutex_);
      used_bytes_ += needed;
      return Payload(*this, std::move(rows));
    }
    if (needed > most_bytes_)
      throw UnreadablePayload("The payload has " + std::to_string(needed) + " bytes; tasks.payload_memory allows " +
                              format_size(static_cast<std::int64_t>(most_bytes_)) + ".");
  }
  return std::nullopt;
}

void LargePayloads::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  changed_.notify_all();
}

// How many bytes may be read; nullopt after stop().
std::optional<std::uint64_t> LargePayloads::wait_for_room(std::uint64_t bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || used_bytes_ + bytes <= most_bytes_; });
  if (stopped_) return std::nullopt;
  return most_bytes_ - used_bytes_;
}

// A connection may have died while it was idle. When it dies twice although the server accepts another one, the payload
// is what kills it.
postgres::Rows LargePayloads::fetch(const std::string& task_id, std::uint64_t most_bytes) {
  constexpr int kAttempts = 2;
  for (int attempt = 1;; ++attempt) {
    if (!connection_) connection_.emplace(postgres::Connection::open(connection_string_));
    try {
      return connection_->execute(kRead, {task_id, std::to_string(most_bytes)});
    } catch (const postgres::Error& error) {
      if (error.connection_lost()) connection_.reset();
      if (!error.connection_lost() || attempt == kAttempts)
        throw UnreadablePayload(std::string("The payload cannot be read: ") + error.what() + ".");
    }
  }
}

void LargePayloads::release(std::uint64_t bytes) {
  {
    const std::lock_guard lock(mutex_);
    used_bytes_ -= bytes;
  }
  changed_.notify_all();
}

}  // namespace kongflow::host
