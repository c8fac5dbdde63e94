/* No defect. */
#include "parts.h"

#include "assembly.h"
