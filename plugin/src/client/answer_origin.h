// Recognizes answers that do not come from the app: a login, a bot check, a tunnel, a hosting platform, a web page.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "client/answer_head.h"
#include "client/target_url.h"

namespace kongflow::endpoints {

struct AnswerOrigin {
  enum class Kind {
    login,           // something in front of the app asks visitors to log in
    bot_check,       // a firewall takes the platform for a bot
    tunnel_warning,  // a tunnel shows its page for visitors first
    tunnel_offline,  // the tunnel has no program behind it
    platform,        // the hosting platform or a proxy answers because it cannot reach the app
    wrong_path,      // a web app answers, without a route at this path
    protocol,        // the server requires another protocol on this connection
    web_page,        // HTML that is none of these
  };
  Kind kind;
  std::string name;    // of the server or page, "ngrok's offline page"
  std::string advice;  // a sentence without its period
};

// What to do about an answer of this kind, unless its server is known to need something else: a sentence without its
// period.
const char* advice_for(AnswerOrigin::Kind kind);

// An answer and where it came from. The parts outlive it.
struct AnswerEvidence {
  const AnswerHead& head;
  std::string_view body;  // at least its beginning
  const TargetUrl& url;
  bool redirected;                                   // `url` is not the one that was asked first
  std::optional<std::string> unread = std::nullopt;  // why `body` is empty although one came
};

// The SDK's own words about a wrong or missing API key: {"message": "…"} with status 401.
bool is_key_refusal(const AnswerEvidence& answer);

// nullopt: it may come from the app.
std::optional<AnswerOrigin> find_answer_origin(const AnswerEvidence& answer);

// The URL of a page for logging in, by its host, path and parameters.
bool is_login_url(const TargetUrl& url);

// The name of the server that answered, with evidence (title, Server header), the URL after a redirect, and what to do;
// otherwise the app's words. nullopt: the answer has neither.
std::optional<std::string> explain_answer(const AnswerEvidence& answer);

}  // namespace kongflow::endpoints
