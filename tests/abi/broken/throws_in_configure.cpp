#include <stdexcept>

#include "parts.h"
static kf_status configure(kf_plugin*, kf_call*) {
  throw std::runtime_error("no handler in sight");
}
#define CONFIGURE configure
#include "assembly.h"
