// Runs of `kongflow-host validate`.
#pragma once

#include <boost/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "host/cli/process.h"
#include "support/temporary_folder.h"

namespace kongflow::testing {

struct Validation {
  int status = -1;
  boost::json::object report;
  std::string printed;  // all of it, for messages

  // Names of the checks that ended so.
  std::set<std::string> checks(const std::string& outcome) const {
    std::set<std::string> names;
    for (const auto& check : report.at("checks").as_array())
      if (check.at("outcome").as_string() == outcome) names.emplace(check.at("name").as_string());
    return names;
  }
  const boost::json::object& check(const std::string& name) const {
    for (const auto& check : report.at("checks").as_array())
      if (check.at("name").as_string() == name) return check.as_object();
    throw std::out_of_range("no check " + name);
  }
  std::string reason(const std::string& name) const { return std::string(check(name).at("reason").as_string()); }
};

inline Validation validate(const std::string& plugin, const std::vector<std::string>& more = {}) {
  const TemporaryFolder folder;
  std::vector<std::string> words{"validate", plugin, "--json", "--seed", "7"};
  words.insert(words.end(), more.begin(), more.end());
  const auto finished = host::test::run_program(words, folder.path());
  Validation validation;
  validation.status = finished.status;
  validation.printed = finished.out + finished.err;
  boost::json::error_code error;
  const auto report = boost::json::parse(finished.out, error);
  if (!error && report.is_object()) validation.report = report.get_object();
  return validation;
}

}  // namespace kongflow::testing
