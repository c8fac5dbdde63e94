// The open connections of a server: it can close them all, or the one idle for longest.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>

namespace kongflow::host {

class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  virtual void close() = 0;  // removes itself from the set
};

// For the I/O thread.
class ConnectionSet {
 public:
  // `changed` hears how many are open.
  explicit ConnectionSet(std::function<void(std::size_t)> changed) : changed_(std::move(changed)) {}

  void add(std::shared_ptr<OpenConnection> connection);
  void remove(OpenConnection& connection);
  std::size_t size() const { return entries_.size(); }

  // Whether the connection waits for a request, or is at work on one.
  void idle(OpenConnection& connection);
  void busy(OpenConnection& connection);

  void close_longest_idle();  // if there is one
  void close_all();

 private:
  using Order = std::list<OpenConnection*>;
  struct Entry {
    std::shared_ptr<OpenConnection> connection;
    Order::iterator idle;  // idle_.end(): busy
  };

  const std::function<void(std::size_t)> changed_;
  std::unordered_map<OpenConnection*, Entry> entries_;
  Order idle_;  // the longest idle first
};

}  // namespace kongflow::host
