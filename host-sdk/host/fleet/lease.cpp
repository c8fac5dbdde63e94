#include "host/fleet/lease.h"

namespace kongflow::host {

void Lease::renew(Clock::time_point sent_at) {
  const std::lock_guard lock(mutex_);
  if (Clock::now() >= until_) unbroken_since_ = sent_at;
  until_ = sent_at + term;
}

bool Lease::valid() const {
  const std::lock_guard lock(mutex_);
  return Clock::now() < until_;
}

bool Lease::covers(Clock::time_point taken) const {
  const std::lock_guard lock(mutex_);
  return taken >= unbroken_since_ && Clock::now() < until_;
}

}  // namespace kongflow::host
