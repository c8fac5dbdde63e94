#include "client/redaction.h"

namespace kongflow::endpoints {

std::string without_secret(std::string text, std::string_view secret) {
  constexpr std::string_view kMask = "***";
  if (secret.empty()) return text;
  for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kMask.size()))
    text.replace(at, secret.size(), kMask);
  return text;
}

std::optional<ClientFailure> without_secret(std::optional<ClientFailure> failure, std::string_view secret) {
  if (!failure) return failure;
  failure->message = without_secret(std::move(failure->message), secret);
  if (failure->reason) failure->reason = without_secret(std::move(*failure->reason), secret);
  return failure;
}

}  // namespace kongflow::endpoints
