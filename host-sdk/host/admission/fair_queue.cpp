#include "host/admission/fair_queue.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace kongflow::host {
namespace {

constexpr std::size_t kInteractive = 0;
constexpr std::size_t kBackground = 1;

std::size_t index_of(Urgency urgency) {
  return urgency == Urgency::interactive ? kInteractive : kBackground;
}

int background_limit(int limit) {
  return std::max(1, limit - limit / 4);
}

}  // namespace

bool FairQueue::LeastServed::operator()(const Share* one, const Share* other) const {
  return std::forward_as_tuple(one->total(), one->last_start, one->name) <
         std::forward_as_tuple(other->total(), other->last_start, other->name);
}

bool FairQueue::may_start(const Share& share, std::size_t urgency) const {
  if (share.waiting[urgency].empty() || share.total() >= share.limit) return false;
  return urgency == kInteractive || share.running[kBackground] < background_limit(share.limit);
}

void FairQueue::detach(Share& share) {
  for (auto& ready : ready_) ready.erase(&share);
}

void FairQueue::attach(Share& share) {
  if (share.idle()) {
    shares_.erase(std::string(share.name));
    return;
  }
  for (const std::size_t urgency : {kInteractive, kBackground})
    if (may_start(share, urgency)) ready_[urgency].insert(&share);
}

FairQueue::Verdict FairQueue::add(const std::string& name, Urgency urgency, Job job, int running_limit) {
  if (waiting_[index_of(urgency)] >= limits_.waiting) return Verdict::full;
  if (room(name, urgency) == 0) return Verdict::share_full;
  auto& share = shares_[name];
  if (!share) {
    share = std::make_unique<Share>();
    share->name = name;
    share->limit = limits_.running_per_share;
    share->last_start = ++starts_;  // served after the shares that are already waiting
  }
  detach(*share);
  if (running_limit > 0) share->limit = running_limit;
  share->waiting[index_of(urgency)].push_back({++added_, std::move(job)});
  ++waiting_[index_of(urgency)];
  attach(*share);
  return Verdict::accepted;
}

std::optional<FairQueue::Started> FairQueue::start() {
  if (running() >= limits_.running) return std::nullopt;
  const bool background = running_[kBackground] < background_limit(limits_.running) && !ready_[kBackground].empty();
  std::size_t urgency = kInteractive;
  if (ready_[kInteractive].empty()) {
    if (!background) return std::nullopt;
    urgency = kBackground;
  } else if (background && LeastServed()(*ready_[kBackground].begin(), *ready_[kInteractive].begin())) {
    urgency = kBackground;
  }
  Share& share = **ready_[urgency].begin();
  detach(share);
  Waiting& first = share.waiting[urgency].front();
  Started started{&share, urgency == kInteractive ? Urgency::interactive : Urgency::background, first.id,
                  std::move(first.job)};
  share.waiting[urgency].pop_front();
  share.last_start = ++starts_;
  ++share.running[urgency];
  ++running_[urgency];
  --waiting_[urgency];
  attach(share);
  return started;
}

void FairQueue::finish(const Started& started) {
  const std::size_t urgency = index_of(started.urgency);
  Share& share = *started.share;
  detach(share);
  --share.running[urgency];
  --running_[urgency];
  attach(share);
}

void FairQueue::undo_start(Started started) {
  const std::size_t urgency = index_of(started.urgency);
  Share& share = *started.share;
  detach(share);
  share.waiting[urgency].push_front({started.id, std::move(started.job)});
  ++waiting_[urgency];
  --share.running[urgency];
  --running_[urgency];
  attach(share);
}

bool FairQueue::undo_add(const std::string& name, Urgency urgency) {
  const auto found = shares_.find(name);
  if (found == shares_.end()) return false;
  Share& share = *found->second;
  auto& waiting = share.waiting[index_of(urgency)];
  if (waiting.empty() || waiting.back().id != added_) return false;
  detach(share);
  waiting.pop_back();
  --waiting_[index_of(urgency)];
  attach(share);
  return true;
}

std::vector<FairQueue::Job> FairQueue::withdraw(Urgency urgency) {
  const std::size_t index = index_of(urgency);
  std::vector<Job> jobs;
  std::vector<Share*> all;
  all.reserve(shares_.size());
  for (const auto& [name, share] : shares_) all.push_back(share.get());
  for (Share* share : all) {
    detach(*share);
    auto& waiting = share->waiting[index];
    waiting_[index] -= static_cast<int>(waiting.size());
    for (Waiting& one : waiting) jobs.push_back(std::move(one.job));
    waiting.clear();
    attach(*share);
  }
  return jobs;
}

int FairQueue::room(const std::string& name, Urgency urgency) const {
  const auto found = shares_.find(name);
  const int waiting = found == shares_.end() ? 0 : static_cast<int>(found->second->waiting[index_of(urgency)].size());
  return std::max(0, std::min(limits_.waiting_per_share - waiting, limits_.waiting - waiting_[index_of(urgency)]));
}

std::vector<FairQueue::Load> FairQueue::loads() const {
  std::vector<Load> loads;
  loads.reserve(shares_.size());
  for (const auto& [name, share] : shares_)
    loads.push_back({name, share->total(), static_cast<int>(share->waiting[0].size() + share->waiting[1].size())});
  return loads;
}

}  // namespace kongflow::host
