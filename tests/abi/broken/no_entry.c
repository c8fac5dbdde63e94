#include "kongflow/abi/plugin.h"
KF_EXPORT int something_else(void);
KF_EXPORT int something_else(void) {
  return 0;
}
