// Creates environments for `kongflow-host env create`.
#pragma once

#include <string>

#include "host/base/environment_store.h"
#include "postgres/connection.h"

namespace kongflow::host {

struct NewEnvironmentRequest {
  std::string organization;          // slug
  std::string project;               // slug
  std::string type = "DEVELOPMENT";  // PRODUCTION | STAGING | DEVELOPMENT | PREVIEW
  std::string slug;                  // empty: dev | prod | stg | preview, after the type
};

struct CreatedEnvironment {
  Environment environment;  // with its API key: tr_dev_…, tr_prod_…, tr_stg_… or tr_preview_…
  bool created = false;     // false: the environment existed already
};

// Creates the organization, the project and the environment if they do not exist, in one transaction. Throws
// std::invalid_argument with a sentence for an invalid slug or type, for a project of another organization and for an
// existing environment of another type. Throws postgres::Error when the database fails.
CreatedEnvironment create_environment(postgres::Connection& database, const NewEnvironmentRequest& request);

}  // namespace kongflow::host
