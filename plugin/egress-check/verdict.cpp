#include "verdict.h"

#include <Poco/TextConverter.h>
#include <Poco/UTF8Encoding.h>

#include <chrono>

#include "client/client_settings.h"
#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

Verdict refused(const Refusal& refusal) {
  return {refusal.restriction == Restriction::needs_entry ? "listed" : "deny", refusal.rule};
}

std::string as_utf8(const std::string& bytes) {
  constexpr int kReplacement = 0xFFFD;
  const Poco::UTF8Encoding utf8;
  std::string text;
  Poco::TextConverter(utf8, utf8, kReplacement).convert(bytes, text);
  return text;
}

}  // namespace

Verdict judge(const EgressPolicy& policy, Resolver* resolver, std::string_view url) {
  const ParsedUrl parsed = parse_url(url);
  if (const auto* reason = std::get_if<std::string>(&parsed)) return {"deny", *reason};
  const auto& target = std::get<TargetUrl>(parsed);
  if (const auto refusal = resolver ? policy.refusal_before_lookup(target) : policy.refusal(target))
    return refused(*refusal);
  if (!resolver || target.address) return {"allow", std::nullopt};

  CallContext context;
  context.deadline = std::chrono::steady_clock::now() + ClientSettings().ping_timeout;
  const auto addresses = resolver->resolve(target.host, context);
  if (addresses.empty()) return {"deny", "The name " + target.host + " has no address"};
  const auto permitted = policy.permitted(target, addresses);
  if (const auto* refusal = std::get_if<Refusal>(&permitted)) return refused(*refusal);
  return {"allow", std::nullopt};
}

std::string verdict_json(const std::string& url, const Verdict& verdict) {
  return JsonObject().add("url", as_utf8(url)).add("verdict", verdict.word).add("rule", verdict.rule).text();
}

}  // namespace kongflow::endpoints
