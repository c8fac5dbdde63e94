// The panels "runs" and "indexes" of an endpoint.
#include "panel_fixture.h"

namespace kongflow::endpoints {
namespace {

class HistoryPanelsTest : public PanelFixture {
  CPPUNIT_TEST_SUITE(HistoryPanelsTest);
  CPPUNIT_TEST(runs_are_those_of_the_parent_newest_first);
  CPPUNIT_TEST(runs_are_filtered_and_paged);
  CPPUNIT_TEST(page_of_a_run_has_the_error_in_full_and_the_source_data);
  CPPUNIT_TEST(a_failed_run_before_the_last_index_needs_nothing);
  CPPUNIT_TEST(another_run_of_the_same_source_is_told_apart);
  CPPUNIT_TEST(indexes_are_those_of_the_parent_newest_first);
  CPPUNIT_TEST(page_of_an_index_has_the_manifest_and_the_others);
  CPPUNIT_TEST(indexes_are_compared);
  CPPUNIT_TEST(index_is_compared_with_one_of_its_endpoint_only);
  CPPUNIT_TEST(unknown_rows_are_not_found);
  CPPUNIT_TEST_SUITE_END();

 public:
  void runs_are_those_of_the_parent_newest_first() {
    const Endpoint endpoint = services_.endpoint();
    index(services_.endpoint("other").id);
    fail_indexes("It is down");
    host_.act("endpoints", "index", of(endpoint.id));
    const std::string page = rows(parent(endpoint.id), "runs");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, elements(page).size());
    const std::string_view failed = elements(page)[0];
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE"), member(failed, "status"));
    CPPUNIT_ASSERT_EQUAL(std::string("MANUAL"), member(failed, "source"));
    CPPUNIT_ASSERT_EQUAL(std::string("It is down"), member(failed, "error"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("1"), json(failed, "duration"));
    const std::string_view pending = elements(page)[1];
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), member(pending, "status"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(pending, "duration"));
    CPPUNIT_ASSERT(elements(rows("{}", "runs")).empty());
  }

  void runs_are_filtered_and_paged() {
    const Endpoint endpoint = services_.endpoint();
    index(endpoint.id);
    const std::string first = rows(parent(endpoint.id, R"("limit":1)"), "runs");
    CPPUNIT_ASSERT_EQUAL(std::string("SUCCESS"), member(elements(first).at(0), "status"));
    const std::string next =
        rows(parent(endpoint.id, R"("limit":1,"cursor":")" + member(first, "cursor") + '"'), "runs");
    CPPUNIT_ASSERT_EQUAL(std::string("PENDING"), member(elements(next).at(0), "status"));
    const std::string found = rows(parent(endpoint.id, R"("filter":"manual")"), "runs");
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, elements(found).size());
  }

  void page_of_a_run_has_the_error_in_full_and_the_source_data() {
    const Endpoint endpoint = services_.endpoint();
    const std::string error(5000, 'x');
    fail_indexes(error);
    services_.source()()->index.index(endpoint.id, {IndexSource::hook, "deployed", R"({"a":[1]})"}, std::nullopt, {});
    const std::string page = row("runs", services_.repository.runs().back().id);
    CPPUNIT_ASSERT_EQUAL(quote_json(error), fact(page, "What failed"));
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"a":[1]})"), fact(page, "Source data"));
    CPPUNIT_ASSERT_EQUAL(std::string("\"HOOK\""), fact(page, "Source"));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), fact(page, "Took"));
    CPPUNIT_ASSERT(!fact(page, "What to do").empty());
    CPPUNIT_ASSERT_EQUAL(endpoint.id, member(json(page, "parent"), "id"));
    CPPUNIT_ASSERT_EQUAL(endpoint.slug, member(json(page, "parent"), "title"));
    CPPUNIT_ASSERT_EQUAL(std::string("FAILURE"), member(json(page, "values"), "status"));
  }

  void a_failed_run_before_the_last_index_needs_nothing() {
    const Endpoint endpoint = services_.endpoint();
    fail_indexes("It is down");
    const IndexRequest hook{IndexSource::hook, std::nullopt, std::nullopt};
    services_.source()()->index.index(endpoint.id, hook, std::nullopt, {});
    const std::string failed = services_.repository.runs().back().id;
    CPPUNIT_ASSERT_EQUAL(std::string::npos, fact(row("runs", failed), "What to do").find("indexed since"));
    services_.client.on_index = FakeEndpointClient().on_index;
    index(endpoint.id);
    CPPUNIT_ASSERT_EQUAL(
        std::size_t{1},
        fact(row("runs", failed), "What to do")
            .find("The endpoint has been indexed since: no action is needed. The INTERNAL run of this"));
  }

  void another_run_of_the_same_source_is_told_apart() {
    const Endpoint endpoint = services_.endpoint();
    fail_indexes("It is down");
    const IndexRequest internal{IndexSource::internal, std::nullopt, std::nullopt};
    services_.source()()->index.index(endpoint.id, internal, std::nullopt, {});
    const std::string advice = fact(row("runs", services_.repository.runs().back().id), "What to do");
    CPPUNIT_ASSERT_MESSAGE(advice, advice.find("Another INTERNAL run of this endpoint starts") != std::string::npos);
  }

  void indexes_are_those_of_the_parent_newest_first() {
    const Endpoint endpoint = services_.endpoint();
    index(services_.endpoint("other").id);
    for (int i = 0; i < 2; ++i) index(endpoint.id);
    const std::string page = rows(parent(endpoint.id), "indexes");
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, elements(page).size());
    CPPUNIT_ASSERT(member(elements(page)[0], "createdAt") > member(elements(page)[1], "createdAt"));
    CPPUNIT_ASSERT(elements(rows(parent(endpoint.id, R"("filter":"hook")"), "indexes")).empty());
  }

  void page_of_an_index_has_the_manifest_and_the_others() {
    const auto [newer, older] = two_indexes();
    const std::string page = row("indexes", newer);
    CPPUNIT_ASSERT_EQUAL(std::string_view(kAfter), json(page, "document"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, elements(page, "others").size());
    CPPUNIT_ASSERT_EQUAL(older, member(elements(page, "others")[0], "id"));
    CPPUNIT_ASSERT_EQUAL(std::string_view("null"), json(page, "changes"));
    CPPUNIT_ASSERT_EQUAL(std::string("my-app"), member(json(page, "parent"), "title"));
    CPPUNIT_ASSERT_EQUAL(std::string("MANUAL"), member(json(page, "values"), "source"));
  }

  void indexes_are_compared() {
    const auto [newer, older] = two_indexes();
    const std::string page = answer(compared(newer, older));
    CPPUNIT_ASSERT_EQUAL(
        std::string_view(
            R"({"added":[{"entry":"job \"c\"","value":{"id":"c"}}],"removed":[{"entry":"job \"a\"","value":{"id":"a"}}],)"
            R"("changed":[{"entry":"job \"b\"","fields":[{"path":"version","before":"1","after":"2"},)"
            R"({"path":"x","after":[1]}]}],"more":0})"),
        json(page, "changes"));
  }

  void index_is_compared_with_one_of_its_endpoint_only() {
    const auto [newer, older] = two_indexes();
    const Endpoint other = services_.endpoint("other");
    index(other.id);
    const std::string page = rows(parent(other.id), "indexes");
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, compared(newer, member(elements(page).at(0), "id")).status);
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, compared(newer, "nope").status);
  }

  void unknown_rows_are_not_found() {
    CPPUNIT_ASSERT_EQUAL(std::string("Index run not found"), host_.row("runs", of("nope")).message);
    CPPUNIT_ASSERT_EQUAL(std::string("Index not found"), host_.row("indexes", of("nope")).message);
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, host_.row("indexes", of("nope")).status);
  }

 private:
  static constexpr const char* kBefore = R"({"jobs":[{"id":"a"},{"id":"b","version":"1"}]})";
  static constexpr const char* kAfter = R"({"jobs":[{"id":"b","version":"2","x":[1]},{"id":"c"}]})";

  static std::string parent(const std::string& id, const std::string& more = {}) {
    return R"({"parent":")" + id + "\"" + (more.empty() ? "" : ",") + more + "}";
  }
  testing::Outcome compared(const std::string& id, const std::string& against) {
    return host_.row("indexes", R"({"id":")" + id + R"(","against":")" + against + R"("})");
  }
  // Their ids, the newer first.
  std::pair<std::string, std::string> two_indexes() {
    const Endpoint endpoint = services_.endpoint();
    for (const char* manifest : {kBefore, kAfter}) {
      services_.client.on_index = [manifest] { return FakeEndpointClient::manifest_reply(manifest, {}); };
      index(endpoint.id);
    }
    const std::string page = rows(parent(endpoint.id), "indexes");
    return {member(elements(page).at(0), "id"), member(elements(page).at(1), "id")};
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(HistoryPanelsTest);

}  // namespace
}  // namespace kongflow::endpoints
