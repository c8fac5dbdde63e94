#include "parts.h"
__attribute__((destructor)) static void crash(void) {
  if (the_host != NULL) abort();
}
#include "assembly.h"
