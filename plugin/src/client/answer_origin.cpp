#include "client/answer_origin.h"

#include <Poco/String.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "client/answer_message.h"
#include "client/answer_signatures.h"
#include "client/display_text.h"
#include "client/host_name.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

using Kind = AnswerOrigin::Kind;

constexpr int kUnauthorized = 401;
constexpr const char* kFailed = "Check the logs of the app and of the server in front of it";
constexpr std::size_t kMaxShownServer = 60;

constexpr std::array kSdkVersionHeaders{"trigger-version", "trigger-sdk-version"};
constexpr std::array kSdkKeyMessages{"Forbidden: client apiKey", "Unauthorized: client missing apiKey",
                                     "Unauthorized: missing x-trigger-api-key"};
// The original service accepted this text as well (recorded). Gateways send other texts, or add members and headers.
constexpr const char* kBareKeyMessage = "Unauthorized";

constexpr std::array kLoginSegments{
    "login", "log-in", "log_in",  "logon",        "signin",    "sign-in",      "sign_in",   "signon",        "sso",
    "saml",  "saml2",  "auth",    "authenticate", "authorize", "oauth",        "oauth2",    "openid",        "idp",
    "cas",   "adfs",   "sso-api", "session",      "sessions",  "wp-login.php", "pf-signin", "openid-connect"};
constexpr std::array kLoginWordsInPaths{"login", "signin", "sign-in", "sign_in"};
constexpr std::array kLoginLabels{"login", "auth", "accounts", "sso", "id", "idp", "signin", "identity", "oauth"};
constexpr std::array kLoginDomains{
    "okta.com",          "auth0.com",       "onelogin.com", "cloudflareaccess.com", "microsoftonline.com",
    "amazoncognito.com", "workos.com",      "authkit.app",  "accounts.dev",         "pingidentity.com",
    "pingone.com",       "duosecurity.com", "zitadel.cloud"};
constexpr std::array kLoginParameters{"samlrequest", "response_type", "redirect_uri",
                                      "client_id",   "callbackurl",   "returnurl"};
// Their values are the page to open after the login. With other values, such as next=2, they have another meaning.
constexpr std::array kReturnParameters{"continue",    "next",        "return",   "return_to",    "returnto", "redirect",
                                       "redirect_to", "redirecturl", "goto",     "redirect_url", "service",  "rd",
                                       "return_url",  "callback",    "back_url", "relaystate",   "target",   "from"};
constexpr std::array kLoginTitles{"log in",       "login",          "sign in",       "sign-in",  "signin",
                                  "password",     "authentication", "authorization", "anmelden", "connexion",
                                  "iniciar sesi", "entrar",         "accedi",        "вход",     "войти",
                                  "登录",         "登入",           "ログイン"};
constexpr std::array kPasswordFields{"type=\"password\"", "type='password'", "type=password"};
constexpr std::array kAppRoots{"id=\"root\"",   "id=root",       "id=\"app\"",     "id=app",
                               "id=\"__next\"", "id=\"__nuxt\"", "<app-root",      "id=\"svelte\"",
                               "/@vite/client", "__next_data__", "type=\"module\""};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

template <std::size_t Size>
bool contains_any(std::string_view text, const std::array<const char*, Size>& parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return contains(text, part); });
}

// True when `word` occurs without a letter or digit before it: "Blog index" does not contain "log in".
bool begins_word(const std::string& text, std::string_view word) {
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
    if (at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0) return true;
  return false;
}

bool is_login_page(const ReadAnswer& read, const AnswerEvidence& answer) {
  const auto in_title = [&](std::string_view word) { return begins_word(read.title, word); };
  return contains_any(read.page, kPasswordFields) || std::any_of(kLoginTitles.begin(), kLoginTitles.end(), in_title) ||
         (answer.redirected && is_login_url(answer.url));
}

// `query` is in lower case and includes its question mark.
bool has_login_parameter(std::string query) {
  std::replace(query.begin(), query.end(), '?', '&');
  const auto holds = [&](const char* name) { return contains(query, "&" + std::string(name) + "="); };
  const auto returns = [&](const char* name) {
    const std::string parameter = "&" + std::string(name) + "=";
    return contains(query, parameter + "/") || contains(query, parameter + "%2f") ||
           contains(query, parameter + "http");
  };
  return std::any_of(kLoginParameters.begin(), kLoginParameters.end(), holds) ||
         std::any_of(kReturnParameters.begin(), kReturnParameters.end(), returns);
}

AnswerOrigin make_origin(Kind kind, std::string name) {
  return {kind, std::move(name), advice_for(kind)};
}

std::string quoted(const std::string& text) {
  return "\"" + text + "\"";
}

std::string where(const AnswerEvidence& answer) {
  return answer.redirected ? " at " + shorten(answer.url.text()) + ", after a redirect" : "";
}

// Returns the evidence in parentheses: (HTML titled "Sign in", server "nginx").
std::string details(const AnswerEvidence& answer) {
  std::string shown;
  if (body_kind(answer.body) == BodyKind::html) {
    const auto title = html_title(answer.body);
    shown = title ? "HTML titled " + quoted(*title) : "HTML without a title";
  } else if (const auto words = find_message(answer.body)) {
    shown = "it says " + quoted(*words);
  }
  const std::string server = first_line(answer.head.get("server", ""), kMaxShownServer);
  if (!server.empty()) shown += (shown.empty() ? "server " : ", server ") + quoted(server);
  return shown.empty() ? "" : " (" + shown + ")";
}

}  // namespace

bool is_api_key_rejection(const AnswerEvidence& answer) {
  if (answer.head.status() != kUnauthorized) return false;
  const auto json = sanitize_json(without_byte_order_mark(answer.body));
  const auto member = json ? json_member(*json, "message") : std::nullopt;
  const auto message = member ? json_string(*member) : std::nullopt;
  if (!message) return false;
  const auto in_head = [&](const char* name) { return answer.head.has(name); };
  if (std::any_of(kSdkVersionHeaders.begin(), kSdkVersionHeaders.end(), in_head)) return true;
  const auto begins = [&](std::string_view words) { return message->compare(0, words.size(), words) == 0; };
  if (std::any_of(kSdkKeyMessages.begin(), kSdkKeyMessages.end(), begins)) return true;
  return message == kBareKeyMessage && json_members(*json).size() == 1 && !find_answer_origin(answer);
}

std::optional<AnswerOrigin> find_answer_origin(const AnswerEvidence& answer) {
  const ReadAnswer read(answer.head, answer.body);
  if (const auto* signature = find_signature(read)) return signature->origin();
  if (read.kind == BodyKind::xml && !find_message(answer.body)) return make_origin(Kind::web_page, "An XML document");
  if (read.kind != BodyKind::html) return std::nullopt;
  if (is_login_page(read, answer)) return make_origin(Kind::login, "A login page");
  const bool success = answer.head.status() < 300;
  if (success && contains_any(read.page, kAppRoots))
    return make_origin(Kind::wrong_path, "The start page of a single-page app");
  const bool failed = answer.head.status() >= 500;
  return failed ? AnswerOrigin{Kind::web_page, "An error page", kFailed} : make_origin(Kind::web_page, "A web page");
}

bool is_login_url(const TargetUrl& url) {
  const auto is_label = [&](std::string_view label) {
    return url.host.size() > label.size() && url.host.compare(0, label.size(), label) == 0 &&
           url.host[label.size()] == '.';
  };
  const auto in_domain = [&](std::string_view domain) {
    return url.host == domain || has_suffix(url.host, "." + std::string(domain));
  };
  if (!url.address && (std::any_of(kLoginLabels.begin(), kLoginLabels.end(), is_label) ||
                       std::any_of(kLoginDomains.begin(), kLoginDomains.end(), in_domain)))
    return true;
  const std::string all = Poco::toLower(url.path_and_query);
  const std::string path = all.substr(0, all.find('?')) + "/";
  if (has_login_parameter(all.substr(path.size() - 1))) return true;
  const auto is_segment = [&](std::string_view segment) { return contains(path, "/" + std::string(segment) + "/"); };
  return contains_any(path, kLoginWordsInPaths) ||
         std::any_of(kLoginSegments.begin(), kLoginSegments.end(), is_segment);
}

std::optional<std::string> explain_answer(const AnswerEvidence& answer) {
  const bool from_sdk = is_api_key_rejection(answer);
  if (const auto origin = from_sdk ? std::nullopt : find_answer_origin(answer))
    return origin->name + " answered" + where(answer) + details(answer) + ". " + origin->advice;
  if (const auto words = find_message(answer.body)) return "The app says" + where(answer) + ": " + *words;
  const std::string evidence = details(answer);
  if (!answer.unread && !answer.redirected && evidence.empty()) return std::nullopt;
  const std::string place = answer.redirected ? where(answer) + "," : "";
  return answer.unread ? *answer.unread + where(answer) : "The response" + place + " has no message" + evidence;
}

const char* advice_for(AnswerOrigin::Kind kind) {
  switch (kind) {
    case Kind::login:
      return "Allow requests to this path without a login: they carry the header x-trigger-api-key, which the app "
             "checks";
    case Kind::bot_check:
      return "Exempt this path from the check";
    case Kind::tunnel_warning:
      return "Turn the warning page off, or use another tunnel: the platform cannot click through it";
    case Kind::tunnel_offline:
      return "Start the tunnel, and register its current URL";
    case Kind::platform:
      return "Check that the app is running and listens on the port that the platform expects";
    case Kind::protocol:
      return "Enable HTTP/1.1 on the server";
    case Kind::wrong_path:
    case Kind::web_page:
      break;
  }
  return "Check the path of the URL (you might be missing /api/trigger)";
}

}  // namespace kongflow::endpoints
