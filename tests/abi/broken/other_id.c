#include "parts.h"
#define ID "somebody-else"
#include "assembly.h"
