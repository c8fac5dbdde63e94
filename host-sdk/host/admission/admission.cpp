#include "host/admission/admission.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kongflow::host {
namespace {

constexpr std::chrono::minutes kQuiet{1};
constexpr int kWaitingPerShare = 4 * Admission::kCallsPerShare;

prometheus::Counter& counter(prometheus::Registry& registry, const char* reason) {
  return prometheus::BuildCounter()
      .Name("kongflow_admission_rejected_total")
      .Help("Rejected requests and tasks, by the limit that was reached: share or host.")
      .Register(registry)
      .Add({{"limit", reason}});
}

}  // namespace

std::string address_share(const std::string& remote_address) {
  return "address " + remote_address;
}

Admission::Admission(const AdmissionSettings& settings, prometheus::Registry& registry)
    : rejected_for_share_(counter(registry, "share")),
      rejected_for_platform_(counter(registry, "host")),
      bodies_(settings.body_bytes),
      calls_({settings.calls, kCallsPerShare, 2 * settings.calls, kWaitingPerShare}) {}

void Admission::rejected(const std::string& share, bool share_full) {
  (share_full ? rejected_for_share_ : rejected_for_platform_).Increment();
  if (!share_full) return;
  const auto now = Clock::now();
  const std::lock_guard lock(mutex_);
  if (rejections_.size() >= kMaxRejected && rejections_.count(share) == 0) {
    erase_quiet(now);
    if (rejections_.size() >= kMaxRejected) return;
  }
  auto& own = rejections_[share];
  if (now - own.last > kQuiet) own.count = 0;
  ++own.count;
  own.last = now;
}

void Admission::erase_quiet(Clock::time_point now) {
  for (auto at = rejections_.begin(); at != rejections_.end();)
    at = now - at->second.last > kQuiet ? rejections_.erase(at) : std::next(at);
}

void Admission::set_deferred(std::map<std::string, std::size_t> by_share) {
  const std::lock_guard lock(mutex_);
  deferred_ = std::move(by_share);
}

std::vector<Admission::Use> Admission::busiest(std::size_t limit) const {
  std::map<std::string, Use> by_share;
  for (const auto& load : calls_.loads()) {
    Use& use = by_share[load.share];
    use.running = load.running;
    use.waiting = load.waiting;
  }
  for (const auto& usage : bodies_.usage()) by_share[usage.share].bytes = usage.bytes;
  {
    const auto now = Clock::now();
    const std::lock_guard lock(mutex_);
    for (const auto& [share, queues] : deferred_) by_share[share].deferred = queues;
    for (const auto& [share, rejections] : rejections_)
      if (now - rejections.last <= kQuiet) by_share[share].rejected = rejections.count;
  }
  std::vector<Use> uses;
  uses.reserve(by_share.size());
  for (auto& [share, use] : by_share) {
    use.share = share;
    uses.push_back(std::move(use));
  }
  const auto busier = [](const Use& one, const Use& other) {
    return std::tie(one.rejected, one.deferred, one.waiting, one.running, one.bytes) >
           std::tie(other.rejected, other.deferred, other.waiting, other.running, other.bytes);
  };
  const auto end = uses.begin() + static_cast<std::ptrdiff_t>(std::min(limit, uses.size()));
  std::partial_sort(uses.begin(), end, uses.end(), busier);
  uses.erase(end, uses.end());
  return uses;
}

}  // namespace kongflow::host
