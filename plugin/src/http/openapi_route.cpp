#include "http/openapi_route.h"

#include <string>

namespace kongflow::endpoints {

Response show_openapi() {
  return Response::json(200, std::string(openapi_document()));
}

}  // namespace kongflow::endpoints
