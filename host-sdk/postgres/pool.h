// A bounded pool of connections, or of objects that own a connection.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "postgres/connection.h"

namespace kongflow::postgres {

// False when the server has closed the idle connection. No round trip.
bool alive(PGconn* connection);

// Thread-safe. Opens at most `size` sessions, on demand and without holding the lock. Discards returned sessions that
// are broken or inside a transaction. Must outlive its leases.
template <typename Session>
class Pool {
 public:
  // `open` creates a session or throws; `native` returns its connection. acquire() blocks for at most `patience`.
  Pool(int size, std::chrono::milliseconds patience, std::function<std::unique_ptr<Session>()> open,
       std::function<PGconn*(Session&)> native)
      : size_(size), patience_(patience), open_(std::move(open)), native_(std::move(native)) {}

  class Lease {
   public:
    Lease(Pool& pool, std::unique_ptr<Session> session) : pool_(&pool), session_(std::move(session)) {}
    Lease(Lease&&) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (session_) pool_->give_back(std::move(session_));
    }
    Session& session() const { return *session_; }
    PGconn* native() const { return pool_->native_(*session_); }

   private:
    Pool* pool_;
    std::unique_ptr<Session> session_;
  };

  // Throws the errors of `open`, and Error 53300 when all sessions are still in use after `patience`.
  Lease acquire() {
    std::unique_ptr<Session> session = take();
    if (session && alive(native_(*session))) return Lease(*this, std::move(session));
    try {
      session.reset();
      return Lease(*this, open_());
    } catch (...) {
      release_slot();
      throw;
    }
  }

 private:
  // Takes a slot of the pool, with its idle session if there is one.
  std::unique_ptr<Session> take() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience_, [this] { return in_use_ < size_; }))
      throw Error("All " + std::to_string(size_) + " database connections are in use", "53300");
    ++in_use_;
    if (idle_.empty()) return nullptr;
    std::unique_ptr<Session> session = std::move(idle_.back());
    idle_.pop_back();
    return session;
  }

  void give_back(std::unique_ptr<Session> session) noexcept {
    PGconn* connection = native_(*session);
    if (PQstatus(connection) != CONNECTION_OK || PQtransactionStatus(connection) != PQTRANS_IDLE) session.reset();
    {
      const std::lock_guard lock(mutex_);
      if (session) idle_.push_back(std::move(session));
      --in_use_;
    }
    returned_.notify_one();
  }

  void release_slot() {
    {
      const std::lock_guard lock(mutex_);
      --in_use_;
    }
    returned_.notify_one();
  }

  const int size_;
  const std::chrono::milliseconds patience_;
  const std::function<std::unique_ptr<Session>()> open_;
  const std::function<PGconn*(Session&)> native_;
  std::mutex mutex_;
  std::condition_variable returned_;
  // Protected by mutex_.
  std::vector<std::unique_ptr<Session>> idle_;
  int in_use_ = 0;
};

}  // namespace kongflow::postgres
