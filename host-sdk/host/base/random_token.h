// Random secrets.
#pragma once

#include <string>

namespace kongflow::host {

// 32 random bytes as 64 hexadecimal digits. Throws std::runtime_error when the system has no random source.
std::string random_token();

}  // namespace kongflow::host
