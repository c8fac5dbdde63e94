#include "parts.h"
#define ID "Not an id"
#include "assembly.h"
