// The answers of login walls, bot checks, tunnels, hosting platforms and proxies.
#pragma once

#include "client/answer_signature.h"

namespace kongflow::endpoints {

// The first one that matches; nullptr: none.
const AnswerSignature* find_signature(const ReadAnswer& answer);

const char* advice_for(AnswerOrigin::Kind kind);

}  // namespace kongflow::endpoints
