#include "raw_client.h"

#include <arpa/inet.h>
#include <cppunit/TestAssert.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <sstream>
#include <utility>

#include "host/http/http_message.h"

namespace kongflow::host::test {

RawClient::RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  CPPUNIT_ASSERT_EQUAL(0, ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address));
}

RawClient::~RawClient() {
  ::close(socket_);
}

RawClient& RawClient::send(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const ssize_t written = ::send(socket_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (written <= 0) break;  // the server has answered early and closed: response() tells
    sent += static_cast<std::size_t>(written);
  }
  return *this;
}

bool RawClient::receive() {
  pollfd ready{socket_, POLLIN, 0};
  CPPUNIT_ASSERT_MESSAGE("the server stays silent", ::poll(&ready, 1, 10'000) == 1);
  std::array<char, 16384> buffer{};
  const ssize_t size = ::recv(socket_, buffer.data(), buffer.size(), 0);
  if (size <= 0) return false;
  received_.append(buffer.data(), static_cast<std::size_t>(size));
  return true;
}

RawResponse RawClient::response(bool has_body) {
  std::size_t head_end = 0;
  while ((head_end = received_.find("\r\n\r\n")) == std::string::npos)
    CPPUNIT_ASSERT_MESSAGE("the connection ended before a response: " + received_, receive());

  RawResponse response;
  std::istringstream head(received_.substr(0, head_end + 2));
  received_.erase(0, head_end + 4);
  head >> response.version >> response.status;
  std::string line;
  std::getline(head, line);
  while (std::getline(head, line)) {
    const std::size_t colon = line.find(':');
    response.headers[lower_case(line.substr(0, colon))] = line.substr(colon + 2, line.size() - colon - 3);
  }
  const auto length = response.headers.find("content-length");
  if (!has_body || length == response.headers.end()) return response;
  const std::size_t size = std::stoul(length->second);
  while (received_.size() < size) CPPUNIT_ASSERT_MESSAGE("the body is cut short", receive());
  response.body = received_.substr(0, size);
  received_.erase(0, size);
  return response;
}

std::string RawClient::text_until(const std::string& end) {
  while (received_.size() < end.size() || received_.compare(received_.size() - end.size(), end.size(), end) != 0)
    CPPUNIT_ASSERT_MESSAGE("the connection ended after " + received_, receive());
  return std::exchange(received_, {});
}

bool RawClient::ended() {
  return received_.empty() && !receive();
}

void RawClient::abandon() {
  const linger reset{1, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  ::close(socket_);
  socket_ = -1;
}

RawResponse request(std::uint16_t port, const std::string& method, const std::string& target,
                    const std::string& headers, const std::string& body) {
  RawClient client(port);
  std::string text = method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers;
  if (!body.empty()) text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return client.send(text + "\r\n" + body).response(method != "HEAD");
}

}  // namespace kongflow::host::test
