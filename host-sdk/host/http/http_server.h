// The host's HTTP server: HTTP/1.0 and 1.1 over TCP, TLS and unix sockets, with one I/O thread and a bounded pool of
// handler threads.
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

// Call order: start, drain, wait_idle, cancel, stop. Must be destroyed after the plugins have stopped, because it owns
// the exchanges that plugins have not completed.
class HttpServer {
 public:
  // All arguments must outlive the server. The route table must be complete before start().
  HttpServer(const HttpSettings& settings, const RouteTable& routes, EnvironmentStore& environments,
             Admission& admission, Health& health, prometheus::Registry& registry, Log& log);
  ~HttpServer();  // stops
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  // Listens on all addresses and returns their URLs in the order of the settings: "http://127.0.0.1:3040" with the
  // bound port, "https://…" with a certificate, "unix:/path". Throws std::runtime_error with a sentence for operators
  // (port in use, certificate unreadable, …).
  std::vector<std::string> start();
  // Reloads certificate and key for new connections. Throws as start() does and then keeps the old ones. [any thread]
  void reload_certificate();
  // From now on, requests get 503 with Retry-After and Connection: close, except /healthz, /readyz and /metrics. Marks
  // `health` as draining. [any thread]
  void drain();
  // Waits until no handler runs and all responses are written; false after `timeout`. [any thread]
  bool wait_idle(std::chrono::milliseconds timeout);
  // Cancels the calls of all requests that are not completed. [any thread]
  void cancel();
  // Runs `work` on the I/O thread, between start() and stop(). [any thread]
  void on_io_thread(std::function<void()> work);
  // Closes all connections and returns when no handler runs. Also stops the admission's calls.
  void stop();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kongflow::host
