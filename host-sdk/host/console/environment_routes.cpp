#include "host/console/environment_routes.h"

#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

// Excludes API keys. $1: words; each must occur in the slug, the type, the id, or a name of the project or
// organization.
constexpr char kListSql[] = R"(
select json_build_object('environments', coalesce(json_agg(json_build_object(
  'id', id, 'slug', slug, 'type', type, 'project', project, 'organization', organization)
  order by organization, project, slug, id), '[]'))
from (
  select env.id, env.slug, env.type, project.slug as project, organization.slug as organization
  from runtime_environments as env
  join projects as project on project.id = env.project_id
  join organizations as organization on organization.id = env.organization_id
  where not exists (
    select from regexp_split_to_table(lower($1), '\s+') as word
    where strpos(lower(concat_ws(' ', env.slug, env.type, project.slug, project.name, organization.slug,
                                 organization.title, env.id)), word) = 0)
  order by organization.slug, project.slug, env.slug, env.id
  limit 200
) as page)";

}  // namespace

void add_environment_routes(ConsoleRoutes& routes, ConsoleDatabase& database) {
  routes.read("/console/api/environments", [&](const ConsoleRequest& request) {
    return json_response(200, database.execute(kListSql, {request.query("filter").value_or("")}).text(0, 0));
  });
}

}  // namespace kongflow::host
