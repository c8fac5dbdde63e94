#include "host/database/environment_rows.h"

#include "host/base/public_api_key.h"
#include "postgres/iso_time.h"

namespace kongflow::host {
namespace {

std::string iso_times(const std::string& table) {
  return postgres::iso_time(table + ".created_at") + ", " + postgres::iso_time(table + ".updated_at");
}

}  // namespace

std::string select_environments() {
  return "select env.id, env.slug, env.type, env.api_key, " + iso_times("env") +
         ", project.id, project.slug, project.name, " + iso_times("project") +
         ", organization.id, organization.slug, organization.title, " + iso_times("organization") +
         ", coalesce(owner.user_id, (select user_id from org_members where organization_id = organization.id"
         " order by created_at, id limit 1))::text"
         " from runtime_environments env"
         " join projects project on project.id = env.project_id"
         " join organizations organization on organization.id = env.organization_id"
         " left join org_members owner on owner.id = env.org_member_id ";
}

Environment read_environment(const postgres::Rows& rows, int row) {
  int column = 0;
  const auto next = [&] { return rows.text(row, column++); };
  Environment environment;
  environment.id = next();
  environment.slug = next();
  environment.type = next();
  environment.api_key = next();
  environment.created_at = next();
  environment.updated_at = next();
  environment.project_id = next();
  environment.project_slug = next();
  environment.project_name = next();
  environment.project_created_at = next();
  environment.project_updated_at = next();
  environment.organization_id = next();
  environment.organization_slug = next();
  environment.organization_title = next();
  environment.organization_created_at = next();
  environment.organization_updated_at = next();
  environment.user_id = next();
  environment.public_api_key = public_api_key(environment.id, environment.type);
  return environment;
}

}  // namespace kongflow::host
