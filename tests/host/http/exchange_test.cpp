#include <cppunit/extensions/HelperMacros.h>

#include <string>
#include <vector>

#include "host/base/text.h"
#include "host/http/exchange.h"
#include "host/http/exchange_table.h"

namespace kongflow::host::test {

class ExchangeTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ExchangeTest);
  CPPUNIT_TEST(the_first_completion_wins_and_a_second_is_rejected);
  CPPUNIT_TEST(headers_are_copied_in_lower_case);
  CPPUNIT_TEST(the_servers_own_headers_are_ignored);
  CPPUNIT_TEST(a_response_that_violates_http_becomes_a_500);
  CPPUNIT_TEST(an_expired_exchange_is_a_504_and_rejects_its_handlers_response);
  CPPUNIT_TEST(a_completed_exchange_survives_in_the_table_for_a_second_completion);
  CPPUNIT_TEST(cancel_affects_only_uncompleted_exchanges);
  CPPUNIT_TEST_SUITE_END();

  std::vector<HttpResponse> answers_;
  ExchangeTable table_;

  std::shared_ptr<kf_exchange> exchange() {
    return table_.add("req-1", kf_call::Clock::time_point::max(),
                      [this](HttpResponse response) { answers_.push_back(std::move(response)); });
  }
  static kf_status complete(kf_exchange& exchange, unsigned status, const std::vector<kf_pair>& headers = {}) {
    return exchange.complete(status, headers.data(), static_cast<std::uint32_t>(headers.size()), to_abi("body"));
  }

 public:
  void the_first_completion_wins_and_a_second_is_rejected() {
    const auto one = exchange();
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, complete(*one, 201));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, complete(*one, 202));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, complete(*one, 9999));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, answers_.size());
    CPPUNIT_ASSERT_EQUAL(201u, answers_[0].status);
    CPPUNIT_ASSERT_EQUAL(std::string("body"), answers_[0].body);
  }

  void headers_are_copied_in_lower_case() {
    std::string value = "text/plain";
    complete(*exchange(), 200, {{to_abi("Content-Type"), to_abi(value)}, {to_abi("x-tab"), to_abi("a\tb")}});
    value = "overwritten";
    const HttpHeaders expected{{"content-type", "text/plain"}, {"x-tab", "a\tb"}};
    CPPUNIT_ASSERT(expected == answers_.at(0).headers);
  }

  void the_servers_own_headers_are_ignored() {
    complete(*exchange(), 200,
             {{to_abi("Content-Length"), to_abi("3")},
              {to_abi("Transfer-Encoding"), to_abi("chunked")},
              {to_abi("Connection"), to_abi("close")},
              {to_abi("X-Request-Id"), to_abi("x")},
              {to_abi("Date"), to_abi("x")}});
    CPPUNIT_ASSERT_EQUAL(200u, answers_.at(0).status);
    CPPUNIT_ASSERT(answers_.at(0).headers.empty());
  }

  void a_response_that_violates_http_becomes_a_500() {
    for (const unsigned status : {0u, 100u, 199u, 600u})
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, complete(*exchange(), status));
    const std::vector<kf_pair> bad{{to_abi("x"), to_abi("a\r\nb: c")}, {to_abi("x"), to_abi("a\nb")},
                                   {to_abi("x"), to_abi({"a\0b", 3})}, {to_abi("x"), to_abi("a\x7f")},
                                   {to_abi("x y"), to_abi("a")},       {to_abi(""), to_abi("a")},
                                   {to_abi("x:"), to_abi("a")},        {to_abi("x\r\nz"), to_abi("a")}};
    for (const kf_pair& header : bad)
      CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, complete(*exchange(), 200, {header}));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_BAD_ARGUMENT}, exchange()->complete(200, nullptr, 1, to_abi("body")));
    CPPUNIT_ASSERT_EQUAL(bad.size() + 5, answers_.size());
    for (const HttpResponse& answer : answers_) {
      CPPUNIT_ASSERT_EQUAL(500u, answer.status);
      CPPUNIT_ASSERT_EQUAL(std::string(R"({"error":"Internal Server Error"})"), answer.body);
    }
  }

  void an_expired_exchange_is_a_504_and_rejects_its_handlers_response() {
    const auto late = exchange();
    CPPUNIT_ASSERT(!late->answered());
    late->expire();
    late->expire();
    CPPUNIT_ASSERT(late->answered());
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, complete(*late, 200));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, answers_.size());
    CPPUNIT_ASSERT_EQUAL(504u, answers_[0].status);
  }

  void a_completed_exchange_survives_in_the_table_for_a_second_completion() {
    kf_exchange* bare = exchange().get();
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_OK}, complete(*bare, 200));
    CPPUNIT_ASSERT_EQUAL(kf_status{KF_CONFLICT}, complete(*bare, 200));
    std::weak_ptr<kf_exchange> watched;
    {
      const auto one = exchange();
      watched = one;
      complete(*one, 200);
    }
    CPPUNIT_ASSERT(!watched.expired());
    for (int i = 0; i < 2000; ++i) complete(*exchange(), 200);
    CPPUNIT_ASSERT_MESSAGE("answered exchanges are not kept for ever", watched.expired());
  }

  void cancel_affects_only_uncompleted_exchanges() {
    const auto answered = exchange(), open = exchange();
    complete(*answered, 200);
    table_.cancel();
    CPPUNIT_ASSERT(open->call().cancelled());
    CPPUNIT_ASSERT(!answered->call().cancelled());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ExchangeTest);

}  // namespace kongflow::host::test
