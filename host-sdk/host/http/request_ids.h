// Assigns each request an id for logs and for the client.
#pragma once

#include <random>
#include <string>

namespace kongflow::host {

// Not thread-safe.
class RequestIds {
 public:
  // `offered` (a client's X-Request-Id) when it has 1 to 64 characters of [A-Za-z0-9._-], else "req-" and 16 hex
  // digits.
  std::string next(const std::string* offered);

 private:
  std::mt19937_64 random_{std::random_device{}()};
};

}  // namespace kongflow::host
