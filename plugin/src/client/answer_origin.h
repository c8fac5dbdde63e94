// Detects responses that do not come from the app: a login, a bot check, a tunnel, a hosting platform, a web page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/answer_head.h"
#include "client/target_url.h"

namespace kongflow::endpoints {

struct AnswerOrigin {
  enum class Kind {
    login,           // a login wall in front of the app
    bot_check,       // a firewall that treats the platform as a bot
    tunnel_warning,  // the interstitial page of a tunnel
    tunnel_offline,  // a tunnel without a running program
    platform,        // a hosting platform or proxy that cannot reach the app
    wrong_path,      // a web app without a route at this path
    protocol,        // a server that requires another protocol on this connection
    web_page,        // any other HTML
  };
  Kind kind;
  std::string name;    // name of the server or page: "ngrok's offline page"
  std::string advice;  // a sentence without its period
};

// The default remedy for responses of this kind: a sentence without its period.
const char* advice_for(AnswerOrigin::Kind kind);

// A response and its source. The members must outlive it.
struct AnswerEvidence {
  const AnswerHead& head;
  std::string_view body;  // may be truncated
  const TargetUrl& url;
  bool redirected;                                   // `url` is not the requested URL
  std::optional<std::string> unread = std::nullopt;  // why `body` is empty although the response has one
};

// True for the SDK's response to a wrong or missing API key: {"message": "…"} with status 401.
bool is_api_key_rejection(const AnswerEvidence& answer);

// nullopt when the response may come from the app.
std::optional<AnswerOrigin> find_answer_origin(const AnswerEvidence& answer);

// True when host, path or query parameters indicate a login page.
bool is_login_url(const TargetUrl& url);

// Describes an unexpected response. If it does not come from the app: the name of the server, the evidence (title,
// Server header), the URL after a redirect, and the remedy. Otherwise the app's message; nullopt when it has none.
std::optional<std::string> explain_answer(const AnswerEvidence& answer);

}  // namespace kongflow::endpoints
