#include "parts.h"
#define ID NULL
#include "assembly.h"
