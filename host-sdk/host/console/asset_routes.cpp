#include "host/console/asset_routes.h"

#include <string>

#include "host/base/text.h"
#include "host/console/request_fields.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

constexpr char kStartPage[] = "index.html";
constexpr char kContentSecurityPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src "
    "'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

HttpHeaders headers_of(const Asset& asset) {
  return {{"content-type", asset.content_type},
          {"etag", asset.etag},
          {"cache-control", "no-cache"},
          {"content-security-policy", kContentSecurityPolicy},
          {"x-content-type-options", "nosniff"},
          {"referrer-policy", "no-referrer"},
          {"cross-origin-opener-policy", "same-origin"}};
}

bool below(std::string_view path, std::string_view folder) {
  return path.substr(0, folder.size()) == folder && (path.size() == folder.size() || path[folder.size()] == '/');
}

HttpResponse serve(const kf_http_request& request, const AssetFiles& assets, std::string_view path) {
  if (assets.empty()) return error_response(404, "The console's pages are not installed. Its API is available.");
  if (below(path, "api")) return error_response(404);
  const Asset* asset = assets.find(path);
  if (asset == nullptr && !below(path, "assets")) asset = assets.find(kStartPage);
  if (asset == nullptr) return error_response(404);
  if (request_header(request, "if-none-match") == asset->etag) return {304, headers_of(*asset), {}};
  return {200, headers_of(*asset), asset->content};
}

}  // namespace

void add_asset_routes(ConsoleRoutes& routes, const AssetFiles& assets) {
  routes.add_open("GET", "/console",
                  [&assets](const kf_http_request& request) { return serve(request, assets, kStartPage); });
  routes.add_open("GET", "/console/*path", [&assets](const kf_http_request& request) {
    return serve(request, assets, request_parameter(request, "path"));
  });
}

}  // namespace kongflow::host
