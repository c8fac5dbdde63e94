#include "host/console/event_hub.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace {

constexpr std::chrono::seconds tick{2};
constexpr std::chrono::seconds comment_interval{15};

}  // namespace

EventHub::EventHub(std::vector<Topic> topics, Log& log)
    : topics_(std::move(topics)), log_(log), thread_(start_thread([this] { work(); })) {}

EventHub::~EventHub() {
  stop();
}

bool EventHub::knows(const std::string& topic) const {
  return std::any_of(topics_.begin(), topics_.end(), [&](const Topic& known) { return known.name == topic; });
}

bool EventHub::full() const {
  const std::lock_guard lock(mutex_);
  return viewers_.size() >= most_viewers;
}

void EventHub::add(std::shared_ptr<EventStream> stream, const std::set<std::string>& topics,
                   std::function<bool()> may_look) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || viewers_.size() >= most_viewers) return stream->close();
    Viewer viewer{std::move(stream), std::move(may_look), {}};
    for (const auto& topic : topics) viewer.seen[topic] = nullptr;
    viewers_.push_back(std::move(viewer));
    newcomers_ = true;
  }
  changed_.notify_one();
}

void EventHub::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
  std::vector<Viewer> viewers;
  {
    const std::lock_guard lock(mutex_);
    viewers.swap(viewers_);
  }
  for (const auto& viewer : viewers) viewer.stream->close();
}

void EventHub::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const auto woken = [this] { return stopping_ || newcomers_; };
    if (viewers_.empty())
      changed_.wait(lock, woken);
    else
      changed_.wait_until(lock, ask_at_, woken);
    if (stopping_) return;
    newcomers_ = false;
    const auto wanted = this->wanted();
    const bool unasked = !std::includes(asked_.begin(), asked_.end(), wanted.begin(), wanted.end());
    if (Clock::now() >= ask_at_ || unasked) {
      ask_at_ = Clock::now() + tick;
      asked_ = wanted;
      lock.unlock();
      ask(wanted);
      lock.lock();
    }
    send();
  }
}

std::set<std::string> EventHub::wanted() const {
  std::set<std::string> topics;
  for (const auto& viewer : viewers_)
    for (const auto& [topic, seen] : viewer.seen) topics.insert(topic);
  return topics;
}

void EventHub::ask(const std::set<std::string>& wanted) {
  bool failed = false;
  for (const Topic& topic : topics_) {
    if (wanted.count(topic.name) == 0) continue;
    try {
      std::string text = topic.read();
      const std::lock_guard lock(mutex_);
      Text& latest = latest_[topic.name];
      if (!text.empty() && (latest == nullptr || *latest != text))
        latest = std::make_shared<const std::string>(std::move(text));
    } catch (const std::exception& error) {
      failed = true;
      if (!failing_) log_.warning("console", "what viewers look at cannot be read", {{"error", error.what()}});
    }
  }
  failing_ = failed;
}

void EventHub::send() {
  const bool comment = Clock::now() >= comment_at_;
  if (comment) comment_at_ = Clock::now() + comment_interval;
  for (auto& viewer : viewers_) {
    if (!viewer.may_look()) viewer.stream->close();
    for (auto& [topic, seen] : viewer.seen) {
      const auto latest = latest_.find(topic);
      if (latest == latest_.end() || latest->second == seen) continue;
      seen = latest->second;
      viewer.stream->send(topic, *seen);
    }
    if (comment) viewer.stream->comment();
  }
  viewers_.erase(
      std::remove_if(viewers_.begin(), viewers_.end(), [](const Viewer& viewer) { return !viewer.stream->open(); }),
      viewers_.end());
  if (!viewers_.empty()) return;
  latest_.clear();
  asked_.clear();
}

}  // namespace kongflow::host
