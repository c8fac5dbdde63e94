#include "host/http/listener.h"

#include <sys/stat.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace kongflow::host {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using tcp = asio::ip::tcp;
using local = asio::local::stream_protocol;

constexpr std::chrono::milliseconds kAcceptPause{200};
constexpr mode_t kSocketMode = 0660;

std::runtime_error cannot_listen(const std::string& where, const boost::system::error_code& error) {
  std::string sentence = "Cannot listen on " + where + ": " + error.message() + ".";
  if (error == asio::error::address_in_use)
    sentence += " Another program uses this address: stop it, or choose another one in [http] listen.";
  if (error == asio::error::access_denied)
    sentence += " Ports below 1024 and folders of other users need privileges: choose another address.";
  if (error == boost::system::errc::address_not_available)
    sentence += " No interface of this machine has this address: choose another one in [http] listen.";
  if (error == boost::system::errc::no_such_file_or_directory)
    sentence += " Create the folder of the socket, or choose another one in [http] listen.";
  if (error.category() == asio::error::get_netdb_category())
    sentence += " Write an IP address, or a name that this machine can look up, in [http] listen.";
  return std::runtime_error(sentence);
}

}  // namespace

Listener::Listener(asio::io_context& io, ListenAddress address, Log& log)
    : io_(io), address_(std::move(address)), log_(log), acceptor_(io), pause_(io) {}

void Listener::open() {
  const Protocol::endpoint where = endpoint();
  unlink_stale_socket();
  Error error;
  acceptor_.open(where.protocol(), error);
  if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_.bind(where, error);
  if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
  if (!error && is_unix() && ::chmod(address_.path.c_str(), kSocketMode) != 0)
    error.assign(errno, boost::system::system_category());
  if (!error) return;
  Error ignored;
  acceptor_.close(ignored);
  throw cannot_listen(name(), error);
}

ClientStream::Socket::endpoint_type Listener::endpoint() {
  if (is_unix()) return local::endpoint(address_.path);
  Error error;
  const auto found = tcp::resolver(io_).resolve(address_.host, address_.port, tcp::resolver::passive, error);
  if (error) throw cannot_listen(name(), error);
  return found.begin()->endpoint();
}

// A killed host leaves its socket file behind.
void Listener::unlink_stale_socket() const {
  Error error;
  std::error_code ignored;
  if (!is_unix() || !fs::is_socket(address_.path, ignored)) return;
  local::socket probe(io_);
  probe.connect(local::endpoint(address_.path), error);
  if (error == asio::error::connection_refused) fs::remove(address_.path, ignored);
}

void Listener::accept(Accepted accepted) {
  accepted_ = std::move(accepted);
  accept_next();
}

void Listener::accept_next() {
  acceptor_.async_accept([this](Error error, ClientStream::Socket socket) {
    if (!acceptor_.is_open()) return;
    if (!error) {
      accepted_(std::move(socket));
      return accept_next();
    }
    // Probably out of file descriptors: waits until connections have closed.
    log_.warning("http", "Could not accept a connection", {{"error", error.message()}});
    pause_.expires_after(kAcceptPause);
    pause_.async_wait([this](Error cancelled) {
      if (!cancelled) accept_next();
    });
  });
}

void Listener::close() {
  Error ignored;
  std::error_code gone;
  const bool listens = acceptor_.is_open();
  acceptor_.close(ignored);
  pause_.cancel();
  if (listens && is_unix()) fs::remove(address_.path, gone);
}

std::string Listener::name() const {
  if (is_unix()) return "unix:" + address_.path;
  const std::string host = address_.host.find(':') == std::string::npos ? address_.host : "[" + address_.host + "]";
  Error error;
  const auto bound = acceptor_.local_endpoint(error);
  if (error) return host + ":" + address_.port;
  tcp::endpoint endpoint;
  endpoint.resize(bound.size());
  std::copy_n(reinterpret_cast<const char*>(bound.data()), bound.size(), reinterpret_cast<char*>(endpoint.data()));
  return host + ":" + std::to_string(endpoint.port());
}

}  // namespace kongflow::host
