#include "host/base/public_api_key.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

namespace kongflow::host {
namespace {

std::string_view short_type(std::string_view type) {
  if (type == "DEVELOPMENT") return "dev";
  if (type == "STAGING") return "stg";
  if (type == "PREVIEW") return "preview";
  return "prod";
}

}  // namespace

std::string public_api_key(std::string_view environment_id, std::string_view environment_type) {
  constexpr std::string_view purpose = "kongflow public api key";
  constexpr std::size_t shown_bytes = 16;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const auto* id = reinterpret_cast<const unsigned char*>(environment_id.data());
  if (HMAC(EVP_sha256(), purpose.data(), static_cast<int>(purpose.size()), id, environment_id.size(), digest.data(),
           nullptr) == nullptr)
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256.");

  std::string key = "pk_" + std::string(short_type(environment_type)) + "_";
  for (std::size_t i = 0; i < shown_bytes; ++i) {
    key += "0123456789abcdef"[digest[i] >> 4];
    key += "0123456789abcdef"[digest[i] & 0xF];
  }
  return key;
}

}  // namespace kongflow::host
