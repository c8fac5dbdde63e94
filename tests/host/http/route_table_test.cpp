#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "host/http/route_table.h"

namespace kongflow::host::test {

class RouteTableTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(RouteTableTest);
  CPPUNIT_TEST(a_literal_segment_wins_over_a_parameter_in_any_order);
  CPPUNIT_TEST(the_first_segment_that_differs_decides);
  CPPUNIT_TEST(another_methods_literal_does_not_hide_a_parameter);
  CPPUNIT_TEST(segments_are_split_before_they_are_decoded);
  CPPUNIT_TEST(literal_segments_match_decoded);
  CPPUNIT_TEST(an_empty_segment_matches_no_parameter);
  CPPUNIT_TEST(a_trailing_slash_is_ignored_unless_a_pattern_has_it);
  CPPUNIT_TEST(paths_are_case_sensitive);
  CPPUNIT_TEST(malformed_escapes_are_a_bad_path);
  CPPUNIT_TEST(allowed_methods_are_sorted_and_unique);
  CPPUNIT_TEST(a_route_with_the_same_method_and_shape_is_rejected);
  CPPUNIT_TEST(a_rest_segment_matches_the_rest_of_the_path);
  CPPUNIT_TEST(other_routes_win_over_a_rest_segment);
  CPPUNIT_TEST_SUITE_END();

  RouteTable routes_;

  void add(const std::string& method, const std::string& pattern) {
    CPPUNIT_ASSERT(routes_.add({"test", method, pattern, RouteAccess::open, {}}));
  }
  std::string matched(const std::string& method, const std::string& path) const {
    const RouteMatch match = routes_.match(method, path);
    return match.route == nullptr ? "" : match.route->pattern;
  }

 public:
  void a_literal_segment_wins_over_a_parameter_in_any_order() {
    add("GET", "/things/:id");
    add("GET", "/things/new");
    add("GET", "/jobs/new");
    add("GET", "/jobs/:id");
    CPPUNIT_ASSERT_EQUAL(std::string("/things/new"), matched("GET", "/things/new"));
    CPPUNIT_ASSERT_EQUAL(std::string("/things/:id"), matched("GET", "/things/newer"));
    CPPUNIT_ASSERT_EQUAL(std::string("/jobs/new"), matched("GET", "/jobs/new"));
  }

  void the_first_segment_that_differs_decides() {
    add("GET", "/:a/b/c");
    add("GET", "/a/:b/:c");
    CPPUNIT_ASSERT_EQUAL(std::string("/a/:b/:c"), matched("GET", "/a/b/c"));
  }

  void another_methods_literal_does_not_hide_a_parameter() {
    add("GET", "/things/:id");
    add("POST", "/things/new");
    CPPUNIT_ASSERT_EQUAL(std::string("/things/:id"), matched("GET", "/things/new"));
  }

  void segments_are_split_before_they_are_decoded() {
    add("GET", "/things/:id/parts/:part");
    const RouteMatch match = routes_.match("GET", "/things/a%2Fb/parts/%E6%97%A5+");
    CPPUNIT_ASSERT(match.route != nullptr);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, match.parameters.size());
    CPPUNIT_ASSERT_EQUAL(std::string("id"), match.parameters[0].first);
    CPPUNIT_ASSERT_EQUAL(std::string("a/b"), match.parameters[0].second);
    CPPUNIT_ASSERT_EQUAL(std::string("part"), match.parameters[1].first);
    CPPUNIT_ASSERT_EQUAL(std::string("日+"), match.parameters[1].second);
  }

  void literal_segments_match_decoded() {
    add("GET", "/things");
    CPPUNIT_ASSERT_EQUAL(std::string("/things"), matched("GET", "/%74hings"));
  }

  void an_empty_segment_matches_no_parameter() {
    add("GET", "/things/:id/parts");
    CPPUNIT_ASSERT_EQUAL(std::string(), matched("GET", "/things//parts"));
    CPPUNIT_ASSERT_EQUAL(std::string(), matched("GET", "//things/1/parts"));
  }

  void a_trailing_slash_is_ignored_unless_a_pattern_has_it() {
    add("GET", "/things/:id");
    add("GET", "/things");
    add("GET", "/folders/:id");
    add("GET", "/folders/:id/");
    add("GET", "/files/*path");
    CPPUNIT_ASSERT_EQUAL(std::string("/things/:id"), matched("GET", "/things/1/"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), routes_.match("GET", "/things/1/").parameters.at(0).second);
    CPPUNIT_ASSERT_EQUAL(std::string("/things"), matched("GET", "/things/"));
    CPPUNIT_ASSERT(routes_.match("POST", "/things/1/").allowed == std::vector<std::string>{"GET"});
    CPPUNIT_ASSERT_EQUAL(std::string("/folders/:id"), matched("GET", "/folders/1"));
    CPPUNIT_ASSERT_EQUAL(std::string("/folders/:id/"), matched("GET", "/folders/1/"));
    CPPUNIT_ASSERT_EQUAL(std::string("a/"), routes_.match("GET", "/files/a/").parameters.at(0).second);
    for (const char* path : {"/things//", "/things/1//", "/things/1/%2F", "/nothing/", "/", "//"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string(), matched("GET", path));
  }

  void paths_are_case_sensitive() {
    add("GET", "/things");
    CPPUNIT_ASSERT_EQUAL(std::string(), matched("GET", "/Things"));
    CPPUNIT_ASSERT_EQUAL(std::string(), matched("get", "/things"));
    CPPUNIT_ASSERT_EQUAL(std::string(), matched("HEAD", "/things"));
  }

  void malformed_escapes_are_a_bad_path() {
    add("GET", "/things/:id");
    CPPUNIT_ASSERT(routes_.match("GET", std::string_view("/things/a\0b", 11)).bad_path);
    for (const char* path : {"/things/%", "/things/%4", "/things/%zz", "/things/%+1", "/things/%E0%A4", "/things/%FF",
                             "/things/%C0%80", "/things/%ED%A0%80", "/things/%F4%90%80%80", "/things/%F0%80%80%80",
                             "/things/%E0%80%80", "/things/%00", "/things/%80", "/nowhere/%"}) {
      const RouteMatch match = routes_.match("GET", path);
      CPPUNIT_ASSERT_MESSAGE(path, match.bad_path);
      CPPUNIT_ASSERT_MESSAGE(path, match.route == nullptr);
    }
    for (const char* path : {"/things/%25", "/things/%C3%A9", "/things/%F0%9F%98%80", "/things/\xC3\xA9"})
      CPPUNIT_ASSERT_MESSAGE(path, routes_.match("GET", path).route != nullptr);
  }

  void allowed_methods_are_sorted_and_unique() {
    add("POST", "/things/:id");
    add("GET", "/things/:id");
    add("POST", "/things/new");
    const std::vector<std::string> expected{"GET", "POST"};
    CPPUNIT_ASSERT(expected == routes_.match("PUT", "/things/new").allowed);
    CPPUNIT_ASSERT(routes_.match("PUT", "/nowhere").allowed.empty());
    CPPUNIT_ASSERT(routes_.match("GET", "/things/new").allowed.empty());
  }

  void a_route_with_the_same_method_and_shape_is_rejected() {
    add("GET", "/things/:id");
    add("PUT", "/things/:id");
    CPPUNIT_ASSERT(!routes_.add({"test", "GET", "/things/:name", RouteAccess::open, {}}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, routes_.all().size());
  }

  void a_rest_segment_matches_the_rest_of_the_path() {
    add("GET", "/files/:owner/*path");
    for (const auto& [path, rest] : {std::pair("/files/me/a/b%2Fc/d.txt", "a/b/c/d.txt"),
                                     {"/files/me/a", "a"},
                                     {"/files/me/", ""},
                                     {"/files/me//a/", "/a/"},
                                     {"/files/me/../a", "../a"}}) {
      const RouteMatch match = routes_.match("GET", path);
      CPPUNIT_ASSERT_MESSAGE(path, match.route != nullptr);
      CPPUNIT_ASSERT_EQUAL(std::string("me"), match.parameters.at(0).second);
      CPPUNIT_ASSERT_EQUAL(std::string("path"), match.parameters.at(1).first);
      CPPUNIT_ASSERT_EQUAL(std::string(rest), match.parameters.at(1).second);
    }
    for (const char* path : {"/files/me", "/files//a", "/other/me/a"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string(), matched("GET", path));
    CPPUNIT_ASSERT(routes_.match("POST", "/files/me/a").allowed == std::vector<std::string>{"GET"});
    CPPUNIT_ASSERT(!routes_.add({"test", "GET", "/files/:x/*y", RouteAccess::open, {}}));
  }

  void other_routes_win_over_a_rest_segment() {
    add("GET", "/console/*path");
    add("GET", "/console/:page");
    add("GET", "/console/api/tasks/:id");
    CPPUNIT_ASSERT_EQUAL(std::string("/console/:page"), matched("GET", "/console/tasks"));
    CPPUNIT_ASSERT_EQUAL(std::string("/console/api/tasks/:id"), matched("GET", "/console/api/tasks/7"));
    CPPUNIT_ASSERT_EQUAL(std::string("/console/*path"), matched("GET", "/console/api/tasks"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(RouteTableTest);

}  // namespace kongflow::host::test
