// The host's open side: HTTP/1.0 and 1.1, over TCP, TLS and unix sockets, on one I/O thread, handlers on a bounded pool
// of workers.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "host/admission/admission.h"
#include "host/base/environment_store.h"
#include "host/base/health.h"
#include "host/base/log.h"
#include "host/config/settings.h"
#include "host/http/route_table.h"

namespace prometheus {
class Registry;
}

namespace kongflow::host {

// Order of life: start, drain, wait_idle, cancel, stop. Destroyed after the plugins have stopped, since exchanges that
// a plugin has not completed live in it.
class HttpServer {
 public:
  // Everything given is borrowed; the route table is complete when start() is called.
  HttpServer(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
             Admission& admission, Health& health, prometheus::Registry& registry, Log& log);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Listens on every address and returns their URLs in the order of the settings: "http://127.0.0.1:3040" with the port
  // that was bound, "https://…" with a certificate, "unix:/path". Throws std::runtime_error with a sentence for people
  // (port in use, certificate unreadable, …).
  std::vector<std::string> start();
  // Reads certificate and key again, for connections to come. Throws likewise, and keeps the old ones. [any thread]
  void reload_certificate();
  // From now on requests are answered 503 with Retry-After and Connection: close, those to /healthz, /readyz and
  // /metrics apart. Marks `health` as draining. [any thread]
  void drain();
  // True once no handler runs and every answer is written; false when that took longer. [any thread]
  bool wait_idle(std::chrono::milliseconds timeout);
  // Cancels the call of every request that a handler has not answered. [any thread]
  void cancel();
  // Runs `work` on the I/O thread, between start() and stop(). [any thread]
  void on_io_thread(std::function<void()> work);
  // Closes every connection; returns when no handler runs any more. Stops the admission's calls with it.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kongflow::host
