#include "host/http/exchange_table.h"

#include <utility>

namespace kongflow::host {

std::shared_ptr<kf_exchange> ExchangeTable::add(std::string id, kf_call::Clock::time_point deadline,
                                                kf_exchange::Answer answer) {
  auto exchange = std::make_shared<kf_exchange>(std::move(id), deadline, std::move(answer),
                                                [this](kf_exchange& settled) { settle(settled); });
  const std::lock_guard lock(mutex_);
  open_.emplace(exchange.get(), exchange);
  return exchange;
}

void ExchangeTable::cancel() {
  const std::lock_guard lock(mutex_);
  for (const auto& entry : open_) entry.second->call().cancel();
}

void ExchangeTable::settle(kf_exchange& exchange) {
  std::shared_ptr<kf_exchange> oldest;  // freed outside the lock
  const std::lock_guard lock(mutex_);
  const auto found = open_.find(&exchange);
  answered_.push_back(std::move(found->second));
  open_.erase(found);
  if (answered_.size() <= kMaxAnswered) return;
  oldest = std::move(answered_.front());
  answered_.pop_front();
}

}  // namespace kongflow::host
