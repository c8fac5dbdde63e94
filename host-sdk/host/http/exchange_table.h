// Keeps every exchange alive for as long as a handler may use it.
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "host/http/exchange.h"

namespace kongflow::host {

// Thread-safe. A plugin holds bare pointers, so an exchange stays until its handler has answered it, however long the
// client is gone by then; the latest answered ones stay a while longer, so that a second answer is refused instead of
// reaching freed memory.
class ExchangeTable {
 public:
  std::shared_ptr<kf_exchange> add(std::string id, kf_call::Clock::time_point deadline, kf_exchange::Answer answer);
  // Cancels the call of every exchange that its handler has not answered.
  void cancel();

 private:
  static constexpr std::size_t kept_answered = 1024;

  void settle(kf_exchange& exchange);

  std::mutex mutex_;
  std::unordered_map<kf_exchange*, std::shared_ptr<kf_exchange>> open_;
  std::deque<std::shared_ptr<kf_exchange>> answered_;
};

}  // namespace kongflow::host
