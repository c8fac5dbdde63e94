#include "parts.h"
#define STRUCT_SIZE 24
#include "assembly.h"
