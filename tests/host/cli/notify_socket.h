// The service manager's side of sd_notify(3): a socket that a host started meanwhile finds in its environment.
#pragma once

#include <cppunit/TestAssert.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <string>

namespace kongflow::host::test {

class NotifySocket {
 public:
  NotifySocket(const std::filesystem::path& path, std::chrono::microseconds watchdog) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    fd_ = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    CPPUNIT_ASSERT_EQUAL(0, bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address));
    setenv("NOTIFY_SOCKET", path.c_str(), 1);
    setenv("WATCHDOG_USEC", std::to_string(watchdog.count()).c_str(), 1);
  }
  ~NotifySocket() {
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    close(fd_);
  }
  NotifySocket(const NotifySocket&) = delete;
  NotifySocket& operator=(const NotifySocket&) = delete;

  // The next message within `limit`.
  std::optional<std::string> next(std::chrono::milliseconds limit) {
    pollfd waiting{fd_, POLLIN, 0};
    if (poll(&waiting, 1, static_cast<int>(limit.count())) != 1) return std::nullopt;
    std::string message(4096, '\0');
    const ssize_t size = recv(fd_, message.data(), message.size(), 0);
    message.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
    return message;
  }

  // The next message that is no ping; a failed assertion when none comes.
  std::string next_but_pings() {
    for (;;) {
      const auto message = next(std::chrono::seconds(60));
      CPPUNIT_ASSERT_MESSAGE("the host tells the service manager nothing", message);
      if (*message != "WATCHDOG=1") return *message;
    }
  }

 private:
  int fd_ = -1;
};

}  // namespace kongflow::host::test
