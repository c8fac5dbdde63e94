// The host's settings: all tables of the config file except [plugins].
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
  std::uint64_t max_body_bytes = 1024 * 1024;         // larger bodies get 413
  bool bearer_in_any_case = false;                    // accept the schemes "bearer" and "BEARER" too
  int max_in_flight = 1'024;                          // concurrent requests; more get 503 with Retry-After
  int worker_threads = 256;                           // concurrent handlers; threads start on demand
  std::chrono::milliseconds request_timeout{30'000};  // from the last byte of the request to the response; then 504
  std::chrono::milliseconds read_timeout{10'000};     // http.header_timeout: to receive a whole request
  std::chrono::milliseconds idle_timeout{60'000};     // between two requests on a connection
};

// Limits shared fairly between tenants. Not a separate table.
struct AdmissionSettings {
  int calls = 2'000;                                   // calls.concurrency
  std::uint64_t body_bytes = std::uint64_t{64} << 20;  // memory for large request bodies and bodies that plugins read
};

struct TaskSettings {                                                    // [tasks]
  int concurrency = 32;                                                  // tasks running at once
  std::chrono::milliseconds poll_interval{2'000};                        // in addition to LISTEN
  int queue_batch = 500;                                                 // maximum tasks of one named queue per lock
  std::chrono::milliseconds timeout{300'000};                            // of one attempt
  std::uint64_t payload_memory_bytes = std::uint64_t{64} * 1024 * 1024;  // for large payloads of running tasks
};

struct DatabaseSettings {  // [database]
  std::string url;         // libpq connection string or URI, secret; empty: embedded PostgreSQL
  std::string bin_dir;     // folder of initdb and postgres for the embedded PostgreSQL; empty: searched
  bool migrate = false;    // migrate the database of `url` at start; the embedded one is always migrated
};

struct LogSettings {  // [log]
  LogLevel level = LogLevel::info;
  std::string format;  // json | text | "" (text on a terminal)
};

struct ConsoleSettings {  // [console]
  bool enabled = true;
  std::string authentication = "required";  // required | none (only on loopback: every client is an operator)
  bool listen_everywhere = false;       // serve on all addresses of http.listen, not only on loopback and unix sockets
  std::string token;                    // secret; empty: created at first start in data_dir/console-token (0600)
  std::string password_hash;            // argon2id, encoded; empty: none
  std::string read_only_token;          // secret; empty: none
  std::string read_only_password_hash;  // as password_hash
  std::filesystem::path assets_dir;     // folder of the pages; empty: next to the program
};

struct Settings {
  std::filesystem::path data_dir = "kongflow-data";  // data_dir: embedded cluster, console token
  std::vector<std::string> include;                  // include: config files that are read after the main one
  std::filesystem::path plugin_dir;                  // plugin_dir: base of relative plugin paths
  std::filesystem::path sql_dir;                     // sql_dir: migrations; empty: next to the program
  std::chrono::milliseconds shutdown_grace{10'000};  // shutdown_grace: a drain waits this long before it cancels
  HttpSettings http;
  AdmissionSettings admission;
  TaskSettings tasks;
  DatabaseSettings database;
  LogSettings log;
  ConsoleSettings console;
};

}  // namespace kongflow::host
