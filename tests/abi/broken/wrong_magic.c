#include "parts.h"
#define MAGIC 0x12345678u
#include "assembly.h"
