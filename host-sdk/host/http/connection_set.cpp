#include "host/http/connection_set.h"

#include <utility>

#include "host/http/client_stream.h"

namespace kongflow::host {

bool ConnectionSet::make_room(const std::string& address) {
  const auto peer = peers_.find(address);
  const bool peer_full = address != unix_address && peer != peers_.end() && peer->second.open >= most_per_address_;
  if (peer_full) return close_oldest(peer->second.waiting);
  return entries_.size() < most_ || close_oldest(waiting_);
}

bool ConnectionSet::close_oldest(const Waiting& waiting) {
  const Order& from = waiting.idle.empty() ? waiting.transferring : waiting.idle;
  if (from.empty()) return false;
  from.front()->close();
  return true;
}

void ConnectionSet::add(std::shared_ptr<OpenConnection> connection, const std::string& address) {
  OpenConnection* key = connection.get();
  const auto peer = peers_.try_emplace(address).first;
  ++peer->second.open;
  entries_.emplace(key, Entry{std::move(connection), peer, nullptr, {}, {}});
  changed_(entries_.size());
}

void ConnectionSet::remove(OpenConnection& connection) {
  const auto entry = entries_.find(&connection);
  if (entry == entries_.end()) return;
  handling(connection);
  const auto peer = entry->second.peer;
  if (--peer->second.open == 0) peers_.erase(peer);
  entries_.erase(entry);
  changed_(entries_.size());
}

void ConnectionSet::idle(OpenConnection& connection) {
  change(connection, &Waiting::idle);
}

void ConnectionSet::transferring(OpenConnection& connection) {
  change(connection, &Waiting::transferring);
}

void ConnectionSet::handling(OpenConnection& connection) {
  change(connection, nullptr);
}

void ConnectionSet::change(OpenConnection& connection, Order Waiting::*state) {
  const auto found = entries_.find(&connection);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  Waiting& of_peer = entry.peer->second.waiting;
  if (entry.state != nullptr) {
    (waiting_.*entry.state).erase(entry.in_all);
    (of_peer.*entry.state).erase(entry.in_peer);
  }
  entry.state = state;
  if (state == nullptr) return;
  Order& all = waiting_.*state;
  Order& own = of_peer.*state;
  entry.in_all = all.insert(all.end(), &connection);
  entry.in_peer = own.insert(own.end(), &connection);
}

void ConnectionSet::close_all() {
  while (!entries_.empty()) {
    const auto connection = entries_.begin()->second.connection;
    connection->close();
  }
}

}  // namespace kongflow::host
