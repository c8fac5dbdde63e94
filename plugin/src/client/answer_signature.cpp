#include "client/answer_signature.h"

#include <Poco/String.h>
#include <fnmatch.h>

#include <algorithm>

#include "client/answer_origin.h"
#include "client/display_text.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kShortText = 150;

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

template <typename Test>
bool any_value(const AnswerHead& head, const char* name, Test test) {
  const auto values = head.values(name);
  return std::any_of(values.begin(), values.end(), [&](const auto& value) { return test(Poco::toLower(value)); });
}

// In "Negotiate, Basic realm=x", schemes are at the beginning and after commas.
bool offers(const std::string& challenges, std::string_view scheme) {
  for (auto at = challenges.find(scheme); at != std::string::npos; at = challenges.find(scheme, at + 1)) {
    const auto before = at == 0 ? std::string::npos : challenges.find_last_not_of(" \t", at - 1);
    const auto after = at + scheme.size();
    const bool begins = before == std::string::npos || challenges[before] == ',';
    const bool ends = after == challenges.size() || challenges[after] == ' ' || challenges[after] == ',';
    if (begins && ends) return true;
  }
  return false;
}

bool has_member(std::string_view body, const char* member, const char* value) {
  const auto json = sanitize_json(without_byte_order_mark(body));
  const auto found = json ? json_member(*json, member) : std::nullopt;
  return found && *found == value;
}

}  // namespace

ReadAnswer::ReadAnswer(const AnswerHead& answer_head, std::string_view answer_body)
    : head(answer_head), body(answer_body), kind(body_kind(answer_body)) {
  if (kind == BodyKind::html) {
    page = Poco::toLower(std::string(body));
    title = Poco::toLower(html_title(body).value_or(""));
  }
  if (kind == BodyKind::text) {
    line = Poco::toLower(first_line(body));
    if (body.size() <= kShortText) text = Poco::toLower(first_line(Poco::translate(std::string(body), "\r\n", "  ")));
  }
}

bool AnswerSignature::matches(const ReadAnswer& answer) const {
  const auto holds_part = [&](const std::string& value) { return !header_part_ || contains(value, header_part_); };
  const auto is_line = [&](const std::string& text) { return fnmatch(line_, text.c_str(), 0) == 0; };
  const auto offers_scheme = [&](const std::string& value) { return offers(value, scheme_); };
  return (status_ == 0 || status_ == answer.head.status()) &&
         (!without_text_ || answer.kind == BodyKind::empty || answer.kind == BodyKind::html) &&
         (!title_ || contains(answer.title, title_)) && (!page_ || contains(answer.page, page_)) &&
         (!line_ || (answer.kind == BodyKind::text && (is_line(answer.line) || is_line(answer.text)))) &&
         (!header_ || any_value(answer.head, header_, holds_part)) &&
         (!scheme_ || any_value(answer.head, "WWW-Authenticate", offers_scheme)) &&
         (!json_member_ || (answer.kind == BodyKind::json && has_member(answer.body, json_member_, json_value_)));
}

AnswerOrigin AnswerSignature::origin() const {
  return {kind_, name_, advice_ ? advice_ : advice_for(kind_)};
}

}  // namespace kongflow::endpoints
