// A user's URL, and what an app may put into Location.
#include <algorithm>

#include "client/egress_policy.h"
#include "client/redirect_rule.h"
#include "expect.h"

using namespace kongflow::endpoints;
using kongflow::fuzz::expect;

namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
}

void check(const TargetUrl& url) {
  static const EgressPolicy closed({});
  static const EgressPolicy open({{"0.0.0.0/0", "::/0"}});
  expect(is_plain(url.host) && !url.host.empty() && url.host.find_first_of("/?#@\\[]%") == std::string::npos);
  expect(is_plain(url.path_and_query) && url.path_and_query.front() == '/');
  expect(url.port > 0);
  if (open.refusal(url)) expect(closed.refusal(url).has_value());
  const ParsedUrl again = parse_url(url.text(), std::string::npos);
  expect(std::holds_alternative<TargetUrl>(again) && std::get<TargetUrl>(again).text() == url.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = kongflow::fuzz::text_of(data, size);
  const ParsedUrl parsed = parse_url(text);
  if (const auto* url = std::get_if<TargetUrl>(&parsed)) check(*url);
  const ParsedUrl base = parse_url("https://app.example:8443/api/trigger?a=b");
  const ParsedUrl next = parse_location(std::get<TargetUrl>(base), text);
  if (const auto* url = std::get_if<TargetUrl>(&next)) {
    check(*url);
    if (!redirect_refusal(std::get<TargetUrl>(base), *url, "/api/trigger?a=b")) expect(url->https);
  }
  return 0;
}
