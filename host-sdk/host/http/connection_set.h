// The open connections of a server, and which of them make room for others.
#pragma once

#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

namespace kongflow::host {

class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  virtual void close() = 0;  // removes itself from the set
};

// For the I/O thread.
class ConnectionSet {
 public:
  // At most `most` connections, and `most_per_address` of one address. `changed` receives the number that is open.
  ConnectionSet(std::size_t most, std::size_t most_per_address, std::function<void(std::size_t)> changed)
      : most_(most), most_per_address_(most_per_address), changed_(std::move(changed)) {}

  // Closes what makes room for one more from `address`: the connection that has waited longest for a request, else the
  // one that has transferred longest; of the address when that has as many as it may. Connections whose requests are
  // being handled stay. False when there is no room. Unix sockets share one address, which has no limit of its own.
  bool make_room(const std::string& address);
  void add(std::shared_ptr<OpenConnection> connection, const std::string& address);
  void remove(OpenConnection& connection);
  std::size_t size() const { return entries_.size(); }

  // What the connection does: it waits for a request, receives one or sends an answer, or waits for the answer.
  void idle(OpenConnection& connection);
  void transferring(OpenConnection& connection);
  void handling(OpenConnection& connection);

  void close_all();

 private:
  using Order = std::list<OpenConnection*>;  // the longest in this state first
  struct States {
    Order idle, transferring, handling;
  };
  struct Peer {
    std::size_t open = 0;
    States states;
  };
  using Peers = std::unordered_map<std::string, Peer>;
  struct Entry {
    std::shared_ptr<OpenConnection> connection;
    Peers::iterator peer;
    Order States::*state = nullptr;
    Order::iterator in_all, in_peer;
  };

  static bool close_oldest(const States& states);
  void change(OpenConnection& connection, Order States::*state);

  const std::size_t most_;
  const std::size_t most_per_address_;
  const std::function<void(std::size_t)> changed_;
  std::unordered_map<OpenConnection*, Entry> entries_;
  States states_;
  Peers peers_;
};

}  // namespace kongflow::host
