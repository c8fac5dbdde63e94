#include "parts.h"
#define CREATE NULL
#include "assembly.h"
