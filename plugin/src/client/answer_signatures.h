// The known responses of login walls, bot checks, tunnels, hosting platforms and proxies.
#pragma once

#include "client/answer_signature.h"

namespace kongflow::endpoints {

// The first signature that matches; nullptr: none.
const AnswerSignature* find_signature(const ReadAnswer& answer);

}  // namespace kongflow::endpoints
