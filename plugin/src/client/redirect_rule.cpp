#include "client/redirect_rule.h"

#include "client/answer_origin.h"
#include "client/display_text.h"

namespace kongflow::endpoints {
namespace {

std::string host_without_www(const TargetUrl& url) {
  const bool has_www = !url.address && url.host.compare(0, 4, "www.") == 0;
  return has_www ? url.host.substr(4) : url.host;
}

bool is_this_machine(const TargetUrl& url) {
  return url.host == "localhost" || url.host == "127.0.0.1" || url.host == "::1";
}

bool is_same_host(const TargetUrl& from, const TargetUrl& to) {
  return host_without_www(from) == host_without_www(to) ||
         (is_this_machine(from) && is_this_machine(to) && from.port == to.port);
}

}  // namespace

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

std::optional<std::string> redirect_refusal(const TargetUrl& from, const TargetUrl& to,
                                            const std::string& requested_path_and_query) {
  if (!is_same_host(from, to)) {
    if (is_login_url(to))
      return "It responds with a redirect to a login page (" + shorten(to.text()) + "). " +
             advice_for(AnswerOrigin::Kind::login);
    const std::string moved = "It responds with a redirect to another host";
    if (to.path_and_query == requested_path_and_query)
      return moved + ": register the URL at " + to.origin() + " itself if that is the app";
    return moved + " and path (" + shorten(to.text()) + "). Register the URL at which the app itself answers";
  }
  if (from.https && !to.https)
    return "It responds with a redirect from https to http, which would send the API key unprotected";
  return std::nullopt;
}

}  // namespace kongflow::endpoints
