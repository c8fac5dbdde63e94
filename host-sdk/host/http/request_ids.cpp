#include "host/http/request_ids.h"

#include <algorithm>

namespace kongflow::host {
namespace {

bool is_sane(const std::string& id) {
  return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
           c == '-';
  });
}

}  // namespace

std::string RequestIds::next(const std::string* offered) {
  if (offered != nullptr && is_sane(*offered)) return *offered;
  std::string id = "req-";
  std::uint64_t bits = random_();
  for (int digit = 0; digit < 16; ++digit, bits >>= 4) id += "0123456789abcdef"[bits & 0xF];
  return id;
}

}  // namespace kongflow::host
