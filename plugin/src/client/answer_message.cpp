#include "client/answer_message.h"

#include <Poco/String.h>

#include <algorithm>
#include <array>
#include <utility>

#include "client/display_text.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxTitle = 100;
constexpr std::size_t kMaxRoot = 1024;  // the root element of XML must begin within this many bytes

// In order of preference.
constexpr std::array kMembers{"message", "msg",        "error_description", "error",  "errorMessage", "error_message",
                              "detail",  "details",    "description",       "reason", "errors",       "title",
                              "fault",   "faultstring"};
constexpr std::array kElements{
    "message", "faultstring", "error_description", "detail", "description", "reason", "title", "error", "code"};
constexpr std::array kXmlRoots{"error", "errors", "errorresponse", "fault", "response", "problem"};

std::string lower(std::string_view text) {
  return Poco::toLower(std::string(text));
}

std::optional<std::string> words_of_json(std::string_view value);

std::optional<std::string> words_of_members(std::string_view object, bool of_any_name) {
  for (const char* name : kMembers) {
    const auto member = json_member(object, name);
    if (!member) continue;
    // {"errors":{"name":["The name is required"]}}
    const bool by_field = std::string_view(name) == "errors" && json_type(*member) == JsonType::object;
    if (auto words = by_field ? words_of_members(*member, true) : words_of_json(*member)) return words;
  }
  if (!of_any_name) return std::nullopt;
  for (const JsonMember& member : json_members(object))
    if (auto words = words_of_json(member.value)) return words;
  return std::nullopt;
}

std::optional<std::string> words_of_json(std::string_view value) {
  switch (json_type(value)) {
    case JsonType::string:
      if (auto text = json_string(value); !text->empty()) return text;
      return std::nullopt;
    case JsonType::array: {
      const auto elements = json_elements(value);
      return elements.empty() ? std::nullopt : words_of_json(elements.front());
    }
    case JsonType::object:
      return words_of_members(value, false);
    default:
      return std::nullopt;
  }
}

std::string decode_entities(std::string text) {
  static constexpr std::pair<const char*, const char*> kEntities[] = {
      {"&lt;", "<"},   {"&gt;", ">"},    {"&quot;", "\""}, {"&apos;", "'"},   {"&#39;", "'"}, {"&#x27;", "'"},
      {"&nbsp;", " "}, {"&ndash;", "–"}, {"&mdash;", "—"}, {"&middot;", "·"}, {"&amp;", "&"}};
  for (const auto& [entity, character] : kEntities) Poco::replaceInPlace(text, entity, character);
  return text;
}

// The content of the first element with this name in any namespace. `page` is `body` in lower case.
std::string element_text(std::string_view body, const std::string& page, std::string_view name) {
  for (auto at = page.find(name); at != std::string::npos; at = page.find(name, at + 1)) {
    const bool opens = at > 0 && (page[at - 1] == '<' || page[at - 1] == ':');
    const auto after = at + name.size();
    if (!opens || after == page.size() || std::string_view("> \t\r\n").find(page[after]) == std::string_view::npos)
      continue;
    const auto begin = std::min(page.find('>', after), page.size() - 1) + 1;
    return std::string(body.substr(begin, page.find("</", begin) - begin));
  }
  return {};
}

std::string words_of_xml(std::string_view body) {
  static constexpr std::string_view kCdata = "<![CDATA[";
  const std::string page = lower(body);
  for (const char* name : kElements) {
    std::string text = element_text(body, page, name);
    const bool literal = text.compare(0, kCdata.size(), kCdata) == 0;
    if (literal) text = text.substr(kCdata.size(), text.find("]]>") - kCdata.size());
    if (!literal && text.find('<') != std::string::npos) continue;  // contains elements
    if (auto line = first_line(decode_entities(std::move(text))); !line.empty()) return line;
  }
  return {};
}

bool is_xml(std::string_view markup) {
  const std::string begin = lower(markup.substr(0, kMaxRoot));
  if (begin.find("<html") != std::string::npos || begin.find("<!doctype html") != std::string::npos) return false;
  const std::string_view root = std::string_view(begin).substr(1, begin.find_first_of(" >/\r\n", 1) - 1);
  return root == "?xml" || std::find(kXmlRoots.begin(), kXmlRoots.end(), root) != kXmlRoots.end();
}

}  // namespace

BodyKind body_kind(std::string_view body) {
  body = without_byte_order_mark(body);
  const auto first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return BodyKind::empty;
  body = body.substr(first);
  if (body[0] == '<') return is_xml(body) ? BodyKind::xml : BodyKind::html;
  if (body[0] == '{' || body[0] == '[' || !find_json_problem(body)) return BodyKind::json;
  return body.substr(0, kMaxRoot).find('\0') == std::string_view::npos ? BodyKind::text : BodyKind::binary;
}

std::optional<std::string> find_message(std::string_view body) {
  std::string line;
  switch (body_kind(body)) {
    case BodyKind::json:
      if (const auto json = sanitize_json(without_byte_order_mark(body)))
        line = first_line(words_of_json(*json).value_or(""));
      break;
    case BodyKind::xml:
      line = words_of_xml(body);
      break;
    case BodyKind::text:
      line = first_line(body);
      break;
    case BodyKind::empty:
    case BodyKind::html:
    case BodyKind::binary:
      break;
  }
  if (line.empty()) return std::nullopt;
  return line;
}

std::optional<std::string> html_title(std::string_view body) {
  auto title = first_line(decode_entities(element_text(body, lower(body), "title")), kMaxTitle);
  if (title.empty()) return std::nullopt;
  return title;
}

}  // namespace kongflow::endpoints
