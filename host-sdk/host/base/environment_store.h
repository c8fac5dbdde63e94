// Finds the environment of an API key.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace kongflow::host {

// A row of runtime_environments with its project and organization. Times are ISO 8601 with milliseconds, Z.
struct Environment {
  std::string id, slug, type, api_key, created_at, updated_at;
  std::string project_id, project_slug, project_name, project_created_at, project_updated_at;
  std::string organization_id, organization_slug, organization_title, organization_created_at, organization_updated_at;
  std::string public_api_key;  // see public_api_key()
  std::string user_id;         // of the environment's member, else the organization's first user; may be empty
};

// Thread-safe.
class EnvironmentStore {
 public:
  virtual ~EnvironmentStore() = default;
  // Null when no environment has the key. Blocks on the database. Throws postgres::Error.
  virtual std::shared_ptr<const Environment> find_by_api_key(std::string_view api_key) = 0;
  // The environment when a recent look-up found it. Null does not mean that the key is unknown. Does not block.
  virtual std::shared_ptr<const Environment> recall(std::string_view /*api_key*/) { return nullptr; }
};

}  // namespace kongflow::host
