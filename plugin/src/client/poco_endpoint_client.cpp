#include "client/poco_endpoint_client.h"

#include <algorithm>

#include "client/app_words.h"
#include "client/manifest_validator.h"
#include "client/pong.h"
#include "client/redirect_rule.h"
#include "client/tls.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::HTTPRequest;
using Kind = ClientFailure::Kind;

constexpr std::size_t kMaxVersionLength = 100;

CallContext within(const CallContext& context, std::chrono::milliseconds timeout) {
  CallContext limited = context;
  limited.deadline = std::min(context.deadline, std::chrono::steady_clock::now() + timeout);
  return limited;
}

HTTPRequest make_request(const char* action, const char* accept, const AppAddress& app) {
  HTTPRequest request(HTTPRequest::HTTP_POST, "/", HTTPRequest::HTTP_1_1);
  request.set("accept", accept);
  request.set("x-trigger-action", action);
  request.set("x-trigger-api-key", app.api_key);
  request.set("user-agent", "kongflow-endpoints");
  request.setContentLength(0);
  return request;
}

void follow_with_get(HTTPRequest& request) {
  request.setMethod(HTTPRequest::HTTP_GET);
  request.erase(HTTPRequest::CONTENT_LENGTH);
}

ClientFailure not_connected(Kind kind, const AppAddress& app, std::string reason) {
  return {kind, "Could not connect to endpoint " + app.url, std::move(reason)};
}

ClientFailure refused_redirect(const AppAddress& app, std::string reason) {
  return {Kind::refused, "Could not connect to endpoint " + app.url + ". Its redirect is not followed",
          std::move(reason)};
}

std::optional<ClientFailure> bad_status(const AppAddress& app, const HttpAnswer& answer) {
  const int status = answer.status;
  if (status >= 200 && status <= 299) return std::nullopt;
  return ClientFailure{Kind::bad_status,
                       "Could not connect to endpoint " + app.url + ". Status code: " + std::to_string(status),
                       words_of(answer.body)};
}

std::optional<std::string> version_header(const HttpAnswer& answer, const char* name) {
  const std::string value = answer.head.get(name, "");
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (value.empty() || value.size() > kMaxVersionLength || !printable) return std::nullopt;
  return value;
}

void add_warning(AppFacts& facts, const std::optional<std::string>& warning) {
  if (!warning) return;
  facts.warning = facts.warning ? *facts.warning + "\n" + *warning : *warning;
}

}  // namespace

PocoEndpointClient::PocoEndpointClient(ClientSettings settings, const EgressPolicy& policy, Resolver& resolver)
    : settings_(std::move(settings)),
      policy_(policy),
      resolver_(resolver),
      tls_(make_tls_context(settings_.ca_file)),
      slots_(settings_.max_calls_per_environment) {}

PingReply PocoEndpointClient::ping(const AppAddress& app, const std::string& slug, const CallContext& context) {
  return {without_secret(ask_ping(app, slug, context), app.api_key)};
}

IndexReply PocoEndpointClient::index(const AppAddress& app, const CallContext& context) {
  IndexReply reply = ask_index(app, context);
  reply.failure = without_secret(std::move(reply.failure), app.api_key);
  for (auto* fact : {&reply.facts.sdk_version, &reply.facts.api_version, &reply.facts.warning})
    if (*fact) *fact = without_secret(std::move(**fact), app.api_key);
  return reply;
}

std::optional<ClientFailure> PocoEndpointClient::ask_ping(const AppAddress& app, const std::string& slug,
                                                          const CallContext& context) {
  HTTPRequest request = make_request("PING", "*/*", app);
  request.setContentType("application/json");
  request.set("x-trigger-endpoint-id", slug);
  auto called = call(app, request, settings_.max_pong_bytes, within(context, settings_.ping_timeout));
  if (auto* failure = std::get_if<ClientFailure>(&called)) return std::move(*failure);
  const auto& answer = std::get<Answered>(called).answer;
  if (answer.status == Poco::Net::HTTPResponse::HTTP_UNAUTHORIZED)
    return ClientFailure{Kind::bad_status, "Trigger API key is invalid",
                         words_of(answer.body).value_or("The app has another API key than this environment")};
  if (auto failure = bad_status(app, answer)) return failure;
  return judge_pong(app.url, answer.body);
}

IndexReply PocoEndpointClient::ask_index(const AppAddress& app, const CallContext& context) {
  IndexReply reply;
  HTTPRequest request = make_request("INDEX_ENDPOINT", "application/json", app);
  auto called = call(app, request, settings_.max_manifest_bytes, within(context, settings_.index_timeout));
  if (auto* failure = std::get_if<ClientFailure>(&called)) {
    reply.failure = std::move(*failure);
    return reply;
  }
  auto& [answer, moved_to] = std::get<Answered>(called);
  reply.facts.sdk_version = version_header(answer, "trigger-sdk-version");
  reply.facts.api_version = version_header(answer, "trigger-version");
  if (moved_to)
    add_warning(reply.facts, "The app answered behind a redirect: register it again with the URL " + moved_to->text());
  reply.failure = bad_status(app, answer);
  if (reply.failure) return reply;

  auto validated =
      validate_manifest(std::move(answer.body), {settings_.max_manifest_depth, settings_.max_manifest_entries});
  if (auto* failure = std::get_if<ClientFailure>(&validated)) {
    reply.failure = std::move(*failure);
  } else {
    reply.manifest = std::get<Manifest>(std::move(validated));
    add_warning(reply.facts, reply.manifest->warning);
  }
  return reply;
}

std::variant<PocoEndpointClient::Answered, ClientFailure> PocoEndpointClient::call(const AppAddress& app,
                                                                                   HTTPRequest& request,
                                                                                   std::size_t max_body_bytes,
                                                                                   const CallContext& context) {
  auto parsed = parse_url(app.url, settings_.max_url_bytes);
  if (auto* reason = std::get_if<std::string>(&parsed)) return not_connected(Kind::refused, app, std::move(*reason));
  const auto slot = slots_.take(app.environment_id, context);
  if (!slot) {
    return not_connected(
        context.cancelled() ? Kind::cancelled : Kind::unreachable, app,
        "This environment already makes " + std::to_string(settings_.max_calls_per_environment) + " calls at once");
  }
  HttpCall http(policy_, resolver_, watchdog_, tls_, context);
  auto url = std::get<TargetUrl>(std::move(parsed));
  for (int hops = 0;; ++hops) {
    auto sent = http.send(url, request, max_body_bytes);
    if (auto* trouble = std::get_if<HttpTrouble>(&sent))
      return not_connected(trouble->kind, app, std::move(trouble->reason));
    auto& answer = std::get<HttpAnswer>(sent);
    if (!is_redirect(answer.status) || !answer.head.has("Location"))
      return Answered{std::move(answer), hops > 0 ? std::optional(std::move(url)) : std::nullopt};
    if (hops == settings_.max_redirects)
      return refused_redirect(app, "It answered with more than " + std::to_string(hops) + " redirects");

    auto next = parse_location(url, answer.head.get("Location"));
    if (auto* reason = std::get_if<std::string>(&next)) return refused_redirect(app, std::move(*reason));
    if (auto reason = redirect_refusal(url, std::get<TargetUrl>(next)))
      return refused_redirect(app, std::move(*reason));
    url = std::get<TargetUrl>(std::move(next));
    if (answer.status == Poco::Net::HTTPResponse::HTTP_SEE_OTHER) follow_with_get(request);
  }
}

}  // namespace kongflow::endpoints
