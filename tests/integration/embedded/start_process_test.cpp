// Processes that the host starts, and the signals that they get.
#include <cppunit/extensions/HelperMacros.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "host/database/embedded_postgres_process.h"
#include "support/temporary_folder.h"

namespace kongflow::host {
namespace {

int handled_pipe = -1;

// As Boost.Asio handles signals: with a pipe, which a forked process has too.
void report(int) {
  if (::write(handled_pipe, "x", 1) < 0) ::_exit(2);
}

class StartProcessTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(StartProcessTest);
  CPPUNIT_TEST(a_signal_to_a_process_that_starts_does_not_reach_the_host);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_signal_to_a_process_that_starts_does_not_reach_the_host() {
    std::array<int, 2> pipe{};
    CPPUNIT_ASSERT_EQUAL(0, ::pipe2(pipe.data(), O_CLOEXEC | O_NONBLOCK));
    handled_pipe = pipe[1];
    struct sigaction action = {}, before = {};
    action.sa_handler = &report;
    CPPUNIT_ASSERT_EQUAL(0, ::sigaction(SIGINT, &action, &before));
    ServerUser user;
    user.switch_user = false;
    const int lock = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < 200; ++i) {
      const pid_t child = start_process({"/bin/sleep", "60"}, user, folder_.path(), lock, lock, SIGKILL);
      ::kill(child, SIGINT);
      const int status = wait_for(child);
      CPPUNIT_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT);
    }
    char byte = 0;
    CPPUNIT_ASSERT_EQUAL(ssize_t{-1}, ::read(pipe[0], &byte, 1));
    CPPUNIT_ASSERT_EQUAL(EAGAIN, errno);
    sigset_t blocked;
    CPPUNIT_ASSERT_EQUAL(0, ::pthread_sigmask(SIG_SETMASK, nullptr, &blocked));
    CPPUNIT_ASSERT_EQUAL(0, ::sigismember(&blocked, SIGINT));
    ::sigaction(SIGINT, &before, nullptr);
    for (const int end : {pipe[0], pipe[1], lock}) ::close(end);
  }

 private:
  const testing::TemporaryFolder folder_;
};

CPPUNIT_TEST_SUITE_REGISTRATION(StartProcessTest);

}  // namespace
}  // namespace kongflow::host
