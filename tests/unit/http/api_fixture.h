// The plugin's routes on fakes of the client and the repository, called through a fake host.
#pragma once

#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "domain/json_text.h"
#include "fakes/wired_services.h"
#include "http/routes.h"
#include "kongflow/testing/fake_host.h"

namespace kongflow::endpoints {

class Api {
 public:
  Api() { host_.start(); }

  WiredServices services;

  testing::HttpAnswer call(const std::string& method, const std::string& target, const std::string& body = {}) {
    testing::RequestFacts facts{method, target, body, environment_, {{"host", "localhost:3040"}}};
    return host_.request(facts);
  }
  // As another environment.
  testing::HttpAnswer call_as(testing::EnvironmentFacts environment, const std::string& method,
                              const std::string& target, const std::string& body = {}) {
    return host_.request({method, target, body, std::move(environment)});
  }
  testing::HttpAnswer create(const std::string& slug = "my-app") {
    return call("POST", "/api/v1/endpoints", R"({"id":")" + slug + R"(","url":"http://app.test/api"})");
  }
  testing::FakeHost& host() { return host_; }
  const testing::EnvironmentFacts& environment() const { return environment_; }

 private:
  testing::EnvironmentFacts environment_;
  testing::FakeHost host_{[this](Registrar& registrar) { add_routes(registrar, services.source()); }};
};

// A member of a JSON object as it is written; fails the test when there is none.
inline std::string raw(const std::string& json, const std::string& name) {
  CPPUNIT_ASSERT_MESSAGE(json, !find_json_problem(json));
  const auto value = json_member(json, name);
  CPPUNIT_ASSERT_MESSAGE("no member " + name + " in " + json, value.has_value());
  return std::string(*value);
}

// A member that is a string.
inline std::string text(const std::string& json, const std::string& name) {
  return json_string(raw(json, name)).value();
}

inline std::vector<std::string> names(const std::string& json) {
  std::vector<std::string> all;
  for (const auto& member : json_members(json)) all.push_back(member.name);
  return all;
}

inline void assert_error(const testing::HttpAnswer& answer, std::uint32_t status, const std::string& error,
                         const std::string& code) {
  CPPUNIT_ASSERT_EQUAL_MESSAGE(answer.body, status, answer.status);
  CPPUNIT_ASSERT_EQUAL(error, text(answer.body, "error"));
  CPPUNIT_ASSERT_EQUAL(code, text(answer.body, "code"));
  CPPUNIT_ASSERT_EQUAL(std::string("application/json; charset=utf-8"), answer.header("content-type"));
}

}  // namespace kongflow::endpoints
