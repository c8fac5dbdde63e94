// One address that the server listens on.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <string>

#include "host/base/log.h"
#include "host/config/listen_address.h"
#include "host/http/client_stream.h"

namespace kongflow::host {

// open(): [main thread]. All others: [I/O thread].
class Listener {
 public:
  using Accepted = std::function<void(ClientStream::Socket)>;

  Listener(boost::asio::io_context& io, ListenAddress address, Log& log);
  ~Listener() { close(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // Throws std::runtime_error with a sentence for operators (port in use, …).
  void open();
  // Passes each accepted connection to `accepted` until close().
  void accept(Accepted accepted);
  // Also removes a unix socket's file.
  void close();

  bool is_unix() const { return !address_.path.empty(); }
  // "127.0.0.1:3040" with the bound port, or "unix:/path".
  std::string name() const;

 private:
  using Protocol = boost::asio::generic::stream_protocol;
  using Error = boost::system::error_code;

  Protocol::endpoint endpoint();
  void unlink_stale_socket() const;
  void accept_next();

  boost::asio::io_context& io_;
  const ListenAddress address_;
  Log& log_;
  boost::asio::basic_socket_acceptor<Protocol> acceptor_;
  boost::asio::steady_timer pause_;
  Accepted accepted_;
};

}  // namespace kongflow::host
