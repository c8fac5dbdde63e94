#include "http/list_indexes_route.h"

#include "http/answers.h"
#include "http/endpoint_json.h"
#include "http/request_facts.h"

namespace kongflow::endpoints {

Response list_indexes(const Services& services, const Request& request, const Call& call) {
  const auto found =
      services.queries.indexes(environment_of(request), std::string(request.parameter("slug")), page_of(request));
  if (!found) return failure(call, found.error());
  std::vector<std::string> indexes;
  for (const EndpointIndex& index : found->items) indexes.push_back(index_json(index).text());
  return ok(JsonObject().add_json("indexes", json_array(indexes)).add("nextCursor", found->next));
}

}  // namespace kongflow::endpoints
