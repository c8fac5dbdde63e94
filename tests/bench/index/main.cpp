// bench-index DSN ENDPOINT_ID ROUNDS: times the ways to store an index, in turns. A line for each measurement:
// {"way":"plugin","entries":1000,"ms":31.4}
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "manifest.h"
#include "subject.h"

namespace {

void report(const char* way, int entries, kongflow::bench::Milliseconds took) {
  std::printf("{\"way\":\"%s\",\"entries\":%d,\"ms\":%.3f}\n", way, entries, took.count());
  std::fflush(stdout);
}

void run(const std::string& connection_string, const std::string& endpoint_id, int rounds) {
  kongflow::bench::Subject subject(connection_string, endpoint_id);
  const std::string small = kongflow::bench::make_manifest(1'000);
  const std::string large = kongflow::bench::make_manifest(10'000);
  subject.plugin(small);  // connections, caches
  subject.floor(small);
  for (int round = 0; round < rounds; ++round) {
    report("plugin", 1'000, subject.plugin(small));
    report("floor", 1'000, subject.floor(small));
    report("per_row", 1'000, subject.per_row(small));
    report("plugin", 10'000, subject.plugin(large));
    report("floor", 10'000, subject.floor(large));
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "Usage: bench-index DSN ENDPOINT_ID ROUNDS\n");
    return 2;
  }
  try {
    run(argv[1], argv[2], std::atoi(argv[3]));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench-index: %s\n", error.what());
    return 1;
  }
}
