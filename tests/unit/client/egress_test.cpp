#include <future>
#include <memory>

#include "client/canary.h"
#include "client/client_fixture.h"
#include "client/scripted_resolver.h"
#include "client/test_file.h"

namespace kongflow::endpoints {
namespace {

using testing::Canary;
using testing::ScriptedResolver;

// What is refused gets no connection: the real client, URLs that lead to a listener, names that lead where the test
// says.
class ClientEgressTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(ClientEgressTest);
  CPPUNIT_TEST(refused_urls_get_no_connection);
  CPPUNIT_TEST(what_nothing_opens_gets_no_connection_with_everything_allowed);
  CPPUNIT_TEST(one_address_inside_is_one_too_many);
  CPPUNIT_TEST(an_alias_of_an_internal_name_is_judged_by_its_address);
  CPPUNIT_TEST(the_address_that_was_judged_is_connected_to);
  CPPUNIT_TEST(a_name_that_changes_between_ping_and_index_is_judged_again);
  CPPUNIT_TEST(a_name_that_changes_between_redirects_is_judged_again);
  CPPUNIT_TEST(names_that_nobody_answers_for_end_with_the_call);
  CPPUNIT_TEST_SUITE_END();

 public:
  void refused_urls_get_no_connection() {
    const EgressPolicy closed({});
    assert_untouched(closed, [](std::string_view verdict, const ParsedUrl&) { return verdict != "allow"; });
  }

  void what_nothing_opens_gets_no_connection_with_everything_allowed() {
    const EgressPolicy open({{"0.0.0.0/0", "::/0", "localhost", "a.example", "example.com", "127.0.0.1"}});
    const EgressPolicy closed({});
    assert_untouched(open, [&](std::string_view verdict, const ParsedUrl& url) {
      if (verdict != "deny") return false;
      if (std::holds_alternative<std::string>(url)) return true;
      return closed.refusal(std::get<TargetUrl>(url))->restriction == Restriction::blocked;
    });
  }

  void one_address_inside_is_one_too_many() {
    Canary canary;
    for (const char* inside : {"127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.1", "fd00::1", "169.254.169.254",
                               "64:ff9b::7f00:1", "0.0.0.0"}) {
      for (const auto& mixed :
           {ScriptedResolver::Texts{"93.184.216.34", inside}, ScriptedResolver::Texts{inside, "2606:2800:220:1::1"}}) {
        ScriptedResolver resolver({mixed});
        const auto failure = ping_at(EgressPolicy({}), resolver, "http://app.example:" + canary.port() + "/");
        CPPUNIT_ASSERT_MESSAGE(inside, failure && failure->kind == Kind::refused);
        CPPUNIT_ASSERT_EQUAL(std::size_t{0}, failure->reason->find("app.example resolves to "));
      }
    }
    CPPUNIT_ASSERT(!canary.touched());
  }

  void an_alias_of_an_internal_name_is_judged_by_its_address() {
    ScriptedResolver resolver({{"169.254.169.254"}});  // what a CNAME of metadata.google.internal resolves to
    const EgressPolicy open({{"0.0.0.0/0", "app.example"}});
    const auto failure = ping_at(open, resolver, "http://app.example/");
    CPPUNIT_ASSERT(failure && failure->kind == Kind::refused);
    CPPUNIT_ASSERT_EQUAL(
        std::string("app.example resolves to 169.254.169.254, which is a link-local or metadata address "
                    "(169.254.0.0/16)"),
        failure->reason.value());
  }

  void the_address_that_was_judged_is_connected_to() {
    ScriptedApp app({answer(200, kOk)});
    ScriptedResolver resolver({{"127.0.0.1"}, {"127.0.0.2"}});
    const std::string host = "app.example:" + std::to_string(app.port());
    CPPUNIT_ASSERT(!ping_at(EgressPolicy({{"127.0.0.1"}}), resolver, "http://" + host + "/"));
    CPPUNIT_ASSERT(resolver.asked() == ScriptedResolver::Texts{"app.example"});
    CPPUNIT_ASSERT_EQUAL(host, app.requests().at(0).headers.at("host"));
  }

  void a_name_that_changes_between_ping_and_index_is_judged_again() {
    ScriptedApp app({answer(200, kOk)});
    ScriptedResolver resolver({{"127.0.0.1"}, {"127.0.0.2"}});
    const EgressPolicy policy({{"127.0.0.1"}});
    PocoEndpointClient caller(settings(), policy, resolver, memory_);
    const AppAddress moving = address("http://app.example:" + std::to_string(app.port()) + "/");
    CPPUNIT_ASSERT(!caller.ping(moving, "my-app", {}).failure);
    const auto failure = caller.index(moving, {}).failure;
    CPPUNIT_ASSERT(failure && failure->kind == Kind::refused);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, app.requests().size());
  }

  void a_name_that_changes_between_redirects_is_judged_again() {
    ScriptedApp app({redirect(307, "/next")});
    ScriptedResolver resolver({{"127.0.0.1"}, {"127.0.0.2"}});
    const std::string url = "http://app.example:" + std::to_string(app.port()) + "/";
    const auto failure = ping_at(EgressPolicy({{"127.0.0.1"}}), resolver, url);
    CPPUNIT_ASSERT(failure && failure->kind == Kind::refused);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, app.requests().size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, resolver.asked().size());
  }

  void names_that_nobody_answers_for_end_with_the_call() {
    const auto released = std::make_shared<std::promise<void>>();
    const std::shared_future<void> answered = released->get_future();
    SystemResolver resolver([answered](const std::string&) {
      answered.wait();
      return std::vector<Poco::Net::IPAddress>();
    });
    ClientSettings limits;
    limits.ping_timeout = kShort;
    const auto failure =
        PocoEndpointClient(limits, open_, resolver, memory_).ping(address("http://app.example/"), "my-app", {}).failure;
    CPPUNIT_ASSERT(failure && failure->kind == Kind::timed_out);
    CPPUNIT_ASSERT_EQUAL(
        std::size_t{0},
        failure->reason->find("The name app.example could not be resolved within 300 ms (ping.timeout)"));
    released->set_value();
  }

 private:
  std::optional<ClientFailure> ping_at(const EgressPolicy& policy, Resolver& resolver, const std::string& url) {
    return PocoEndpointClient(settings(), policy, resolver, memory_).ping(address(url), "my-app", {}).failure;
  }

  // The listener's port goes into URLs that have none; every name leads to the listener.
  static std::string aimed_at(const Canary& canary, std::string url) {
    const auto authority = url.find("//");
    if (authority == std::string::npos) return url;
    const auto end = std::min(url.find_first_of("/?#\\", authority + 2), url.size());
    const auto colon = url.find(':', std::min(url.find(']', authority), end));
    if (url.find(':', authority + 2) < end && colon < end) return url;
    return end > authority + 2 ? url.insert(end, ":" + canary.port()) : url;
  }

  template <typename Wanted>
  void assert_untouched(const EgressPolicy& policy, const Wanted& wanted) {
    Canary canary;
    ScriptedResolver resolver({{"127.0.0.1"}});
    PocoEndpointClient caller(settings(), policy, resolver, memory_);
    const std::string file = read_test_file(TEST_DATA "/egress-cases.json");
    int tried = 0;
    for (const std::string_view known : json_elements(file)) {
      const std::string url = text_of(known, "url");
      if (!wanted(text_of(known, "verdict"), parse_url(url))) continue;
      ++tried;
      for (const std::string& aimed : {url, aimed_at(canary, url)}) {
        const auto pinged = caller.ping(address(aimed), "my-app", {}).failure;
        CPPUNIT_ASSERT_MESSAGE(aimed, pinged && pinged->kind == Kind::refused && pinged->reason);
        const auto indexed = caller.index(address(aimed), {}).failure;
        CPPUNIT_ASSERT_MESSAGE(aimed, indexed && indexed->kind == Kind::refused);
        CPPUNIT_ASSERT_MESSAGE(aimed, !canary.touched());
      }
    }
    CPPUNIT_ASSERT(tried > 70);
    ping_within("http://127.0.0.1:" + canary.port() + "/", kShort);
    CPPUNIT_ASSERT_MESSAGE("the listener hears who does connect", canary.touched());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientEgressTest);

}  // namespace
}  // namespace kongflow::endpoints
