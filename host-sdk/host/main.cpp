#include "host/cli/commands.h"

int main(int argc, char** argv) {
  return kongflow::host::cli::main(argc, argv);
}
