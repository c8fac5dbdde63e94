// Server-sent events to one client.
#pragma once

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace kongflow::host {

// Made by the server for a response with `on_stream`, once its head is written. All members: [any thread].
class EventStream {
 public:
  static constexpr std::size_t max_waiting_bytes = std::size_t{1024} * 1024;

  // `write` takes bytes to the client; `disconnect` ends the connection. Neither blocks nor calls back.
  EventStream(std::function<void(std::string)> write, std::function<void()> disconnect);

  // False, and nothing sent, once the client is gone; a client that leaves more than max_waiting_bytes unread is
  // disconnected. `event` is one line; the lines of `data` arrive as one text.
  bool send(std::string_view event, std::string_view data);
  // A line that clients ignore: keeps proxies from closing the connection.
  bool comment();
  bool open() const;
  void close();

  // The server's: so many bytes have been handed to the client's socket.
  void written(std::size_t bytes);

 private:
  bool write(std::string text);

  mutable std::mutex mutex_;
  std::function<void(std::string)> write_;  // protected by mutex_; empty once closed
  std::function<void()> disconnect_;        // likewise
  std::size_t waiting_ = 0;                 // likewise
};

}  // namespace kongflow::host
