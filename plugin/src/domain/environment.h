// The environment of a project that an endpoint belongs to.
#pragma once

#include <string>

namespace kongflow::endpoints {

struct Environment {
  std::string id;  // uuid
  std::string slug;
  std::string type;     // PRODUCTION | STAGING | DEVELOPMENT | PREVIEW
  std::string api_key;  // secret: sent to the app as x-trigger-api-key, never shown
  std::string organization_id;
  std::string project_id;
};

}  // namespace kongflow::endpoints
