// A TCP server that plays a user's app, well-behaved or not, on a free port of this machine. Answers 400 to what is no
// HTTP.
#pragma once

#include <Poco/Net/Context.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace kongflow::testing {

struct AppRequest {
  std::string method;
  std::string target;
  std::map<std::string, std::string> headers;  // names in lower case
};

// What the app does with one connection, after it has read the head of the request.
using AppScript = std::function<void(Poco::Net::StreamSocket&, const AppRequest&)>;

// Sends `bytes` as they are and closes.
AppScript send_bytes(std::string bytes);
AppScript answer(int status, std::string body = {}, std::map<std::string, std::string> headers = {});
AppScript redirect(int status, std::string location);
// Content-Length says ten bytes more than come.
AppScript truncate(std::string body);
// A byte, a pause, and so on until the other side goes.
AppScript drip(std::string bytes, std::chrono::milliseconds pause);
// Sends nothing until the other side goes.
AppScript hang();

// For an app with TLS: the certificate and its key are PEM files.
Poco::Net::Context::Ptr server_tls(const std::string& certificate, const std::string& key);

// Each connection is served by a thread of its own. Stops when it is destroyed: hanging connections are cut.
class ScriptedApp {
 public:
  // The n-th connection gets the n-th script, all further ones the last.
  explicit ScriptedApp(std::vector<AppScript> scripts);
  ScriptedApp(std::vector<AppScript> scripts, const Poco::Net::Context::Ptr& tls);
  ~ScriptedApp();
  ScriptedApp(const ScriptedApp&) = delete;
  ScriptedApp& operator=(const ScriptedApp&) = delete;

  int port() const { return port_; }
  std::string url(const std::string& path = "/api/trigger") const;  // http://127.0.0.1:…

  std::string secure_url(const std::string& host) const;  // https://<host>:…/
  std::vector<AppRequest> requests() const;
  // Waits until so many requests have come.
  void await_requests(std::size_t count) const;

 private:
  ScriptedApp(std::vector<AppScript> scripts, Poco::Net::ServerSocket server);

  void accept();
  void serve(Poco::Net::StreamSocket socket, std::size_t number);

  const std::vector<AppScript> scripts_;
  Poco::Net::ServerSocket server_;
  const int port_;
  mutable std::mutex mutex_;
  mutable std::condition_variable came_;
  std::vector<AppRequest> requests_;              // protected by mutex_
  std::vector<Poco::Net::StreamSocket> sockets_;  // protected by mutex_
  std::vector<std::thread> servers_;              // the accepting thread's, until it ends
  bool stopping_ = false;                         // protected by mutex_
  std::thread acceptor_;
};

}  // namespace kongflow::testing
