// Limits of the calls to users' apps.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace kongflow::endpoints {

struct ClientSettings {
  std::chrono::milliseconds ping_timeout{5'000};    // of a whole call: waiting, names, redirects, the answer
  int ping_retries = 1;                             // how often a ping that timed out is sent again
  std::chrono::milliseconds index_timeout{15'000};  // as of ping_timeout
  std::size_t max_url_bytes = 2048;
  std::size_t max_pong_bytes = std::size_t{64} * 1024;
  std::size_t max_manifest_bytes = std::size_t{8} * 1024 * 1024;
  int max_manifest_depth = 128;
  std::int64_t max_manifest_entries = 10'000;  // of all lists together
  int max_redirects = 5;
  std::string ca_file;  // authorities to trust besides the system's, PEM; empty: none
};

}  // namespace kongflow::endpoints
