/* Linked without the list of symbols to export. */
#include "parts.h"
KF_EXPORT int helper(void);
KF_EXPORT int helper(void) {
  return 0;
}
#include "assembly.h"
