#include "parts.h"
#define MAJOR (KF_ABI_MAJOR + 1)
#include "assembly.h"
