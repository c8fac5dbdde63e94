// How to recognize an answer that does not come from the app.
#pragma once

#include <string>
#include <string_view>

#include "client/answer_head.h"
#include "client/answer_origin.h"
#include "client/answer_words.h"

namespace kongflow::endpoints {

// An answer, read once for all signatures. `head` and `body` outlive it.
struct ReadAnswer {
  ReadAnswer(const AnswerHead& head, std::string_view body);

  const AnswerHead& head;
  std::string_view body;
  BodyKind kind;
  std::string page;   // HTML in lower case; empty for other kinds
  std::string title;  // of HTML, in lower case
  std::string line;   // the first line of plain text, in lower case
  std::string text;   // all of a short plain text as one line, in lower case
};

// The name of the server that answered, and conditions that must all hold. Texts are in lower case. An app's own errors
// may contain any words. So words are searched in HTML only, which the SDK never sends; plain text must match with its
// whole first line.
class AnswerSignature {
 public:
  // `advice` nullptr: that of the kind.
  constexpr AnswerSignature(AnswerOrigin::Kind kind, const char* name, const char* advice = nullptr)
      : kind_(kind), name_(name), advice_(advice) {}

  constexpr AnswerSignature status(int status) const {
    AnswerSignature more = *this;
    more.status_ = status;
    return more;
  }
  // One of the headers of this name has `part` in its value; nullptr: any value.
  constexpr AnswerSignature header(const char* name, const char* part = nullptr) const {
    AnswerSignature more = *this;
    more.header_ = name;
    more.header_part_ = part;
    return more;
  }
  // WWW-Authenticate offers this scheme.
  constexpr AnswerSignature scheme(const char* name) const { return with(&AnswerSignature::scheme_, name); }
  // Part of an HTML title.
  constexpr AnswerSignature title(const char* part) const { return with(&AnswerSignature::title_, part); }
  // Anywhere in HTML.
  constexpr AnswerSignature page(const char* part) const { return with(&AnswerSignature::page_, part); }
  // The whole first line of plain text, or all of a short one as one line, as fnmatch(3) compares.
  constexpr AnswerSignature line(const char* pattern) const { return with(&AnswerSignature::line_, pattern); }
  // A member of a JSON object and its value as JSON has it.
  constexpr AnswerSignature json(const char* member, const char* value) const {
    AnswerSignature more = *this;
    more.json_member_ = member;
    more.json_value_ = value;
    return more;
  }
  // No body, or HTML with any words.
  constexpr AnswerSignature wordless() const {
    AnswerSignature more = *this;
    more.wordless_ = true;
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
  bool wordless_ = false;
};

}  // namespace kongflow::endpoints
