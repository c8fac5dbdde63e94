// A queue of jobs, scheduled fairly between tenants.
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

// Interactive: a client waits for the response. Background: a task of the queue.
enum class Urgency { interactive, background };

// A share is the work of one tenant: an environment, the console, or an address without a key. start() selects the
// share with the fewest running jobs; among equals the one served least recently, then the oldest. A share without
// running jobs therefore waits for one free thread, regardless of how much work others have queued. Within a share,
// interactive jobs start first; each kind starts in the order added.
//
// Background jobs may use at most three quarters of the threads, per share and in total. A request therefore finds a
// free thread while all tasks of its environment hang.
//
// Not thread-safe. Operations cost O(log shares). A share without jobs takes no memory.
class FairQueue {
 public:
  using Job = std::function<void()>;

  struct Limits {
    int running = 1;            // concurrent jobs
    int running_per_share = 1;  // concurrent jobs of one share
    int waiting = 1;            // waiting jobs of one urgency, all shares
    int waiting_per_share = 1;  // waiting jobs of one urgency, one share
  };

  enum class Verdict {
    accepted,
    share_full,  // the share's limit of waiting jobs is reached
    full         // the total limit for this urgency is reached
  };

  struct Load {
    std::string share;
    int running = 0;
    int waiting = 0;
  };

  explicit FairQueue(Limits limits) : limits_(limits) {}
  FairQueue(const FairQueue&) = delete;
  FairQueue& operator=(const FairQueue&) = delete;

  // `running_limit` replaces limits.running_per_share for this share until a later job sets another one; 0: unchanged.
  Verdict add(const std::string& share, Urgency urgency, Job job, int running_limit = 0);

  struct Share;
  // A job that counts as running until finish().
  struct Started {
    Share* share;
    Urgency urgency;
    std::uint64_t id;
    Job job;
  };
  // Returns the next job to run; nullopt when none is waiting or the limits allow no more.
  std::optional<Started> start();
  void finish(const Started& started);
  // Undoes start(): the job waits again, ahead of all others of its share and urgency.
  void undo_start(Started started);
  // Undoes the last accepted add() of this share. False when the job has already started.
  bool undo_add(const std::string& share, Urgency urgency);

  // Removes the waiting jobs of this urgency and returns them in no particular order.
  std::vector<Job> withdraw(Urgency urgency);

  // Number of jobs that the share may still add.
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
    std::array<std::deque<Waiting>, 2> waiting;  // indexed by urgency, like all pairs in this class
    std::array<int, 2> running{};
    int limit = 0;  // concurrent jobs
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
  void detach(Share& share);  // must be called before its counts change
  void attach(Share& share);  // must be called afterwards; erases an idle share

  const Limits limits_;
  std::unordered_map<std::string, std::unique_ptr<Share>> shares_;
  std::array<Ready, 2> ready_;  // shares with a job that their own limits allow to start
  std::array<int, 2> running_{};
  std::array<int, 2> waiting_{};
  std::uint64_t starts_ = 0;
  std::uint64_t added_ = 0;  // the id of the newest job
};

}  // namespace kongflow::host
