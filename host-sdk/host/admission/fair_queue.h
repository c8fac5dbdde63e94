// Jobs that wait for a thread, shared out fairly between tenants.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace kongflow::host {

// Interactive: a client waits for the answer. Background: a task of the queue.
enum class Urgency { interactive, background };

// A share is the work of one tenant: an environment, the console, or an address without a key. Starting a job always
// serves the share with the fewest running jobs, among equals the one that was served least recently or came first, so
// a share that has nothing running waits for one free thread, however much the others have waiting. Within a share
// interactive jobs start first; each kind starts in the order added.
//
// Background jobs use at most three quarters of the threads, of a share and in total, so that a request finds one
// free while every task of its environment hangs.
//
// Not thread-safe. Costs O(log shares); a share without jobs takes no memory.
class FairQueue {
 public:
  using Job = std::function<void()>;

  struct Limits {
    int running = 1;            // jobs that run at once
    int running_per_share = 1;  // of one share
    int waiting = 1;            // jobs that wait, of all shares and one urgency
    int waiting_per_share = 1;  // of one share and one urgency
  };

  enum class Verdict {
    accepted,
    share_full,  // the share has as many jobs waiting as it may
    full         // all shares together have as many of this urgency
  };

  struct Load {
    std::string share;
    int running = 0;
    int waiting = 0;
  };

  explicit FairQueue(Limits limits) : limits_(limits) {}
  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  // `running_limit` replaces limits.running_per_share for this share, until its next job names another one; 0: as it
  // is.
  Verdict add(const std::string& share, Urgency urgency, Job job, int running_limit = 0);

  struct Share;
  // A job that counts as running until finish().
  struct Started {
    Share* share;
    Urgency urgency;
    std::uint64_t id;
    Job job;
  };
  // The job to run next; nullopt when none waits or the limits allow no other.
  std::optional<Started> start();
  void finish(const Started& started);
  // Undoes start(): the job waits again, before all others of its share and urgency.
  void put_back(Started started);
  // Undoes the last accepted add(), of this share. False when its job has been started.
  bool take_back(const std::string& share, Urgency urgency);

  // Removes the waiting jobs of this urgency and returns them in no particular order.
  std::vector<Job> withdraw(Urgency urgency);

  // How many more jobs of the share may wait.
  int room(const std::string& share, Urgency urgency) const;
  int running() const { return running_[0] + running_[1]; }
  int waiting() const { return waiting_[0] + waiting_[1]; }
  std::vector<Load> loads() const;

  struct Waiting {
    std::uint64_t id;
    Job job;
  };
  struct Share {
    std::string name;
    std::array<std::deque<Waiting>, 2> waiting;  // by urgency, as all pairs here
    std::array<int, 2> running{};
    int limit = 0;  // of running jobs
    std::uint64_t last_start = 0;

    int total() const { return running[0] + running[1]; }
    bool idle() const { return total() == 0 && waiting[0].empty() && waiting[1].empty(); }
  };

 private:
  struct LeastServed {
    bool operator()(const Share* one, const Share* other) const;
  };
  using Ready = std::set<Share*, LeastServed>;

  bool may_start(const Share& share, std::size_t urgency) const;
  void detach(Share& share);  // before its counts change
  void attach(Share& share);  // after; drops an idle one

  const Limits limits_;
  std::unordered_map<std::string, std::unique_ptr<Share>> shares_;
  std::array<Ready, 2> ready_;  // shares with a job that their own limits allow to start
  std::array<int, 2> running_{};
  std::array<int, 2> waiting_{};
  std::uint64_t starts_ = 0;
  std::uint64_t added_ = 0;  // the id of the newest job
};

}  // namespace kongflow::host
