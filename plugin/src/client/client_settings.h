// Limits for calls to users' apps.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace kongflow::endpoints {

struct ClientSettings {
  std::chrono::milliseconds ping_timeout{5'000};    // for a whole call: queueing, name lookup, redirects, response
  int ping_retries = 1;                             // retries of a ping that timed out
  std::chrono::milliseconds index_timeout{15'000};  // for a whole call, like ping_timeout
  std::size_t max_url_bytes = 2048;
  std::size_t max_pong_bytes = std::size_t{64} * 1024;
  std::size_t max_manifest_bytes = std::size_t{8} * 1024 * 1024;
  int max_manifest_depth = 128;
  std::int64_t max_manifest_entries = 10'000;  // total of all lists
  int max_redirects = 5;
  std::string ca_file;  // PEM file of authorities to trust in addition to the system's; empty: none
};

}  // namespace kongflow::endpoints
