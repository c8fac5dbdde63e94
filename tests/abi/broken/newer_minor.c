#include "parts.h"
#define NEED_MINOR (KF_ABI_MINOR + 1)
#include "assembly.h"
