// An app's answer, from its first byte on: what people are shown of it.
#include <algorithm>
#include <sstream>

#include "client/answer_origin.h"
#include "client/content_coding.h"
#include "domain/json_text.h"
#include "expect.h"

using namespace kongflow::endpoints;
using kongflow::fuzz::expect;

namespace {

constexpr std::size_t kMaxBody = 4096;
constexpr std::size_t kMaxShown = 2000;

void check_shown(const std::string& text) {
  expect(text.size() <= kMaxShown);
  expect(std::all_of(text.begin(), text.end(), [](char c) { return c < 0 || (c >= 0x20 && c != 0x7F); }));
  expect(!find_json_problem(quote_json(text)));  // UTF-8
}

AnswerHead read_head(std::istream& in) {
  AnswerHead head;
  try {
    head.read(in);
  } catch (const UnreadableAnswer& problem) {
    check_shown(problem.message());
  }
  return head;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto bytes = kongflow::fuzz::text_of(data, size);
  check_shown(explain_protocol(bytes));
  std::istringstream in{std::string(bytes)};
  const AnswerHead head = read_head(in);
  expect(head.status() >= 0 && head.status() <= 999);
  const std::string sent(std::istreambuf_iterator<char>(in), {});
  for (const std::vector<std::string>& codings :
       {head.values("Content-Encoding"), {"gzip"}, {"deflate"}, {"gzip, identity", "deflate"}}) {
    const DecodedBody body = decode_body(sent, codings, kMaxBody);
    if (body.problem) check_shown(*body.problem);
    const auto url = std::get<TargetUrl>(parse_url("https://app.example/api/trigger"));
    for (const bool redirected : {false, true})
      if (const auto shown = explain_answer({head, body.text, url, redirected})) check_shown(*shown);
  }
  return 0;
}
