#include "client/redirect_rule.h"

namespace kongflow::endpoints {
namespace {

std::string apex(const TargetUrl& url) {
  const bool has_www = !url.address && url.host.compare(0, 4, "www.") == 0;
  return has_www ? url.host.substr(4) : url.host;
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<std::string> redirect_refusal(const TargetUrl& from, const TargetUrl& to) {
  if (apex(from) != apex(to))
    return "It answers with a redirect to another host: register the URL at " + to.origin() +
           " itself if that is the app";
  if (from.https && !to.https)
    return "It answers with a redirect from https to http, which would send the API key unprotected";
  return std::nullopt;
}

}  // namespace kongflow::endpoints
