// A stream of server-sent events to one client.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace kongflow::host {

// The server creates it for a response with `on_stream` after writing the head. All members: [any thread].
class EventStream {
 public:
  static constexpr std::size_t kMaxWaitingBytes = std::size_t{1024} * 1024;

  // `write` sends bytes to the client; `disconnect` closes the connection. Neither may block or call back.
  EventStream(std::function<void(std::string)> write, std::function<void()> disconnect);

  // Returns false without sending when the client has disconnected. Disconnects a client with more than
  // kMaxWaitingBytes unread. `event` must be one line; the client receives the lines of `data` as one text.
  bool send(std::string_view event, std::string_view data);
  // Sends a line that clients ignore, which prevents proxies from closing the connection.
  bool comment();
  bool open() const;
  void close();

  // Called by the server after it has handed `bytes` to the client's socket.
  void written(std::size_t bytes);

 private:
  bool write(std::string text);

  mutable std::mutex mutex_;
  std::function<void(std::string)> write_;  // protected by mutex_; empty once closed
  std::function<void()> disconnect_;        // protected by mutex_
  std::size_t waiting_ = 0;                 // protected by mutex_
};

}  // namespace kongflow::host
