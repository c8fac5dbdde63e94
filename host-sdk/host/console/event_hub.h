// Sends changes to viewers of the console.
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

// One thread. Every two seconds, while there are viewers, each topic that one of them wants is asked for once, for all
// of them, and sent to those who have another text.
class EventHub {
 public:
  struct Topic {
    std::string name;                   // also of its events
    std::function<std::string()> read;  // JSON; empty: nothing to send; may throw. [the hub's thread]
  };
  static constexpr std::size_t most_viewers = 100;

  EventHub(std::vector<Topic> topics, Log& log);
  ~EventHub();  // stop()
  EventHub(const EventHub&) = delete;
  EventHub& operator=(const EventHub&) = delete;

  bool knows(const std::string& topic) const;
  bool full() const;
  // What is known of the topics is sent at once; a viewer beyond most_viewers is closed. So is one that `may_look` no
  // longer allows, within a tick; it is called on the hub's thread and returns at once.
  void add(std::shared_ptr<EventStream> stream, const std::set<std::string>& topics, std::function<bool()> may_look);
  // Closes all streams.
  void stop();

 private:
  using Clock = std::chrono::steady_clock;
  using Text = std::shared_ptr<const std::string>;
  struct Viewer {
    std::shared_ptr<EventStream> stream;
    std::function<bool()> may_look;
    std::map<std::string, Text> seen;  // by topic that it wants; null: nothing yet
  };

  void work();
  std::set<std::string> wanted() const;  // mutex_ held
  void ask(const std::set<std::string>& wanted);
  void send();  // mutex_ held

  const std::vector<Topic> topics_;
  Log& log_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  // Protected by mutex_:
  std::vector<Viewer> viewers_;
  std::map<std::string, Text> latest_;  // by topic
  bool newcomers_ = false;
  bool stopping_ = false;

  // Used by the thread only:
  Clock::time_point ask_at_, comment_at_;
  std::set<std::string> asked_;
  bool failing_ = false;

  std::thread thread_;
};

}  // namespace kongflow::host
