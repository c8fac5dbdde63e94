#include "host/http/client_stream.h"

#include <sys/socket.h>

#include <boost/asio/ip/tcp.hpp>
#include <cstring>
#include <optional>

namespace kongflow::host {
namespace {

namespace asio = boost::asio;
using Endpoint = asio::generic::stream_protocol::endpoint;

std::optional<asio::ip::address> ip_address(const Endpoint& endpoint) {
  const int family = endpoint.protocol().family();
  if (family != AF_INET && family != AF_INET6) return std::nullopt;
  asio::ip::tcp::endpoint tcp;
  tcp.resize(endpoint.size());
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  return tcp.address();
}

}  // namespace

ClientStream::ClientStream(Socket socket, std::shared_ptr<asio::ssl::context> tls)
    : tls_(std::move(tls)),
      stream_(tls_ == nullptr ? decltype(stream_)(std::move(socket)) : Secure(std::move(socket), *tls_)) {}

ClientStream::Socket& ClientStream::socket() {
  return secure() ? std::get<Secure>(stream_).next_layer() : std::get<Socket>(stream_);
}

std::string ClientStream::remote_address() const {
  Error ignored;
  const auto address = ip_address(socket().remote_endpoint(ignored));
  return address ? address->to_string() : kUnixAddress;
}

bool ClientStream::local_is_loopback() const {
  Error error;
  const Endpoint local = socket().local_endpoint(error);
  const auto address = ip_address(local);
  return address ? address->is_loopback() : !error && local.protocol().family() == AF_UNIX;
}

void ClientStream::close() {
  Error ignored;
  socket().close(ignored);
}

}  // namespace kongflow::host
