#include "domain/hook_identifier.h"

#include <sys/random.h>

#include <cerrno>
#include <system_error>

namespace kongflow::endpoints {
namespace {

constexpr std::string_view kLetters = "0123456789abcdefghijklmnopqrstuvxyz";
constexpr std::size_t kLength = 10;
constexpr unsigned kUnbiased = 256 / kLetters.size() * kLetters.size();  // larger bytes would bias the distribution

}  // namespace

std::string RandomHookIdentifiers::next() {
  std::string identifier;
  while (identifier.size() < kLength) {
    unsigned char bytes[2 * kLength];
    const ssize_t count = getrandom(bytes, sizeof(bytes), 0);
    if (count < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "getrandom");
    for (ssize_t i = 0; i < count && identifier.size() < kLength; ++i)
      if (bytes[i] < kUnbiased) identifier += kLetters[bytes[i] % kLetters.size()];
  }
  return identifier;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  unsigned difference = left.size() == right.size() ? 0 : 1;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const char other = right.empty() ? '\0' : right[i % right.size()];
    difference |= static_cast<unsigned char>(left[i] ^ other);
  }
  return *static_cast<volatile unsigned*>(&difference) == 0;
}

}  // namespace kongflow::endpoints
