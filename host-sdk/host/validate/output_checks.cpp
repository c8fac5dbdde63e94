#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "host/validate/exercise.h"
#include "host/validate/groups.h"
#include "host/validate/report.h"

namespace kongflow::host::validate {
namespace {

// Standard output is a file in this process.
Verdict is_silent(const Subject& subject) {
  {
    Trial trial(subject);
    trial.begin();
    run_tasks(trial);
    call_routes(trial, Requests::plain);
    trial.end();
  }
  std::fflush(nullptr);
  struct stat written = {};
  if (fstat(STDOUT_FILENO, &written) != 0 || !S_ISREG(written.st_mode))
    throw Skipped("the standard output is not a file");
  if (written.st_size == 0) return {};
  return {Outcome::failed,
          "it wrote " + std::to_string(written.st_size) + " bytes to the standard output; use kongflow.log/1"};
}

}  // namespace

std::vector<Check> output_checks() {
  return {{"output.stdout", "It writes nothing to the standard output.", {"lifecycle.in-order"}, &is_silent}};
}

}  // namespace kongflow::host::validate
