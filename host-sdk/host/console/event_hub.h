// Publishes changes to viewers of the console.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "host/base/log.h"
#include "host/http/event_stream.h"

namespace kongflow::host {

// Uses one thread. While there are viewers, reads each subscribed topic once every two seconds for all viewers, and
// sends it to viewers whose last text differs.
class EventHub {
 public:
  struct Topic {
    std::string name;                   // also the name of its events
    std::function<std::string()> read;  // returns JSON; empty: nothing to send; may throw. [the hub's thread]
  };
  static constexpr std::size_t kMaxViewers = 100;

  EventHub(std::vector<Topic> topics, Log& log);
  ~EventHub();  // stop()
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  bool knows(const std::string& topic) const;
  bool full() const;
  // Sends the latest texts of the topics immediately. Closes the stream when there are already kMaxViewers viewers.
  // Closes it within one tick once `may_view` returns false; `may_view` is called on the hub's thread and must return
  // immediately.
  void add(std::shared_ptr<EventStream> stream, const std::set<std::string>& topics, std::function<bool()> may_view);
  // Closes all streams.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  using Text = std::shared_ptr<const std::string>;
  struct Viewer {
    std::shared_ptr<EventStream> stream;
    std::function<bool()> may_view;
    std::map<std::string, Text> seen;  // by subscribed topic; null: nothing yet
  };

  void work();
  std::set<std::string> wanted() const;  // mutex_ held
  void read_topics(const std::set<std::string>& wanted);
  void send();  // mutex_ held

  const std::vector<Topic> topics_;
  Log& log_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::vector<Viewer> viewers_;
  std::map<std::string, Text> latest_;  // by topic
  bool has_new_viewers_ = false;
  bool stopping_ = false;

  // Accessed only by the thread:
  Clock::time_point next_read_, next_comment_;
  std::set<std::string> last_topics_;
  bool failing_ = false;

  std::thread thread_;
};

}  // namespace kongflow::host
