// The open connections of a server, so that it can close them.
#pragma once

#include <cstddef>
#include <memory>
#include <unordered_set>

namespace kongflow::host {

class OpenConnection {
 public:
  virtual ~OpenConnection() = default;
  virtual void close() = 0;
};

// For the I/O thread.
class ConnectionSet {
 public:
  void add(const std::shared_ptr<OpenConnection>& connection) { open_.insert(connection); }
  void remove(const std::shared_ptr<OpenConnection>& connection) { open_.erase(connection); }
  std::size_t size() const { return open_.size(); }
  void close_all() {
    const auto open = std::move(open_);
    open_.clear();
    for (const auto& connection : open) connection->close();
  }

 private:
  std::unordered_set<std::shared_ptr<OpenConnection>> open_;
};

}  // namespace kongflow::host
