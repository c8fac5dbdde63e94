// A user's app that is registered by its URL in one environment.
#pragma once

#include <string>

namespace kongflow::endpoints {

// A row of the table endpoints. Times are ISO 8601 in UTC with milliseconds: 2026-01-31T09:00:00.000Z.
struct Endpoint {
  std::string id;    // uuid
  std::string slug;  // the app's own id, 1-100 visible ASCII characters, unique in its environment
  std::string url;   // as registered: trimmed, otherwise never rewritten
  std::string environment_id;
  std::string organization_id;
  std::string project_id;
  std::string created_at;
  std::string updated_at;
  std::string indexing_hook_identifier;  // the unguessable last segment of the hook URL
};

}  // namespace kongflow::endpoints
