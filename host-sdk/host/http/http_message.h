// A complete request, and a response.
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
  std::string id;  // "req-…", or a valid X-Request-Id of the client
  std::string method;
  std::string path;     // as sent, percent-encoded, without the query
  std::string query;    // after "?", as sent
  HttpHeaders headers;  // names in lower case, in the order sent; trailers are dropped
  std::string body;
  std::shared_ptr<void> body_memory;  // memory reservation of a large body, for the lifetime of the request
  bool body_dropped = false;          // the client's body was not read or could not be decoded
  std::string remote_address;
  bool secure = false;             // the connection uses TLS
  bool local_is_loopback = false;  // the client connected to a loopback address or a unix socket

  // The first header with that name (in lower case); null when there is none.
  const std::string* header(std::string_view name) const {
    for (const auto& [key, value] : headers)
      if (key == name) return &value;
    return nullptr;
  }
};

// Converts only ASCII letters, as for header names.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

struct HttpResponse {
  unsigned status = 200;
  HttpHeaders headers;  // without date, content-length, connection, x-request-id, which the server adds
  std::string body;
  // When set, the response is an event stream: `body` is not sent, and this function receives the stream after the head
  // is written. The connection closes at the end of the stream. Must not block. [I/O thread]
  std::function<void(std::shared_ptr<EventStream>)> on_stream = {};
};

}  // namespace kongflow::host
