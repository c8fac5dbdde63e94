#include "host/http/whoami.h"

#include <array>
#include <boost/json.hpp>

namespace kongflow::host {

std::string whoami_json(const Environment& environment) {
  std::array<unsigned char, 4096> memory;
  boost::json::monotonic_resource resource(memory.data(), memory.size());
  boost::json::object answer({{"id", environment.id},
                              {"slug", environment.slug},
                              {"type", environment.type},
                              {"createdAt", environment.created_at},
                              {"updatedAt", environment.updated_at},
                              {"project",
                               {{"id", environment.project_id},
                                {"slug", environment.project_slug},
                                {"name", environment.project_name},
                                {"createdAt", environment.project_created_at},
                                {"updatedAt", environment.project_updated_at}}},
                              {"organization",
                               {{"id", environment.organization_id},
                                {"slug", environment.organization_slug},
                                {"title", environment.organization_title},
                                {"createdAt", environment.organization_created_at},
                                {"updatedAt", environment.organization_updated_at}}},
                              {"pkApiKey", environment.public_api_key}},
                             &resource);
  // The CLI treats null as a rejected API key.
  if (!environment.user_id.empty()) answer["userId"] = environment.user_id;
  return boost::json::serialize(answer);
}

}  // namespace kongflow::host
