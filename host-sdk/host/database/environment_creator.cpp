#include "host/database/environment_creator.h"

#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "host/base/hex.h"
#include "host/database/environment_rows.h"

namespace kongflow::host {
namespace {

struct TypeNames {
  std::string_view type, slug;  // the slug is also the middle of the key: tr_<slug>_…
};
constexpr std::array<TypeNames, 4> kTypes = {
    {{"PRODUCTION", "prod"}, {"STAGING", "stg"}, {"DEVELOPMENT", "dev"}, {"PREVIEW", "preview"}}};

const TypeNames& names_of(const std::string& type) {
  for (const TypeNames& names : kTypes)
    if (names.type == type) return names;
  throw std::invalid_argument('"' + type +
                              "\" is not an environment type: use PRODUCTION, STAGING, DEVELOPMENT or PREVIEW");
}

void require_slug(std::string_view what, const std::string& slug) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; };
  if (slug.empty() || slug.size() > 100 || !std::all_of(slug.begin(), slug.end(), allowed))
    throw std::invalid_argument("The " + std::string(what) +
                                " is a slug: 1 to 100 characters of a-z, 0-9, hyphen and underscore");
}

std::string new_api_key(std::string_view kind) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
    throw std::runtime_error("The operating system gave no random numbers");
  return "tr_" + std::string(kind) + '_' + hex(bytes);
}

std::string find_or_make_organization(postgres::Connection& database, const std::string& slug) {
  database.execute("insert into organizations (slug, title) values ($1::text, $1::text) on conflict (slug) do nothing",
                   {slug});
  return database.execute("select id from organizations where slug = $1 for update", {slug}).text(0, 0);
}

std::string find_or_make_project(postgres::Connection& database, const std::string& slug,
                                 const std::string& organization_id) {
  database.execute(
      "insert into projects (slug, name, organization_id) values ($1::text, $1::text, $2) on conflict (slug) do "
      "nothing",
      {slug, organization_id});
  const postgres::Rows rows =
      database.execute("select id, organization_id from projects where slug = $1 for update", {slug});
  if (rows.view(0, 1) != organization_id)
    throw std::invalid_argument("The project \"" + slug + "\" belongs to another organization");
  return rows.text(0, 0);
}

}  // namespace

CreatedEnvironment create_environment(postgres::Connection& database, const NewEnvironmentRequest& request) {
  const TypeNames& names = names_of(request.type);
  const std::string slug = request.slug.empty() ? std::string(names.slug) : request.slug;
  require_slug("organization", request.organization);
  require_slug("project", request.project);
  require_slug("environment", slug);

  postgres::Transaction transaction(database.native());
  const std::string organization_id = find_or_make_organization(database, request.organization);
  const std::string project_id = find_or_make_project(database, request.project, organization_id);
  const std::string select = select_environments() + "where project.id = $1 and env.slug = $2 order by env.created_at";

  CreatedEnvironment result;
  postgres::Rows rows = database.execute(select.c_str(), {project_id, slug});
  if (rows.empty()) {
    database.execute(
        "insert into runtime_environments (slug, api_key, type, organization_id, project_id)"
        " values ($1, $2, $3, $4, $5)",
        {slug, new_api_key(names.slug), request.type, organization_id, project_id});
    rows = database.execute(select.c_str(), {project_id, slug});
    result.created = true;
  }
  result.environment = read_environment(rows, 0);
  if (result.environment.type != request.type)
    throw std::invalid_argument("The environment \"" + slug + "\" of the project \"" + request.project +
                                "\" has the type " + result.environment.type);
  transaction.commit();
  return result;
}

}  // namespace kongflow::host
