// A client's byte stream: TCP or unix socket, with or without TLS.
#pragma once

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace kongflow::host {

constexpr char kUnixAddress[] = "unix";  // address of all clients of unix sockets

// Satisfies Asio's AsyncReadStream and AsyncWriteStream. [I/O thread]
class ClientStream {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;
  using Secure = boost::asio::ssl::stream<Socket>;
  using executor_type = Socket::executor_type;
  using Error = boost::system::error_code;

  // Null `tls`: no TLS.
  ClientStream(Socket socket, std::shared_ptr<boost::asio::ssl::context> tls);

  executor_type get_executor() { return socket().get_executor(); }
  bool secure() const { return std::holds_alternative<Secure>(stream_); }
  Socket& socket();
  const Socket& socket() const { return const_cast<ClientStream*>(this)->socket(); }

  // "192.0.2.1", or "unix".
  std::string remote_address() const;
  // True when the client connected to a loopback address or a unix socket.
  bool local_is_loopback() const;

  template <typename Buffers, typename Handler>
  auto async_read_some(const Buffers& buffers, Handler&& handler) {
    if (secure()) return std::get<Secure>(stream_).async_read_some(buffers, std::forward<Handler>(handler));
    return std::get<Socket>(stream_).async_read_some(buffers, std::forward<Handler>(handler));
  }
  template <typename Buffers, typename Handler>
  auto async_write_some(const Buffers& buffers, Handler&& handler) {
    if (secure()) return std::get<Secure>(stream_).async_write_some(buffers, std::forward<Handler>(handler));
    return std::get<Socket>(stream_).async_write_some(buffers, std::forward<Handler>(handler));
  }

  // Only for TLS streams.
  template <typename Handler>
  void async_handshake(Handler&& handler) {
    std::get<Secure>(stream_).async_handshake(boost::asio::ssl::stream_base::server, std::forward<Handler>(handler));
  }
  // Sends TLS's close_notify. Nothing may be written afterwards. Only for TLS streams.
  template <typename Handler>
  void async_shutdown(Handler&& handler) {
    std::get<Secure>(stream_).async_shutdown(std::forward<Handler>(handler));
  }

  void close();

 private:
  std::shared_ptr<boost::asio::ssl::context> tls_;  // must outlive stream_
  std::variant<Socket, Secure> stream_;
};

}  // namespace kongflow::host
