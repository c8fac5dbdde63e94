#include "host/http/whoami.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json.hpp>
#include <stdexcept>
#include <string_view>

namespace kongflow::host {
namespace {

std::string_view short_type(std::string_view type) {
  if (type == "DEVELOPMENT") return "dev";
  if (type == "STAGING") return "stg";
  if (type == "PREVIEW") return "preview";
  return "prod";
}

}  // namespace

std::string public_api_key(const Environment& environment) {
  constexpr std::string_view purpose = "kongflow public api key";
  constexpr std::size_t shown_bytes = 16;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  const auto* id = reinterpret_cast<const unsigned char*>(environment.id.data());
  if (HMAC(EVP_sha256(), purpose.data(), static_cast<int>(purpose.size()), id, environment.id.size(), digest.data(),
           nullptr) == nullptr)
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256.");

  std::string key = "pk_" + std::string(short_type(environment.type)) + "_";
  for (std::size_t i = 0; i < shown_bytes; ++i) {
    key += "0123456789abcdef"[digest[i] >> 4];
    key += "0123456789abcdef"[digest[i] & 0xF];
  }
  return key;
}

std::string whoami_json(const Environment& environment) {
  boost::json::object answer{{"id", environment.id},
                             {"slug", environment.slug},
                             {"type", environment.type},
                             {"createdAt", environment.created_at},
                             {"updatedAt", environment.updated_at},
                             {"project", boost::json::object{{"id", environment.project_id},
                                                             {"slug", environment.project_slug},
                                                             {"name", environment.project_name},
                                                             {"createdAt", environment.project_created_at},
                                                             {"updatedAt", environment.project_updated_at}}},
                             {"organization", boost::json::object{{"id", environment.organization_id},
                                                                  {"slug", environment.organization_slug},
                                                                  {"title", environment.organization_title},
                                                                  {"createdAt", environment.organization_created_at},
                                                                  {"updatedAt", environment.organization_updated_at}}},
                             {"pkApiKey", public_api_key(environment)}};
  // The CLI takes a null for a refused API key.
  if (!environment.user_id.empty()) answer["userId"] = environment.user_id;
  return boost::json::serialize(answer);
}

}  // namespace kongflow::host
