// A pattern that identifies responses of servers in front of the app.
#pragma once

#include <string>
#include <string_view>

#include "client/answer_head.h"
#include "client/answer_message.h"
#include "client/answer_origin.h"

namespace kongflow::endpoints {

// A response, parsed once for all signatures. Borrows `head` and `body`.
struct ReadAnswer {
  ReadAnswer(const AnswerHead& head, std::string_view body);

  const AnswerHead& head;
  std::string_view body;
  BodyKind kind;
  std::string page;   // the HTML in lower case; empty for other kinds
  std::string title;  // the title of HTML, in lower case
  std::string line;   // the first line of plain text, in lower case
  std::string text;   // a short plain text on one line, in lower case
};

// The name of a server, and conditions that must all hold. Texts are in lower case. An app's own errors may contain any
// text. Therefore page() and title() match only HTML, which the SDK never sends, and line() matches a whole line of
// plain text.
class AnswerSignature {
 public:
  // `advice` nullptr: the default advice of `kind`.
  constexpr AnswerSignature(AnswerOrigin::Kind kind, const char* name, const char* advice = nullptr)
      : kind_(kind), name_(name), advice_(advice) {}

  constexpr AnswerSignature status(int status) const {
    AnswerSignature more = *this;
    more.status_ = status;
    return more;
  }
  // A header with this name contains `part`; nullptr: has any value.
  constexpr AnswerSignature header(const char* name, const char* part = nullptr) const {
    AnswerSignature more = *this;
    more.header_ = name;
    more.header_part_ = part;
    return more;
  }
  // WWW-Authenticate offers this scheme.
  constexpr AnswerSignature scheme(const char* name) const { return with(&AnswerSignature::scheme_, name); }
  // The HTML title contains `part`.
  constexpr AnswerSignature title(const char* part) const { return with(&AnswerSignature::title_, part); }
  // The HTML contains `part`.
  constexpr AnswerSignature page(const char* part) const { return with(&AnswerSignature::page_, part); }
  // The fnmatch(3) pattern matches the first line of plain text, or a short plain text joined to one line.
  constexpr AnswerSignature line(const char* pattern) const { return with(&AnswerSignature::line_, pattern); }
  // A JSON object has this member; `value` is JSON text.
  constexpr AnswerSignature json(const char* member, const char* value) const {
    AnswerSignature more = *this;
    more.json_member_ = member;
    more.json_value_ = value;
    return more;
  }
  // The body is empty or HTML.
  constexpr AnswerSignature without_text() const {
    AnswerSignature more = *this;
    more.without_text_ = true;
    return more;
  }

  bool matches(const ReadAnswer& answer) const;
  AnswerOrigin origin() const;

 private:
  constexpr AnswerSignature with(const char* AnswerSignature::*member, const char* text) const {
    AnswerSignature more = *this;
    more.*member = text;
    return more;
  }

  AnswerOrigin::Kind kind_;
  const char* name_;
  const char* advice_;
  int status_ = 0;
  const char* header_ = nullptr;
  const char* header_part_ = nullptr;
  const char* scheme_ = nullptr;
  const char* title_ = nullptr;
  const char* page_ = nullptr;
  const char* line_ = nullptr;
  const char* json_member_ = nullptr;
  const char* json_value_ = nullptr;
  bool without_text_ = false;
};

}  // namespace kongflow::endpoints
