#include "host/http/http_server.h"

#include <pthread.h>
#include <sys/resource.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <exception>
#include <list>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include "host/base/start_thread.h"
#include "host/http/connection.h"
#include "host/http/listener.h"
#include "host/http/tls_certificate.h"

namespace kongflow::host {
namespace {

namespace asio = boost::asio;

// Reserves file descriptors for the database, the plugins' calls and files, regardless of the number of clients.
std::size_t connection_limit() {
  constexpr std::size_t reserved = 256, least = 64;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < reserved + least) return least;
  return limit.rlim_cur - reserved;
}

}  // namespace

class HttpServer::Impl {
 public:
  Impl(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments, Admission& admission,
       Health& health, prometheus::Registry& registry, Log& log)
      : settings_(settings),
        health_(health),
        log_(log),
        journal_(registry, log),
        dispatcher_(settings, routes, environments, admission, log, [this](int count) { journal_.in_flight(count); }),
        context_{settings, dispatcher_, journal_, ids_, connections_},
        certificate_(settings.tls_cert, settings.tls_key) {}

  std::vector<std::string> start() {
    certificate_.load();
    std::vector<std::string> urls;
    for (const std::string& address : settings_.listen) urls.push_back(listen(address));
    for (Listener& listener : listeners_)
      listener.accept([this, plain = listener.is_unix()](ClientStream::Socket socket) {
        welcome({std::move(socket), plain ? nullptr : certificate_.context()});
      });
    thread_ = start_thread([this] { io_.run(); });
    pthread_setname_np(thread_.native_handle(), "http-io");
    return urls;
  }

  void reload_certificate() { certificate_.load(); }

  void drain() {
    health_.set_draining();
    dispatcher_.drain();
  }

  void on_io_thread(std::function<void()> work) { asio::post(io_, std::move(work)); }

  RequestDispatcher& dispatcher() { return dispatcher_; }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
      for (Listener& listener : listeners_) listener.close();
      connections_.close_all();
    });
    dispatcher_.stop();
    thread_.join();
  }

 private:
  std::string listen(const std::string& text) {
    const auto address = ListenAddress::parse(text);
    if (!address) throw std::runtime_error("http.listen " + ListenAddress::problem(text) + ".");
    Listener& listener = listeners_.emplace_back(io_, *address, log_);
    listener.open();
    if (listener.is_unix()) return listener.name();
    return (certificate_.context() == nullptr ? "http://" : "https://") + listener.name();
  }

  void welcome(ClientStream client) {
    if (connections_.make_room(client.remote_address()))
      std::make_shared<Connection>(std::move(client), context_)->start();
  }

  const HttpSettings& settings_;
  Health& health_;
  Log& log_;
  RequestJournal journal_;
  // Declared before the dispatcher and so destroyed after it: uncompleted exchanges hold connections, and those hold
  // the context.
  asio::io_context io_{1};
  RequestDispatcher dispatcher_;
  RequestIds ids_;
  const std::size_t max_connections_ = connection_limit();
  ConnectionSet connections_{max_connections_, max_connections_ / 4 * 3,
                             [this](std::size_t open) { journal_.connections(open); }};
  const ConnectionContext context_;
  TlsCertificate certificate_;
  std::list<Listener> listeners_;
  std::thread thread_;
};

HttpServer::HttpServer(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
                       Admission& admission, Health& health, prometheus::Registry& registry, Log& log)
    : impl_(std::make_unique<Impl>(settings, routes, environments, admission, health, registry, log)) {}

HttpServer::~HttpServer() {
  try {
    stop();
  } catch (...) {  // a thread that cannot be joined would use freed memory
    std::terminate();
  }
}

std::vector<std::string> HttpServer::start() {
  return impl_->start();
}
void HttpServer::reload_certificate() {
  impl_->reload_certificate();
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
void HttpServer::on_io_thread(std::function<void()> work) {
  impl_->on_io_thread(std::move(work));
}
void HttpServer::stop() {
  impl_->stop();
}

}  // namespace kongflow::host
