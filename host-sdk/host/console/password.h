// Hashes passwords with argon2id in the encoded form $argon2id$v=19$m=65536,t=3,p=1$salt$hash.
#pragma once

#include <string>

namespace kongflow::host {

// Uses a new salt. Takes about a tenth of a second and 64 MiB. Throws std::runtime_error.
std::string hash_password(const std::string& password);

// Takes the time and memory specified in the hash. Also false when `hash` is not a hash.
bool password_matches(const std::string& hash, const std::string& password);

}  // namespace kongflow::host
