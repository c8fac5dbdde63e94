// The plugin's panels on a fake host, with the real services on fakes.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <string_view>
#include <vector>

#include "console/panels.h"
#include "domain/json_text.h"
#include "fakes/wired_services.h"
#include "kongflow/testing/fake_host.h"

namespace kongflow::endpoints {

class PanelFixture : public CppUnit::TestFixture {
 public:
  void setUp() override { host_.start(); }

 protected:
  WiredServices services_;
  testing::FakeHost host_{[this](Registrar& registrar) { add_panels(registrar, services_.source()); }};

  static std::string answer(const testing::Outcome& outcome) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, KF_OK + 0, outcome.status);
    CPPUNIT_ASSERT_MESSAGE(outcome.json, !find_json_problem(outcome.json));
    return outcome.json;
  }
  std::string rows(const std::string& query, const std::string& panel = "endpoints") {
    return answer(host_.rows(panel, query));
  }
  std::string row(const std::string& panel, const std::string& id) { return answer(host_.row(panel, of(id))); }
  // Of a page of rows, or of what it is read from.
  static std::vector<std::string_view> elements(std::string_view object, std::string_view name = "rows") {
    return json_elements(json_member(object, name).value());
  }
  static std::string member(std::string_view object, std::string_view name) {
    return json_string(json_member(object, name).value()).value();
  }
  static std::string_view json(std::string_view object, std::string_view name) {
    return json_member(object, name).value();
  }
  // The value of a fact as JSON; empty: there is no such fact.
  static std::string fact(std::string_view page, std::string_view title) {
    for (const std::string_view one : elements(page, "facts"))
      if (member(one, "title") == title) return std::string(json(one, "value"));
    return {};
  }
  static std::string of(const std::string& id) { return R"({"id":")" + id + R"("})"; }
  void index(const std::string& id) { answer(host_.act("endpoints", "index", of(id))); }
  void fail_indexes(const std::string& sentence) {
    services_.client.on_index = [sentence] {
      return FakeEndpointClient::failure_reply(ClientFailure::Kind::unreachable, sentence);
    };
  }
};

}  // namespace kongflow::endpoints
