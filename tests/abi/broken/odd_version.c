#include "parts.h"
#define VERSION "the latest"
#include "assembly.h"
