// Filters of the endpoints' list that match fewer endpoints than its probe reads: they are found by trigrams.
#include <cppunit/extensions/HelperMacros.h>

#include <string>

#include "fixture.h"
#include "repository/rarest_parts.h"

namespace kongflow::endpoints {

class FilterTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(FilterTest);
  CPPUNIT_TEST(one_endpoint_among_many_is_found_by_any_text_of_its_row);
  CPPUNIT_TEST(a_term_matches_as_a_whole);
  CPPUNIT_TEST(parts_leave_out_what_all_texts_have);
  CPPUNIT_TEST(two_parts_that_the_sample_lacks_are_both_searched);
  CPPUNIT_TEST(punctuation_is_no_part);
  CPPUNIT_TEST(short_terms_are_their_own_parts);
  CPPUNIT_TEST(a_part_consists_of_whole_characters);
  CPPUNIT_TEST(long_terms_are_cut);
  CPPUNIT_TEST_SUITE_END();

 public:
  void one_endpoint_among_many_is_found_by_any_text_of_its_row() {
    fill();
    for (const char* filter : {"rare-0400", "Rare-0400", "https://rare-400.example.com/API/trigger",
                               "rare-400.example.com", "50%_sure", "crème brûlée", "brûlée à", "went%sideways_today"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(filter, std::string("rare-0400"), slugs(filter));
  }

  // Each has a rare part that occurs.
  void a_term_matches_as_a_whole() {
    fill();
    for (const char* filter : {"rare-0400x", "xrare-0400", "https://rare-400.example.org/api/trigger", "rare-0400 ",
                               "brûlée b", "rare_0400"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(filter, std::string(), slugs(filter));
  }

  void parts_leave_out_what_all_texts_have() {
    std::string sample;
    for (int i = 0; i < 50; ++i)
      sample +=
          "\napp-" + std::to_string(i) + "\nhttps://app-" + std::to_string(i) + ".example.com/api/trigger\nshop\ndev";
    CPPUNIT_ASSERT_EQUAL(std::string("765987 765987"), parts("https://app-765987.example.com/api/trigger", sample));
    CPPUNIT_ASSERT_EQUAL(std::string("765987 765987"), parts("app-765987", sample));
  }

  // As after a move of most endpoints to another domain.
  void two_parts_that_the_sample_lacks_are_both_searched() {
    CPPUNIT_ASSERT_EQUAL(std::string("123456 legacy"),
                         parts("https://legacy.example.com/app-123456", "https://new.example.com/app-"));
  }

  void punctuation_is_no_part() {
    CPPUNIT_ASSERT_EQUAL(std::string("orders orders"), parts("------orders======", ""));
    CPPUNIT_ASSERT_EQUAL(std::string("a-b-c-d-e-f a-b-c-d-e-f"), parts("a-b-c-d-e-f", ""));
  }

  void short_terms_are_their_own_parts() {
    for (const std::string term : {"", "a", "ab", "app-12"})
      CPPUNIT_ASSERT_EQUAL(term + ' ' + term, parts(term, "app"));
  }

  void a_part_consists_of_whole_characters() {
    CPPUNIT_ASSERT_EQUAL(std::string("ééééüü ééééüü"), parts("ééééüüüü", "üüüüüüüüüüüüüüü"));
  }

  void long_terms_are_cut() {
    CPPUNIT_ASSERT_EQUAL(std::string("aaaaaa aaaaaa"), parts(std::string(100'000, 'a'), ""));
  }

 private:
  // 600 endpoints; the filters' one is neither among the first nor among the last in any order.
  void fill() {
    const Registered made = registered("rare-0400");
    database->run(
        "insert into endpoints (slug, url, indexing_hook_identifier, environment_id, organization_id, project_id,"
        " created_at, updated_at)"
        " select 'app-' || lpad(n::text, 4, '0'), 'https://app-' || n || '.example.com/api/trigger', n::text,"
        " environment_id, organization_id, project_id, now() + (n - 300) * interval '1 minute', now()"
        " from endpoints, generate_series(1, 600) n where slug = 'rare-0400'");
    database->run(
        "update endpoints set url = 'https://rare-400.example.com/api/trigger?50%_sure=crème brûlée à la carte'"
        " where slug = 'rare-0400'");
    database->run("update endpoint_index_runs set status = 'FAILURE', error = 'It went%sideways_today.' where id = '" +
                  made.run.id + "'");
  }

  static std::string parts(const std::string& term, const std::string& sample) {
    const auto [first, second] = rarest_parts(term, sample);
    return first + ' ' + second;
  }

  std::string slugs(const std::string& filter) {
    std::string found;
    for (const ListedEndpoint& item : repository->endpoints({50, {}, filter}, EndpointOrder::registered, true).items)
      found += (found.empty() ? "" : " ") + item.summary.endpoint.slug;
    return found;
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(FilterTest);

}  // namespace kongflow::endpoints
