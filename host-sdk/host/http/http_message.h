// A request that has been read whole, and an answer to one.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kongflow::host {

class EventStream;

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
  std::string id;  // "req-…", or what a sane X-Request-Id said
  std::string method;
  std::string path;     // as sent, percent-encoded, without the query
  std::string query;    // after "?", as sent
  HttpHeaders headers;  // names in lower case, in the order sent; trailers are dropped
  std::string body;
  std::shared_ptr<void> body_memory;  // what is reserved for a large body, as long as the request exists
  bool body_dropped = false;          // the client sent one that was not read, or could not be decoded
  std::string remote_address;
  bool secure = false;             // the connection uses TLS
  bool local_is_loopback = false;  // the address that the client connected to is this machine's alone

  // The first header of that name (in lower case).
  const std::string* header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return &value;
    return nullptr;
  }
};

// ASCII letters alone, as header names need it.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

struct HttpResponse {
  unsigned status = 200;
  HttpHeaders headers;  // without date, content-length, connection, x-request-id: the server adds those
  std::string body;
  // When set, the response has no end: `body` is not sent, the stream is handed over once the head is written, and the
  // connection closes after it. Must not block. [I/O thread]
  std::function<void(std::shared_ptr<EventStream>)> on_stream = {};
};

}  // namespace kongflow::host
