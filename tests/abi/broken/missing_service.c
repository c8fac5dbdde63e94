#include "parts.h"
static const char* const services[] = {KF_CALL_SERVICE, "kongflow.teleport/1", NULL};
#define SERVICES services
#include "assembly.h"
