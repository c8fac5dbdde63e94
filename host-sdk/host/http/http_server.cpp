#include "host/http/http_server.h"

#include <sys/resource.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "host/http/connection.h"
#include "host/http/listen_address.h"

namespace kongflow::host {
namespace {

namespace asio = boost::asio;
using tcp = asio::ip::tcp;

constexpr std::chrono::milliseconds accept_pause{200};

// Leaves file descriptors for the database, the plugins' calls and files, whatever the clients do.
std::size_t connection_limit() {
  constexpr std::size_t reserved = 256, least = 64;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < reserved + least) return least;
  return limit.rlim_cur - reserved;
}

std::runtime_error cannot_listen(const std::string& where, const boost::system::error_code& error) {
  std::string sentence = "Cannot listen on " + where + ": " + error.message() + ".";
  if (error == asio::error::address_in_use)
    sentence += " Another program has this port: stop it, or choose another one in [http] listen.";
  if (error == asio::error::access_denied) sentence += " Ports below 1024 need a privilege: choose a higher one.";
  return std::runtime_error(sentence);
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments, Health& health,
       prometheus::Registry& registry, Log& log)
      : settings_(settings),
        health_(health),
        log_(log),
        journal_(registry, log),
        dispatcher_(settings, routes, environments, log, [this](int count) { journal_.in_flight(count); }),
        context_{settings, dispatcher_, journal_, ids_, connections_} {}

  std::uint16_t start() {
    listen();
    accept();
    thread_ = std::thread([this] { io_.run(); });
    return acceptor_.local_endpoint().port();
  }

  void drain() {
    health_.set_draining();
    dispatcher_.drain();
  }

  RequestDispatcher& dispatcher() { return dispatcher_; }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
      acceptor_.close();
      pause_.cancel();
      connections_.close_all();
    });
    dispatcher_.stop();
    thread_.join();
  }

 private:
  void listen() {
    const ListenAddress address = ListenAddress::parse(settings_.listen);
    boost::system::error_code error;
    const auto found = tcp::resolver(io_).resolve(address.host, address.port, tcp::resolver::passive, error);
    if (error) throw cannot_listen(settings_.listen, error);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
    if (!error) return;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    throw cannot_listen(settings_.listen, error);
  }

  void accept() {
    acceptor_.async_accept([this](boost::system::error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (error) return accept_later(error);
      if (connections_.size() >= max_connections_) connections_.close_longest_idle();
      if (connections_.size() < max_connections_) std::make_shared<Connection>(std::move(socket), context_)->start();
      accept();
    });
  }

  // Out of file descriptors, most likely: waits until some connections have ended.
  void accept_later(const boost::system::error_code& error) {
    log_.warning("http", "Could not accept a connection.", {{"error", error.message()}});
    pause_.expires_after(accept_pause);
    pause_.async_wait([this](boost::system::error_code cancelled) {
      if (!cancelled) accept();
    });
  }

  const HttpSettings& settings_;
  Health& health_;
  Log& log_;
  RequestJournal journal_;
  // Before the dispatcher: exchanges that no handler ever answered hold connections, and those the context.
  asio::io_context io_{1};
  RequestDispatcher dispatcher_;
  RequestIds ids_;
  ConnectionSet connections_{[this](std::size_t open) { journal_.connections(open); }};
  const std::size_t max_connections_ = connection_limit();
  const ConnectionContext context_;
  tcp::acceptor acceptor_{io_};
  asio::steady_timer pause_{io_};
  std::thread thread_;
};

HttpServer::HttpServer(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
                       Health& health, prometheus::Registry& registry, Log& log)
    : impl_(std::make_unique<Impl>(settings, routes, environments, health, registry, log)) {}

HttpServer::~HttpServer() {
  try {
    stop();
  } catch (...) {  // a thread that cannot be joined would use what is freed next
    std::terminate();
  }
}

std::uint16_t HttpServer::start() {
  return impl_->start();
}
void HttpServer::drain() {
  impl_->drain();
}
bool HttpServer::wait_idle(std::chrono::milliseconds timeout) {
  return impl_->dispatcher().wait_idle(timeout);
}
void HttpServer::cancel() {
  impl_->dispatcher().cancel();
}
void HttpServer::stop() {
  impl_->stop();
}

}  // namespace kongflow::host
