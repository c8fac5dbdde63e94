// Keeps exchanges alive while a handler may use them.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "host/http/exchange.h"

namespace kongflow::host {

// Thread-safe. Plugins hold raw pointers, so an exchange lives until its handler has completed it, even after the
// client has disconnected. The last kMaxAnswered completed exchanges live longer, so that a second completion is
// rejected and does not access freed memory.
class ExchangeTable {
 public:
  std::shared_ptr<kf_exchange> add(std::string id, kf_call::Clock::time_point deadline, kf_exchange::Answer answer);
  // Cancels the calls of all exchanges that are not completed.
  void cancel();

 private:
  static constexpr std::size_t kMaxAnswered = 1024;

  void settle(kf_exchange& exchange);

  std::mutex mutex_;
  std::unordered_map<kf_exchange*, std::shared_ptr<kf_exchange>> open_;
  std::deque<std::shared_ptr<kf_exchange>> answered_;
};

}  // namespace kongflow::host
