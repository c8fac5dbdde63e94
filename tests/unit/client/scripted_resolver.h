// Names lead where the test says.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "client/ip_text.h"
#include "client/resolver.h"

namespace kongflow::testing {

class ScriptedResolver final : public endpoints::Resolver {
 public:
  using Texts = std::vector<std::string>;

  // The n-th look-up gets the n-th of `answers`, all further ones the last, whatever the name.
  explicit ScriptedResolver(std::vector<Texts> answers) : answers_(std::move(answers)) {}

  std::vector<Poco::Net::IPAddress> resolve(const std::string& host, const endpoints::CallContext&) override {
    std::vector<Poco::Net::IPAddress> addresses;
    for (const std::string& text : answers_[std::min(asked_.size(), answers_.size() - 1)])
      addresses.push_back(endpoints::parse_ip(text).value());
    asked_.push_back(host);
    return addresses;
  }

  const Texts& asked() const { return asked_; }  // the names, in order

 private:
  const std::vector<Texts> answers_;
  Texts asked_;
};

}  // namespace kongflow::testing
