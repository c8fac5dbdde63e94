#include "http/request_facts.h"

#include <charconv>

namespace kongflow::endpoints {

Environment environment_of(const Request& request) {
  const RequestEnvironment from = request.environment().value();
  return {std::string(from.id),
          std::string(from.slug),
          std::string(from.type),
          std::string(from.api_key),
          std::string(from.organization_id),
          std::string(from.project_id)};
}

PageRequest page_of(const Request& request) {
  PageRequest page;
  page.cursor = request.query_parameter("cursor");
  if (const auto limit = request.query_parameter("limit")) {
    const char* end = limit->data() + limit->size();
    const auto [read, error] = std::from_chars(limit->data(), end, page.limit);
    if (error != std::errc() || read != end) page.limit = 0;
  }
  return page;
}

std::string base_url_of(const Services& services, const Request& request) {
  if (!services.public_url.empty()) return services.public_url;
  return (request.secure() ? "https://" : "http://") + std::string(request.header("host").value_or("localhost"));
}

}  // namespace kongflow::endpoints
