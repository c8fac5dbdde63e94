#include "host/console/event_hub.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace {

constexpr std::chrono::seconds kTick{2};
constexpr std::chrono::seconds kCommentInterval{15};

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
  return viewers_.size() >= kMaxViewers;
}

void EventHub::add(std::shared_ptr<EventStream> stream, const std::set<std::string>& topics,
                   std::function<bool()> may_view) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || viewers_.size() >= kMaxViewers) return stream->close();
    Viewer viewer{std::move(stream), std::move(may_view), {}};
    for (const auto& topic : topics) viewer.seen[topic] = nullptr;
    viewers_.push_back(std::move(viewer));
    has_new_viewers_ = true;
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
    const auto woken = [this] { return stopping_ || has_new_viewers_; };
    if (viewers_.empty())
      changed_.wait(lock, woken);
    else
      changed_.wait_until(lock, next_read_, woken);
    if (stopping_) return;
    has_new_viewers_ = false;
    const auto wanted = this->wanted();
    const bool has_new_topics = !std::includes(last_topics_.begin(), last_topics_.end(), wanted.begin(), wanted.end());
    if (Clock::now() >= next_read_ || has_new_topics) {
      next_read_ = Clock::now() + kTick;
      last_topics_ = wanted;
      lock.unlock();
      read_topics(wanted);
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

void EventHub::read_topics(const std::set<std::string>& wanted) {
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
      if (!failing_) log_.warning("console", "a topic of the console cannot be read", {{"error", error.what()}});
    }
  }
  failing_ = failed;
}

void EventHub::send() {
  const bool comment = Clock::now() >= next_comment_;
  if (comment) next_comment_ = Clock::now() + kCommentInterval;
  for (auto& viewer : viewers_) {
    if (!viewer.may_view()) viewer.stream->close();
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
  last_topics_.clear();
}

}  // namespace kongflow::host
