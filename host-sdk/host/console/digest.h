// Digests of secrets: equal lengths allow comparison in constant time.
#pragma once

#include <array>
#include <string_view>

namespace kongflow::host {

using Digest = std::array<unsigned char, 32>;

Digest digest_of(std::string_view text);  // SHA-256

// Compare in constant time.
bool same_secret(const Digest& one, const Digest& other);
bool same_secret(std::string_view one, std::string_view other);

}  // namespace kongflow::host
