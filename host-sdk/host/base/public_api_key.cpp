#include "host/base/public_api_key.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <stdexcept>

#include "host/base/hex.h"

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
  constexpr std::string_view kPurpose = "kongflow public api key";
  constexpr std::size_t kShownBytes = 16;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const auto* id = reinterpret_cast<const unsigned char*>(environment_id.data());
  if (HMAC(EVP_sha256(), kPurpose.data(), static_cast<int>(kPurpose.size()), id, environment_id.size(), digest.data(),
           nullptr) == nullptr)
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256.");

  const std::string_view shown(reinterpret_cast<const char*>(digest.data()), kShownBytes);
  return "pk_" + std::string(short_type(environment_type)) + "_" + hex(shown);
}

}  // namespace kongflow::host
