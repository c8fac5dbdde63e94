#include "host/http/connection_set.h"

#include <utility>

#include "host/http/client_stream.h"

namespace kongflow::host {

bool ConnectionSet::make_room(const std::string& address) {
  const auto peer = peers_.find(address);
  const bool peer_full = address != kUnixAddress && peer != peers_.end() && peer->second.open >= max_per_address_;
  if (peer_full) return close_oldest(peer->second.states);
  return entries_.size() < max_open_ || close_oldest(states_);
}

bool ConnectionSet::close_oldest(const States& states) {
  const Order& from = states.idle.empty() ? states.transferring : states.idle;
  if (from.empty()) return false;
  from.front()->close();
  return true;
}

void ConnectionSet::add(std::shared_ptr<OpenConnection> connection, const std::string& address) {
  OpenConnection* key = connection.get();
  const auto peer = peers_.try_emplace(address).first;
  ++peer->second.open;
  Order& all = states_.handling;
  Order& own = peer->second.states.handling;
  entries_.emplace(key, Entry{std::move(connection), peer, &States::handling, all.insert(all.end(), key),
                              own.insert(own.end(), key)});
  changed_(entries_.size());
}

void ConnectionSet::remove(OpenConnection& connection) {
  const auto entry = entries_.find(&connection);
  if (entry == entries_.end()) return;
  const auto [kept, peer, state, in_all, in_peer] = entry->second;
  (states_.*state).erase(in_all);
  (peer->second.states.*state).erase(in_peer);
  if (--peer->second.open == 0) peers_.erase(peer);
  entries_.erase(entry);
  changed_(entries_.size());
}

void ConnectionSet::idle(OpenConnection& connection) {
  change(connection, &States::idle);
}

void ConnectionSet::transferring(OpenConnection& connection) {
  change(connection, &States::transferring);
}

void ConnectionSet::handling(OpenConnection& connection) {
  change(connection, &States::handling);
}

void ConnectionSet::change(OpenConnection& connection, Order States::*state) {
  const auto found = entries_.find(&connection);
  if (found == entries_.end()) return;
  Entry& entry = found->second;
  const auto move = [&](States& states, Order::iterator position) {
    Order& to = states.*state;
    to.splice(to.end(), states.*entry.state, position);
  };
  move(states_, entry.in_all);
  move(entry.peer->second.states, entry.in_peer);
  entry.state = state;
}

void ConnectionSet::close_all() {
  while (!entries_.empty()) {
    const auto connection = entries_.begin()->second.connection;
    connection->close();
  }
}

}  // namespace kongflow::host
