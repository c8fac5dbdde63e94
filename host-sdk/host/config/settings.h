// The host's own settings: every table of the config file but [plugins].
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "host/base/log.h"

namespace kongflow::host {

struct HttpSettings {                                 // [http]
  std::vector<std::string> listen{"127.0.0.1:3040"};  // host:port (port 0: any free one) or unix:/path
  std::string tls_cert, tls_key;                      // PEM files; empty: no TLS
  std::uint64_t max_body_bytes = 1024 * 1024;         // larger: 413
  bool bearer_in_any_case = false;                    // API keys: "bearer" and "BEARER" are accepted too
  int max_in_flight = 1'024;                          // requests being handled; more: 503 with Retry-After
  int worker_threads = 256;                           // handlers that run at once; started when needed
  std::chrono::milliseconds request_timeout{30'000};  // from the request's last byte to its answer; over: 504
  std::chrono::milliseconds header_timeout{10'000};   // to receive a whole request
  std::chrono::milliseconds idle_timeout{60'000};     // between two requests of a connection
};

// Not a table of its own: how tenants share what the host has.
struct AdmissionSettings {
  int calls = 2'000;                                   // calls.concurrency
  std::uint64_t body_bytes = std::uint64_t{64} << 20;  // for large bodies, of requests and of what plugins read
};

struct TaskSettings {                              // [tasks]
  int concurrency = 32;                            // tasks running at once
  std::chrono::milliseconds poll_interval{2'000};  // besides LISTEN
  int queue_batch = 500;                           // tasks of one named queue taken under one lock, at most
  std::chrono::milliseconds timeout{300'000};      // of one attempt
  std::uint64_t payload_memory_bytes = std::uint64_t{64} * 1024 * 1024;  // for large payloads of running tasks
};

struct DatabaseSettings {  // [database]
  std::string url;         // libpq connection string or URI, secret; empty: embedded
  std::string bin_dir;     // of the embedded PostgreSQL's programs; empty: searched
  bool migrate = false;    // migrate the database of `url` at start; the embedded one always is
};

struct LogSettings {  // [log]
  LogLevel level = LogLevel::info;
  std::string format;  // json | text | "" (text on a terminal)
};

struct ConsoleSettings {  // [console]
  bool enabled = true;
  std::string authentication = "required";  // required | none (on loopback alone: everybody is an operator)
  bool listen_everywhere = false;           // answer on every address that http.listen names, not on loopback alone
  std::string token;                        // secret; empty: made at first start in data_dir/console-token (0600)
  std::string password_hash;                // argon2id, encoded; empty: none
  std::string read_only_token;              // secret; empty: none
  std::string read_only_password_hash;      // as password_hash
  std::filesystem::path assets_dir;         // the pages; empty: next to the program
};

struct Settings {
  std::filesystem::path data_dir = "kongflow-data";  // data_dir: embedded cluster, console token
  std::vector<std::string> include;                  // include: config files that are read after the main one
  std::filesystem::path plugin_dir;                  // plugin_dir: where relative plugin paths start
  std::filesystem::path sql_dir;                     // sql_dir: migrations; empty: next to the program
  std::chrono::milliseconds shutdown_grace{10'000};  // shutdown_grace: drain waits this long, then cancels
  HttpSettings http;
  AdmissionSettings admission;
  TaskSettings tasks;
  DatabaseSettings database;
  LogSettings log;
  ConsoleSettings console;
};

}  // namespace kongflow::host
