// Runs the CppUnit tests of one suite: all of them, or those whose name contains an argument.
#include <cppunit/BriefTestProgressListener.h>
#include <cppunit/CompilerOutputter.h>
#include <cppunit/TestResult.h>
#include <cppunit/TestResultCollector.h>
#include <cppunit/TestRunner.h>
#include <cppunit/extensions/TestFactoryRegistry.h>

#include <iostream>
#include <string>
#include <vector>

namespace {

void collect(CppUnit::Test* test, const std::vector<std::string>& wanted, std::vector<CppUnit::Test*>& out) {
  if (test->getChildTestCount() > 0) {
    for (int i = 0; i < test->getChildTestCount(); ++i) collect(test->getChildTestAt(i), wanted, out);
    return;
  }
  for (const auto& part : wanted)
    if (test->getName().find(part) != std::string::npos) {
      out.push_back(test);
      return;
    }
}

}  // namespace

int main(int argc, char** argv) {
  CppUnit::TestResult controller;
  CppUnit::TestResultCollector results;
  CppUnit::BriefTestProgressListener progress;
  controller.addListener(&results);
  controller.addListener(&progress);

  CppUnit::Test* all = CppUnit::TestFactoryRegistry::getRegistry().makeTest();
  const std::vector<std::string> wanted(argv + 1, argv + argc);
  if (wanted.empty()) {
    all->run(&controller);
  } else {
    std::vector<CppUnit::Test*> chosen;
    collect(all, wanted, chosen);
    for (CppUnit::Test* test : chosen) test->run(&controller);
  }
  CppUnit::CompilerOutputter(&results, std::cerr).write();
  delete all;  // after the outputter, which names the failed tests

  const int run = results.runTests();
  const int failed = static_cast<int>(results.testFailuresTotal());
  std::cout << run - failed << " passed, " << failed << " failed\n";
  if (run == 0) std::cerr << "no test matches\n";
  return run > 0 && failed == 0 ? 0 : 1;
}
