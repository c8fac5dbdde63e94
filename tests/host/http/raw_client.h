// A client that sends exactly the bytes it is told to, and waits at most ten seconds for anything.
#pragma once

#include <cstdint>
#include <map>
#include <string>

namespace kongflow::host::test {

struct RawResponse {
  int status = 0;
  std::string version;                         // "HTTP/1.1"
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

class RawClient {
 public:
  explicit RawClient(std::uint16_t port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  RawClient& send(const std::string& bytes);
  // The next response of the connection; a failed assertion when none comes. `has_body` is false for answers to HEAD.
  RawResponse response(bool has_body = true);
  // What has arrived after the last response, once it ends with `end`: for a body without a length.
  std::string text_until(const std::string& end);
  // True when the server ends the connection without another byte.
  bool ended();
  // Resets the connection.
  void abandon();

 private:
  bool receive();

  int socket_;
  std::string received_;
};

// Sends one request on a connection of its own. `headers` are whole lines, each ended by CR LF.
RawResponse request(std::uint16_t port, const std::string& method, const std::string& target,
                    const std::string& headers = "", const std::string& body = "");

}  // namespace kongflow::host::test
