#include "host/base/start_thread.h"

#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

namespace kongflow::host {

std::thread start_thread(std::function<void()> work) {
  try {
    return std::thread(std::move(work));
  } catch (const std::system_error& error) {
    throw std::runtime_error("The system starts no more threads (" + error.code().message() + "). " +
                             kProcessLimitAdvice);
  }
}

}  // namespace kongflow::host
