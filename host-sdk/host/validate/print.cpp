#include "host/validate/print.h"

#include <algorithm>
#include <boost/json.hpp>
#include <boost/nowide/utf/convert.hpp>
#include <iomanip>
#include <ostream>
#include <sstream>

namespace kongflow::host::validate {
namespace {

namespace json = boost::json;

constexpr int kOutcomeWidth = 9, kNameWidth = 36;

std::string utf8(const std::string& bytes) {
  return boost::nowide::utf::convert_string<char>(bytes.data(), bytes.data() + bytes.size());
}

void print_output(std::ostream& out, const char* title, const std::string& text) {
  if (text.empty()) return;
  out << "    " << title << ":\n";
  std::istringstream lines(utf8(text));
  for (std::string line; std::getline(lines, line);) out << "      " << line << '\n';
}

}  // namespace

int count(const std::vector<Finding>& findings, Outcome outcome) {
  return static_cast<int>(std::count_if(findings.begin(), findings.end(),
                                        [&](const Finding& finding) { return finding.verdict.outcome == outcome; }));
}

void print_finding(std::ostream& out, const Finding& finding) {
  out << std::left << std::setw(kOutcomeWidth) << name_of(finding.verdict.outcome) << std::setw(kNameWidth)
      << finding.check << std::right << std::setw(6) << finding.took.count() << " ms";
  if (!finding.verdict.reason.empty()) out << "  " << finding.verdict.reason;
  out << '\n';
  if (finding.verdict.outcome == Outcome::failed) {
    print_output(out, "standard output", finding.out);
    print_output(out, "standard error", finding.err);
  }
  out << std::flush;
}

void print_summary(std::ostream& out, const std::vector<Finding>& findings) {
  out << count(findings, Outcome::passed) << " passed, " << count(findings, Outcome::failed) << " failed, "
      << count(findings, Outcome::skipped) << " skipped, " << count(findings, Outcome::warning) << " warnings\n";
}

void print_json(std::ostream& out, const Subject& subject, const std::vector<Finding>& findings) {
  json::array checks;
  for (const Finding& finding : findings) {
    json::object check{{"name", finding.check},
                       {"outcome", name_of(finding.verdict.outcome)},
                       {"reason", finding.verdict.reason},
                       {"duration_ms", finding.took.count()}};
    if (finding.verdict.outcome == Outcome::failed) {
      check["stdout"] = utf8(finding.out);
      check["stderr"] = utf8(finding.err);
    }
    checks.push_back(std::move(check));
  }
  out << json::serialize(json::object{{"plugin", subject.plugin.string()},
                                      {"seed", subject.seed},
                                      {"passed", count(findings, Outcome::passed)},
                                      {"failed", count(findings, Outcome::failed)},
                                      {"skipped", count(findings, Outcome::skipped)},
                                      {"warnings", count(findings, Outcome::warning)},
                                      {"checks", std::move(checks)}})
      << '\n';
}

void print_checks(std::ostream& out, bool as_json) {
  if (!as_json) {
    for (const Check& check : all_checks())
      out << std::left << std::setw(kNameWidth) << check.name << check.summary << '\n';
    return;
  }
  json::array all;
  for (const Check& check : all_checks()) all.push_back({{"name", check.name}, {"summary", check.summary}});
  out << json::serialize(all) << '\n';
}

}  // namespace kongflow::host::validate
