#include "host/database/environment_list.h"

#include "host/database/environment_rows.h"

namespace kongflow::host {

std::vector<Environment> list_environments(postgres::Connection& database) {
  static const std::string sql = select_environments() + "order by organization.slug, project.slug, env.slug, env.id";
  const postgres::Rows rows = database.execute(sql.c_str());
  std::vector<Environment> environments;
  environments.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row) environments.push_back(read_environment(rows, row));
  return environments;
}

}  // namespace kongflow::host
