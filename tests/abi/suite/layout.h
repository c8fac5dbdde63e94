/* Compiled as C, called from C++. */
#pragma once
#include <stdio.h>
#ifdef __cplusplus
extern "C" {
#endif
void print_abi_layout(FILE* out);
#ifdef __cplusplus
}
#endif
