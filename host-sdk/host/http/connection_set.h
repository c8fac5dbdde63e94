// The open connections of a server; closes some of them when the limits are reached.
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
  virtual void close() = 0;  // must remove itself from the set
};

// [I/O thread]
class ConnectionSet {
 public:
  // Allows at most `max_open` connections, and `max_per_address` per address. `changed` receives the number of open
  // connections.
  ConnectionSet(std::size_t max_open, std::size_t max_per_address, std::function<void(std::size_t)> changed)
      : max_open_(max_open), max_per_address_(max_per_address), changed_(std::move(changed)) {}

  // Makes room for one more connection from `address` when a limit is reached: closes the connection that has been idle
  // longest, else the one that has been transferring longest; one of the same address when the address is at its limit.
  // Never closes connections with a request being handled. False when there is no room. All unix sockets share one
  // address, which has no limit per address.
  bool make_room(const std::string& address);
  void add(std::shared_ptr<OpenConnection> connection, const std::string& address);
  void remove(OpenConnection& connection);
  std::size_t size() const { return entries_.size(); }

  // State changes of a connection: it waits for a request (idle), receives a request or sends a response
  // (transferring), or waits for the handler (handling).
  void idle(OpenConnection& connection);
  void transferring(OpenConnection& connection);
  void handling(OpenConnection& connection);

  void close_all();

 private:
  using Order = std::list<OpenConnection*>;  // longest in this state first
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

  const std::size_t max_open_;
  const std::size_t max_per_address_;
  const std::function<void(std::size_t)> changed_;
  std::unordered_map<OpenConnection*, Entry> entries_;
  States states_;
  Peers peers_;
};

}  // namespace kongflow::host
