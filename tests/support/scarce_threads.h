// Processes that may start few threads, as under `ulimit -u` or a cgroup's pids.max.
#pragma once

#include <cppunit/TestAssert.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <functional>
#include <string>

namespace kongflow::testing {

// How many threads and processes the user of this process may have; never above the hard limit.
inline void limit_threads(rlim_t most) {
  rlimit limit{};
  ::getrlimit(RLIMIT_NPROC, &limit);
  limit.rlim_cur = most < limit.rlim_max ? most : limit.rlim_max;
  ::setrlimit(RLIMIT_NPROC, &limit);
}

// Runs `action` in a process of its own, which limit_threads() binds; as root that is one of a user without other
// processes. Fails the test with what `action` returns: what is wrong, or "".
inline void expect_in_own_process(const std::function<std::string()>& action) {
  int ends[2];
  CPPUNIT_ASSERT_EQUAL(0, ::pipe(ends));
  const pid_t child = ::fork();
  if (child == 0) {
    std::string wrong;
    try {
      const uid_t unused = 1'000'000 + static_cast<uid_t>(::getpid());
      wrong = ::geteuid() == 0 && ::setuid(unused) != 0 ? "setuid() failed" : action();
    } catch (const std::exception& error) {
      wrong = error.what();
    }
    const bool told = ::write(ends[1], wrong.data(), wrong.size()) == static_cast<ssize_t>(wrong.size());
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::string wrong;
  for (char byte = 0; ::read(ends[0], &byte, 1) == 1;) wrong += byte;
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  CPPUNIT_ASSERT_EQUAL_MESSAGE("the process ended with wait status", 0, status);
  CPPUNIT_ASSERT_EQUAL(std::string(), wrong);
}

}  // namespace kongflow::testing
