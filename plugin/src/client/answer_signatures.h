// What answers look like that come from something other than the app.
#pragma once

#include "client/answer_origin.h"

namespace kongflow::endpoints {

// All members that are set must hold; texts are in lower case. JSON may be the app's own: for JSON only a header or a
// text that begins with a quotation mark counts.
struct AnswerSignature {
  AnswerOrigin::Kind kind;
  const char* name;
  const char* advice;            // nullptr: that of the kind
  int status = 0;                // 0: any
  const char* header = nullptr;  // the name of a header…
  const char* value = nullptr;   // …and a part of its value; nullptr: any
  const char* text = nullptr;    // a part of the body's beginning
};

// Beginning and end; the first one that holds counts.
const AnswerSignature* begin_signatures();
const AnswerSignature* end_signatures();

const char* advice_for(AnswerOrigin::Kind kind);

}  // namespace kongflow::endpoints
