// Listens on every address of this machine and must hear nothing.
#pragma once

#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Timespan.h>

#include <string>

namespace kongflow::testing {

class Canary {
 public:
  Canary() {
    constexpr bool kReuse = false;
    constexpr bool kIpv6Only = false;
    server_.bind6(Poco::Net::SocketAddress("::", 0), kReuse, kIpv6Only);
    server_.listen();
  }

  std::string port() const { return std::to_string(server_.address().port()); }
  // Whether anybody connected, ever: nobody takes the connections away.
  bool touched() { return server_.poll(Poco::Timespan(), Poco::Net::Socket::SELECT_READ); }

 private:
  Poco::Net::ServerSocket server_;
};

}  // namespace kongflow::testing
