#include "support/scripted_app.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SecureServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Net/SocketStream.h>
#include <Poco/String.h>

#include <stdexcept>

namespace kongflow::testing {
namespace {

using Poco::Net::StreamSocket;

constexpr std::chrono::seconds kPatience{10};
constexpr int kBacklog = 64;

Poco::Net::SocketAddress any_port() {
  return {"127.0.0.1", 0};
}

void send_all(StreamSocket& socket, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size())
    sent += static_cast<std::size_t>(socket.sendBytes(bytes.data() + sent, static_cast<int>(bytes.size() - sent)));
}

void await_end(StreamSocket& socket) {
  char byte = 0;
  while (socket.receiveBytes(&byte, 1) > 0) {
  }
}

std::string head(int status, const std::map<std::string, std::string>& headers) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Status\r\n";
  for (const auto& [name, value] : headers) text.append(name).append(": ").append(value).append("\r\n");
  return text + "\r\n";
}

AppRequest read_request(StreamSocket& socket) {
  Poco::Net::SocketStream stream(socket);
  Poco::Net::HTTPRequest parsed;
  parsed.read(stream);
  AppRequest request{parsed.getMethod(), parsed.getURI(), {}};
  for (const auto& [name, value] : parsed) request.headers[Poco::toLower(name)] = value;
  return request;
}

}  // namespace

AppScript send_bytes(std::string bytes) {
  return [bytes = std::move(bytes)](StreamSocket& socket, const AppRequest&) { send_all(socket, bytes); };
}

AppScript answer(int status, std::string body, std::map<std::string, std::string> headers) {
  headers.emplace("Content-Length", std::to_string(body.size()));
  return send_bytes(head(status, headers) + body);
}

AppScript redirect(int status, std::string location) {
  return answer(status, {}, {{"Location", std::move(location)}});
}

AppScript truncate(std::string body) {
  return send_bytes(head(200, {{"Content-Length", std::to_string(body.size() + 10)}}) + body);
}

AppScript drip(std::string bytes, std::chrono::milliseconds pause) {
  return [bytes = std::move(bytes), pause](StreamSocket& socket, const AppRequest&) {
    for (const char byte : bytes) {
      send_all(socket, std::string(1, byte));
      if (socket.poll(Poco::Timespan(pause.count() * 1000), Poco::Net::Socket::SELECT_READ)) return;
    }
  };
}

AppScript hang() {
  return [](StreamSocket& socket, const AppRequest&) { await_end(socket); };
}

Poco::Net::Context::Ptr server_tls(const std::string& certificate, const std::string& key) {
  return new Poco::Net::Context(Poco::Net::Context::TLS_SERVER_USE, key, certificate, "",
                                Poco::Net::Context::VERIFY_NONE);
}

ScriptedApp::ScriptedApp(std::vector<AppScript> scripts)
    : ScriptedApp(std::move(scripts), Poco::Net::ServerSocket(any_port())) {}

ScriptedApp::ScriptedApp(std::vector<AppScript> scripts, const Poco::Net::Context::Ptr& tls)
    : ScriptedApp(std::move(scripts), Poco::Net::SecureServerSocket(any_port(), kBacklog, tls)) {}

ScriptedApp::ScriptedApp(std::vector<AppScript> scripts, Poco::Net::ServerSocket server)
    : scripts_(std::move(scripts)),
      server_(std::move(server)),
      port_(server_.address().port()),
      acceptor_([this] { accept(); }) {}

ScriptedApp::~ScriptedApp() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  StreamSocket(Poco::Net::SocketAddress("127.0.0.1", static_cast<Poco::UInt16>(port_)));  // wakes the acceptor
  acceptor_.join();
}

std::string ScriptedApp::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::string ScriptedApp::secure_url(const std::string& host) const {
  return "https://" + host + ":" + std::to_string(port_) + "/";
}

std::vector<AppRequest> ScriptedApp::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void ScriptedApp::await_requests(std::size_t count) const {
  std::unique_lock lock(mutex_);
  if (!came_.wait_for(lock, kPatience, [&] { return requests_.size() >= count; }))
    throw std::runtime_error("the app waited in vain for requests");
}

void ScriptedApp::accept() {
  std::size_t number = 0;
  while (true) {
    StreamSocket socket = server_.acceptConnection();
    const std::lock_guard lock(mutex_);
    if (stopping_) break;
    sockets_.push_back(socket);
    servers_.emplace_back([this, socket, at = number++] { serve(socket, at); });
  }
  {
    const std::lock_guard lock(mutex_);
    for (StreamSocket& socket : sockets_) {
      try {
        socket.shutdown();
      } catch (const Poco::Exception&) {  // gone already
      }
    }
  }
  for (std::thread& server : servers_) server.join();
}

void ScriptedApp::serve(StreamSocket socket, std::size_t number) {
  try {
    try {
      const AppRequest request = read_request(socket);
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      came_.notify_all();
      scripts_[std::min(number, scripts_.size() - 1)](socket, request);
    } catch (const Poco::Net::MessageException&) {  // no HTTP
      send_all(socket, head(400, {}));
    }
    socket.shutdownSend();
    await_end(socket);
  } catch (const Poco::Exception&) {  // the other side went, or wants no TLS
    const std::lock_guard lock(mutex_);
    socket.close();
  }
}

}  // namespace kongflow::testing
