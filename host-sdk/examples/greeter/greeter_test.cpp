// Tests the plugin in a FakeHost: its responses, and that it respects the contract.
#include <cstdio>

#include "kongflow/testing/fake_host.h"

namespace {

int failures = 0;

void check(bool fact, const char* what) {
  if (fact) return;
  std::fprintf(stderr, "failed: %s\n", what);
  ++failures;
}

}  // namespace

int main() {
  kongflow::testing::FakeHost host(*kongflow_plugin_entry());
  host.start();
  check(host.request({"GET", "/greet/world"}).body == "Hello, world", "the route greets");
  check(host.request({"POST", "/greet/world"}).status == 405, "the route accepts only GET");
  check(host.run_task("greet", {R"({"to":"world"})"}).status == KF_OK, "the task accepts a payload");
  check(host.run_task("greet").message == "The task greet needs a payload.", "the task reports a missing payload");
  check(host.log().size() == 1, "the task logs once");
  host.stop();
  for (const auto& violation : host.violations()) check(false, violation.c_str());
  return failures == 0 ? 0 : 1;
}
