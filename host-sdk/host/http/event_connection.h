// A connection that has become an event stream: owns the socket after the response's head is written.
#pragma once

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "host/http/client_stream.h"
#include "host/http/connection_set.h"
#include "host/http/event_stream.h"

namespace kongflow::host {

// Lives until the client disconnects, does not read for too long, or the stream is closed. [I/O thread]
class EventConnection : public OpenConnection, public std::enable_shared_from_this<EventConnection> {
 public:
  EventConnection(ClientStream client, ConnectionSet& connections);

  // Returns the stream, which any thread may write to.
  std::shared_ptr<EventStream> start();
  void close() override;

 private:
  using Error = boost::system::error_code;

  void watch();
  void enqueue(const std::string& text);
  void flush();

  ClientStream client_;
  ConnectionSet& connections_;
  boost::asio::steady_timer deadline_;
  std::shared_ptr<EventStream> stream_;
  std::array<char, 256> ignored_{};
  std::string waiting_, writing_;
};

}  // namespace kongflow::host
