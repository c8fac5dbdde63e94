#include <boost/json.hpp>
#include <iostream>
#include <stdexcept>

#include "host/cli/commands.h"
#include "host/cli/table.h"
#include "host/cli/with_database.h"
#include "host/database/environment_creator.h"
#include "host/database/environment_list.h"

namespace kongflow::host::cli {
namespace {

std::string needed(const Arguments& arguments, const std::string& option) {
  const auto value = arguments.value(option);
  if (!value) throw UsageError("--" + option + " is missing");
  return *value;
}

boost::json::object described(const Environment& environment) {
  return {{"id", environment.id},
          {"slug", environment.slug},
          {"type", environment.type},
          {"organization", environment.organization_slug},
          {"project", environment.project_slug}};
}

std::string masked(const std::string& api_key) {
  return api_key.substr(0, api_key.rfind('_') + 1) + "***";
}

int create(const Arguments& arguments) {
  NewEnvironmentRequest request;
  request.organization = needed(arguments, "organization");
  request.project = needed(arguments, "project");
  request.type = arguments.value("type").value_or(request.type);
  request.slug = arguments.value("slug").value_or("");
  return with_database(arguments, [&](postgres::Connection& connection) {
    const CreatedEnvironment result = create_environment(connection, request);
    const Environment& environment = result.environment;
    if (arguments.has("json")) {
      auto out = described(environment);
      out["apiKey"] = environment.api_key;
      out["created"] = result.created;
      std::cout << boost::json::serialize(out) << '\n';
      return 0;
    }
    std::cout << (result.created ? "created" : "exists already: ") << (result.created ? " " : "")
              << environment.organization_slug << '/' << environment.project_slug << '/' << environment.slug << " ("
              << environment.type << ")\n"
              << "id       " << environment.id << "\nAPI key  " << environment.api_key << '\n';
    return 0;
  });
}

int list(const Arguments& arguments) {
  return with_database(arguments, [&](postgres::Connection& connection) {
    const auto environments = list_environments(connection);
    boost::json::array all;
    std::vector<std::vector<std::string>> rows;
    for (const auto& environment : environments) {
      all.push_back(described(environment));
      rows.push_back({environment.organization_slug, environment.project_slug, environment.slug, environment.type,
                      environment.id, masked(environment.api_key)});
    }
    if (arguments.has("json")) {
      std::cout << boost::json::serialize(all) << '\n';
    } else {
      print_table(std::cout, {"ORGANIZATION", "PROJECT", "SLUG", "TYPE", "ID", "API KEY"}, rows);
    }
    return 0;
  });
}

}  // namespace

Command env_create_command() {
  return {"env create",
          "Creates an environment, its organization and its project if they do not exist; prints the API key.",
          "Safe next to a running host.",
          {},
          {{"organization", 0, "SLUG", "the organization (required)"},
           {"project", 0, "SLUG", "the project (required)"},
           {"type", 0, "TYPE", "DEVELOPMENT (the default), PRODUCTION, STAGING or PREVIEW"},
           {"slug", 0, "SLUG", "the environment; default by type: dev, prod, stg or preview"},
           {"json", 0, "", "prints one JSON object"}},
          &create};
}

Command env_list_command() {
  return {"env list", "Lists all environments, without their API keys.", "Safe next to a running host.",
          {},         {{"json", 0, "", "prints one JSON array"}},        &list};
}

}  // namespace kongflow::host::cli
