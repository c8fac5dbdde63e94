#include "client/poco_endpoint_client.h"

#include <algorithm>

#include "client/answer_message.h"
#include "client/display_text.h"
#include "client/manifest_validator.h"
#include "client/pong.h"
#include "client/redirect_rule.h"
#include "client/secret_mask.h"
#include "client/tls.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::HTTPRequest;
using Kind = ClientFailure::Kind;

constexpr std::size_t kMaxVersionLength = 100;
constexpr const char* kColdStart = ". Try again: an app that was asleep needs time to start";

HTTPRequest make_request(const char* action, const char* accept, const AppAddress& app) {
  HTTPRequest request(HTTPRequest::HTTP_POST, "/", HTTPRequest::HTTP_1_1);
  request.set("accept", accept);
  request.set("x-trigger-action", action);
  request.set("x-trigger-api-key", app.api_key);
  request.set("user-agent", "kongflow-endpoints");
  request.set("accept-encoding", "identity");
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

std::optional<ClientFailure> bad_status(const AppAddress& app, const AnswerEvidence& answer) {
  const int status = answer.head.status();
  if (status >= 200 && status <= 299) return std::nullopt;
  return ClientFailure{Kind::bad_status,
                       "Could not connect to endpoint " + app.url + ". Status code: " + std::to_string(status),
                       explain_answer(answer)};
}

// An unexpected 2xx response. The reason names its origin.
ClientFailure with_origin(ClientFailure failure, const AnswerEvidence& answer) {
  const auto explanation = explain_answer(answer);
  if (!explanation) return failure;
  const bool more = failure.reason && !find_answer_origin(answer);
  failure.reason = more ? *failure.reason + ". " + *explanation : *explanation;
  return failure;
}

std::string shown(std::chrono::milliseconds time) {
  const auto count = time.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

std::optional<std::string> version_header(const AnswerHead& head, const char* name) {
  const std::string value = head.get(name, "");
  const bool printable = std::all_of(value.begin(), value.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
  if (value.empty() || value.size() > kMaxVersionLength || !printable) return std::nullopt;
  return value;
}

void add_warning(AppFacts& facts, const std::optional<std::string>& warning) {
  if (!warning) return;
  facts.warning = facts.warning ? *facts.warning + "\n" + *warning : *warning;
}

}  // namespace

PocoEndpointClient::PocoEndpointClient(ClientSettings settings, const EgressPolicy& policy, Resolver& resolver,
                                       BodyMemory& memory)
    : settings_(std::move(settings)),
      policy_(policy),
      resolver_(resolver),
      memory_(memory),
      tls_(make_tls_context(settings_.ca_file)) {}

PingReply PocoEndpointClient::ping(const AppAddress& app, const std::string& slug, const CallContext& context) {
  return {mask_secret(ping_unmasked(app, slug, context), app.api_key)};
}

IndexReply PocoEndpointClient::index(const AppAddress& app, const CallContext& context) {
  IndexReply reply = index_unmasked(app, context);
  reply.failure = mask_secret(std::move(reply.failure), app.api_key);
  for (auto* fact : {&reply.facts.sdk_version, &reply.facts.api_version, &reply.facts.warning})
    if (*fact) *fact = mask_secret(std::move(**fact), app.api_key);
  return reply;
}

std::optional<ClientFailure> PocoEndpointClient::ping_unmasked(const AppAddress& app, const std::string& slug,
                                                               const CallContext& context) {
  HTTPRequest request = make_request("PING", "*/*", app);
  request.setContentType("application/json");
  request.set("x-trigger-endpoint-id", slug);
  const Limit limit{settings_.ping_timeout, "ping.timeout", {settings_.max_pong_bytes, ""}};
  auto called = call(app, request, limit, context);
  const auto timed_out = [&] {
    const auto* failure = std::get_if<ClientFailure>(&called);
    return failure && failure->kind == Kind::timed_out;
  };
  // The first ping may have started a sleeping app. Retry only if a full ping timeout remains before the caller's
  // deadline.
  for (int retries = settings_.ping_retries;
       retries > 0 && timed_out() && context.deadline - std::chrono::steady_clock::now() > limit.timeout; --retries)
    called = call(app, request, limit, context);
  if (auto* failure = std::get_if<ClientFailure>(&called)) return std::move(*failure);

  const auto& answered = std::get<FinalAnswer>(called);
  const AnswerEvidence answer = evidence(answered, answered.answer.body);
  if (is_api_key_rejection(answer))
    return ClientFailure{Kind::bad_status, "Trigger API key is invalid", explain_answer(answer)};
  if (auto failure = bad_status(app, answer)) return failure;
  auto failure = check_pong(app.url, answer.body);
  if (failure && failure->kind == Kind::unparsable) return with_origin(std::move(*failure), answer);
  if (failure && answered.redirected)
    failure->reason =
        failure->reason.value_or("The app answered") + " (after a redirect to " + shorten(answered.url.text()) + ")";
  return failure;
}

IndexReply PocoEndpointClient::index_unmasked(const AppAddress& app, const CallContext& context) {
  IndexReply reply;
  auto called =
      call(app, make_request("INDEX_ENDPOINT", "application/json", app),
           {settings_.index_timeout, "index.timeout", {settings_.max_manifest_bytes, "manifest.max_size"}}, context);
  if (auto* failure = std::get_if<ClientFailure>(&called)) {
    reply.failure = std::move(*failure);
    return reply;
  }
  auto& answered = std::get<FinalAnswer>(called);
  const AnswerHead& head = answered.answer.head;
  std::string& body = answered.answer.body;
  reply.memory = std::move(answered.answer.memory);
  reply.facts.sdk_version = version_header(head, "trigger-sdk-version");
  reply.facts.api_version = version_header(head, "trigger-version");
  reply.failure = bad_status(app, evidence(answered, body));
  if (reply.failure) return reply;

  const std::string beginning = body.substr(0, kMaxExplainedBytes);
  auto validated = validate_manifest(std::move(body), {settings_.max_manifest_depth, settings_.max_manifest_entries});
  if (auto* failure = std::get_if<ClientFailure>(&validated)) {
    if (failure->kind == Kind::unparsable) {
      reply.failure = with_origin(std::move(*failure), evidence(answered, beginning));
    } else {
      if (const auto words = find_message(beginning)) failure->reason = "The app says: " + *words;
      reply.failure = std::move(*failure);
    }
    return reply;
  }
  reply.manifest = std::get<Manifest>(std::move(validated));
  if (answered.redirected)
    add_warning(reply.facts,
                "The app responded after a redirect: register it again with the URL " + answered.url.text());
  add_warning(reply.facts, reply.manifest->warning);
  return reply;
}

std::variant<PocoEndpointClient::FinalAnswer, ClientFailure> PocoEndpointClient::call(const AppAddress& app,
                                                                                      HTTPRequest request,
                                                                                      const Limit& limit,
                                                                                      const CallContext& context) {
  auto parsed = parse_url(app.url, settings_.max_url_bytes);
  if (auto* reason = std::get_if<std::string>(&parsed)) return not_connected(Kind::refused, app, std::move(*reason));
  const auto own_deadline = std::chrono::steady_clock::now() + limit.timeout;
  CallContext limited = context;
  limited.deadline = std::min(context.deadline, own_deadline);
  HttpCall http(policy_, resolver_, watchdog_, tls_, memory_, app.environment_id, limited);
  auto url = std::get<TargetUrl>(std::move(parsed));
  const std::string requested_path = url.path_and_query;
  for (int hops = 0;; ++hops) {
    auto sent = http.send(url, request, limit.body);
    if (auto* failure = std::get_if<HttpFailure>(&sent)) {
      std::string reason = std::move(failure->reason);
      if (hops > 0) reason += " (after a redirect to " + shorten(url.text()) + ")";
      if (failure->kind == Kind::unparsable) return unparsable_answer(std::move(reason));
      if (failure->kind == Kind::timed_out)
        reason += own_deadline <= context.deadline
                      ? " within " + shown(limit.timeout) + " (" + limit.timeout_setting + ")" + kColdStart
                      : std::string(" within the remaining time") + kColdStart;
      return not_connected(failure->kind, app, std::move(reason));
    }
    auto& answer = std::get<HttpAnswer>(sent);
    if (!is_redirect(answer.head.status()) || !answer.head.has("Location"))
      return FinalAnswer{std::move(answer), std::move(url), hops > 0};
    if (hops == settings_.max_redirects)
      return refused_redirect(app, "It responded with more than " + std::to_string(hops) +
                                       " redirects, the last one to " + shorten(url.text()));

    auto next = parse_location(url, answer.head.get("Location"));
    if (auto* reason = std::get_if<std::string>(&next))
      return refused_redirect(app, "It responds with a redirect to a URL that is not accepted: " + *reason);
    if (auto reason = redirect_refusal(url, std::get<TargetUrl>(next), requested_path))
      return refused_redirect(app, std::move(*reason));
    url = std::get<TargetUrl>(std::move(next));
    if (answer.head.status() == Poco::Net::HTTPResponse::HTTP_SEE_OTHER) follow_with_get(request);
  }
}

AnswerEvidence PocoEndpointClient::evidence(const FinalAnswer& answered, std::string_view body) {
  return {answered.answer.head, body, answered.url, answered.redirected, answered.answer.unread};
}

}  // namespace kongflow::endpoints
