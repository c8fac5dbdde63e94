#include "host/http/connection_set.h"

namespace kongflow::host {

void ConnectionSet::add(std::shared_ptr<OpenConnection> connection) {
  OpenConnection* key = connection.get();
  entries_.emplace(key, Entry{std::move(connection), idle_.end()});
  changed_(entries_.size());
}

void ConnectionSet::remove(OpenConnection& connection) {
  busy(connection);
  entries_.erase(&connection);
  changed_(entries_.size());
}

void ConnectionSet::idle(OpenConnection& connection) {
  busy(connection);
  const auto entry = entries_.find(&connection);
  if (entry != entries_.end()) entry->second.idle = idle_.insert(idle_.end(), &connection);
}

void ConnectionSet::busy(OpenConnection& connection) {
  const auto entry = entries_.find(&connection);
  if (entry == entries_.end() || entry->second.idle == idle_.end()) return;
  idle_.erase(entry->second.idle);
  entry->second.idle = idle_.end();
}

void ConnectionSet::close_longest_idle() {
  if (!idle_.empty()) idle_.front()->close();
}

void ConnectionSet::close_all() {
  while (!entries_.empty()) {
    const auto connection = entries_.begin()->second.connection;
    connection->close();
  }
}

}  // namespace kongflow::host
