#include "client/client_fixture.h"
#include "client/redirect_rule.h"

namespace kongflow::endpoints {
namespace {

// Where calls go, and where they do not.
class ClientDestinationTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(ClientDestinationTest);
  CPPUNIT_TEST(nothing_listening_is_unreachable);
  CPPUNIT_TEST(unknown_name_is_unreachable);
  CPPUNIT_TEST(name_with_several_addresses_finds_the_one_that_listens);
  CPPUNIT_TEST(bad_urls_are_refused_before_anything_is_sent);
  CPPUNIT_TEST(addresses_that_the_policy_refuses_get_nothing);
  CPPUNIT_TEST(redirects_keep_method_and_headers);
  CPPUNIT_TEST(see_other_is_followed_with_get);
  CPPUNIT_TEST(five_redirects_are_followed_and_no_more);
  CPPUNIT_TEST(redirects_elsewhere_get_nothing);
  CPPUNIT_TEST(names_of_this_machine_are_one_host);
  CPPUNIT_TEST(redirect_to_a_login_page_is_not_to_be_registered);
  CPPUNIT_TEST(only_a_host_with_the_same_path_is_recommended);
  CPPUNIT_TEST(index_behind_a_redirect_tells_the_url_to_register);
  CPPUNIT_TEST(redirect_without_location_is_a_status);
  CPPUNIT_TEST_SUITE_END();

 public:
  void nothing_listening_is_unreachable() {
    std::string url;
    {
      ScriptedApp app({hang()});
      url = app.url();
    }
    const auto failure = ping(url);
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + url, failure->message);
  }

  void unknown_name_is_unreachable() {
    const auto failure = ping("http://nonexistent.invalid/api");
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint http://nonexistent.invalid/api"), failure->message);
    CPPUNIT_ASSERT_EQUAL(std::string("The name nonexistent.invalid has no address"), failure->reason.value());
  }

  void name_with_several_addresses_finds_the_one_that_listens() {
    ScriptedApp app({answer(200, kOk)});
    CPPUNIT_ASSERT(!ping("http://LocalHost:" + std::to_string(app.port()) + "/api"));
    CPPUNIT_ASSERT_EQUAL("localhost:" + std::to_string(app.port()), app.requests().at(0).headers.at("host"));
  }

  void bad_urls_are_refused_before_anything_is_sent() {
    ScriptedApp app({answer(200, kOk)});
    const std::string host = "127.0.0.1:" + std::to_string(app.port());
    for (const std::string& url : std::vector<std::string>{
             "http://user:pass@" + host + "/", "http://" + host + "/a b", "http://" + host + "/\n/",
             "http://127.1:" + std::to_string(app.port()) + "/", std::string("file:///etc/hostname")}) {
      const auto failure = ping(url);
      CPPUNIT_ASSERT(failure && failure->kind == Kind::refused && failure->reason);
      CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + url, failure->message);
    }
    CPPUNIT_ASSERT(app.requests().empty());
  }

  void addresses_that_the_policy_refuses_get_nothing() {
    ScriptedApp app({answer(200, kOk)});
    const EgressPolicy closed({});
    PocoEndpointClient caller(settings(), closed, resolver_, memory_);
    for (const auto& [url, rule] : std::map<std::string, std::string>{
             {app.url(), "a loopback address"},
             {"http://localhost:" + std::to_string(app.port()) + "/", "a name for this machine"}}) {
      const auto failure = caller.ping(address(url), "my-app", {}).failure;
      CPPUNIT_ASSERT(failure && failure->kind == Kind::refused);
      CPPUNIT_ASSERT_MESSAGE(*failure->reason, failure->reason->find(rule) != std::string::npos);
    }
    CPPUNIT_ASSERT(app.requests().empty());
  }

  void redirects_keep_method_and_headers() {
    for (const int status : {301, 302, 307, 308}) {
      ScriptedApp app({redirect(status, "/next"), answer(200, kOk)});
      CPPUNIT_ASSERT(!ping(app.url()));
      const auto requests = app.requests();
      CPPUNIT_ASSERT_EQUAL(std::size_t{2}, requests.size());
      CPPUNIT_ASSERT_EQUAL(std::string("POST"), requests[1].method);
      CPPUNIT_ASSERT_EQUAL(std::string("/next"), requests[1].target);
      CPPUNIT_ASSERT(headers_of(requests[0]) == headers_of(requests[1]));
    }
  }

  void see_other_is_followed_with_get() {
    ScriptedApp app({redirect(303, "/next"), answer(200, kOk)});
    CPPUNIT_ASSERT(!ping(app.url()));
    CPPUNIT_ASSERT_EQUAL(std::string("GET"), app.requests().at(1).method);
    CPPUNIT_ASSERT(app.requests()[1].headers.count("content-length") == 0);
    CPPUNIT_ASSERT_EQUAL(std::string("tr_dev_secret"), app.requests()[1].headers.at("x-trigger-api-key"));
  }

  void five_redirects_are_followed_and_no_more() {
    std::vector<AppScript> five(5, redirect(302, "/again"));
    five.push_back(answer(200, kOk));
    ScriptedApp enough(five);
    CPPUNIT_ASSERT(!ping(enough.url()));
    ScriptedApp endless({redirect(302, "/again")});
    const auto failure = ping(endless.url());
    CPPUNIT_ASSERT(failure && failure->message.find("Could not connect to endpoint " + endless.url()) == 0);
    CPPUNIT_ASSERT(failure->message.find("redirect") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL("It responded with more than 5 redirects, the last one to " + endless.url("/again"),
                         failure->reason.value());
    CPPUNIT_ASSERT_EQUAL(std::size_t{6}, endless.requests().size());
  }

  void redirects_elsewhere_get_nothing() {
    ScriptedApp other({answer(200, kOk)});
    const std::string port = std::to_string(other.port());
    for (const std::string& location : std::vector<std::string>{
             "http://localhost:" + port + "/", "//localhost:" + port + "/", "ftp://127.0.0.1/", "data:text/plain,x",
             "http://a@127.0.0.1:" + port + "/", "http://127.1:" + port + "/", std::string("http://")}) {
      ScriptedApp app({redirect(302, location)});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT_MESSAGE(location, failure && failure->kind == Kind::refused);
      CPPUNIT_ASSERT(failure->message.find("redirect") != std::string::npos && failure->reason);
      CPPUNIT_ASSERT_EQUAL(std::size_t{1}, app.requests().size());
    }
    CPPUNIT_ASSERT(other.requests().empty());
  }

  void names_of_this_machine_are_one_host() {
    for (const char* from : {"127.0.0.1", "localhost"}) {
      for (const char* to : {"127.0.0.1", "localhost"}) {
        const AppScript next = [to](auto& socket, const auto& request) {
          redirect(307, "http://" + (to + request.headers.at("host").substr(request.headers.at("host").find(':'))) +
                            "/next")(socket, request);
        };
        ScriptedApp app({next, answer(200, kOk)});
        const auto failure = ping("http://" + std::string(from) + ":" + std::to_string(app.port()) + "/");
        CPPUNIT_ASSERT_MESSAGE(failure ? failure->reason.value_or("") : "", !failure);
        CPPUNIT_ASSERT_EQUAL(std::string("tr_dev_secret"), app.requests().at(1).headers.at("x-trigger-api-key"));
      }
    }
    const auto refusal = [](const std::string& from, const std::string& to) {
      return redirect_refusal(std::get<TargetUrl>(parse_url(from)), std::get<TargetUrl>(parse_url(to)), "/")
          .has_value();
    };
    CPPUNIT_ASSERT(!refusal("http://127.0.0.1:3000/", "http://[::1]:3000/"));
    CPPUNIT_ASSERT(refusal("http://127.0.0.1:3000/", "http://localhost:3001/"));
    CPPUNIT_ASSERT(refusal("http://127.0.0.1:3000/", "http://127.0.0.2:3000/"));
    CPPUNIT_ASSERT(refusal("http://127.0.0.1:3000/", "http://app.localhost:3000/"));
  }

  void redirect_to_a_login_page_is_not_to_be_registered() {
    for (const std::string& location : std::vector<std::string>{
             "https://accounts.google.com/o/oauth2/v2/auth?client_id=1", "https://vercel.com/sso-api?url=x",
             "https://team.cloudflareaccess.com/cdn-cgi/access/login/app.example",
             "https://login.microsoftonline.com/common/oauth2/authorize", "https://acme.okta.com/app/1",
             "https://app.other.example/users/sign_in", "https://other.example/wp-login.php?redirect_to=x",
             "https://other.example/start?SAMLRequest=x", "https://other.example/a?returnUrl=%2Fapi%2Ftrigger",
             "https://other.example/welcome?next=/api/trigger",
             "https://other.example/?a=b&continue=https://app.example",
             "https://other.example/x?callbackUrl=https%3A%2F%2Fapp.example", "https://other.example/hello?rd=%2Fapi",
             std::string("https://sso.other.example/")}) {
      ScriptedApp app({redirect(302, location)});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT_MESSAGE(location, failure && failure->kind == Kind::refused);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(*failure->reason, std::size_t{0},
                                   failure->reason->find("It responds with a redirect to a login page (https://"));
      CPPUNIT_ASSERT_MESSAGE(*failure->reason, failure->reason->find("register") == std::string::npos);
    }
    ScriptedApp moved({redirect(302, "https://app.other.example/api/trigger")});
    CPPUNIT_ASSERT_EQUAL(std::string("It responds with a redirect to another host: register the URL at "
                                     "https://app.other.example itself if that is the app"),
                         ping(moved.url())->reason.value());
  }

  void only_a_host_with_the_same_path_is_recommended() {
    for (const char* elsewhere :
         {"https://other.example/", "https://other.example/api/trigger/", "https://other.example/api/trigger?a=b",
          "https://other.example/list?next=2", "https://other.example/?cnext=/x", "https://www.example.net/home"}) {
      ScriptedApp app({redirect(302, elsewhere)});
      CPPUNIT_ASSERT_EQUAL("It responds with a redirect to another host and path (" + std::string(elsewhere) +
                               "). Register the URL at which the app itself answers",
                           ping(app.url())->reason.value());
    }
    for (const auto& [location, reason] :
         std::map<std::string, std::string>{{"ftp://x/", "The URL must begin with http:// or https://"},
                                            {"http://", "The URL has no host"},
                                            {"http://u:p@x/", "The URL must not contain a user name or password"}}) {
      ScriptedApp app({redirect(302, location)});
      CPPUNIT_ASSERT_EQUAL("It responds with a redirect to a URL that is not accepted: " + reason,
                           ping(app.url())->reason.value());
    }
    ScriptedApp hops({redirect(302, "/home"), redirect(302, "https://other.example/home")});
    CPPUNIT_ASSERT(ping(hops.url())->reason->find("register the URL at") == std::string::npos);
    ScriptedApp query({redirect(308, "https://app.other.example/api/trigger?a=b")});
    CPPUNIT_ASSERT(ping(query.url("/api/trigger?a=b"))->reason->find("register the URL at https://app.other.example") !=
                   std::string::npos);
  }

  void index_behind_a_redirect_tells_the_url_to_register() {
    ScriptedApp app({redirect(308, "next?key=tr_dev_secret"), redirect(302, "/last"), answer(200, kManifest),
                     redirect(301, "/away"), answer(500, "")});
    const IndexReply moved = index(app.url());
    const std::string host = "http://127.0.0.1:" + std::to_string(app.port());
    CPPUNIT_ASSERT(moved.manifest);
    CPPUNIT_ASSERT_EQUAL("The app responded after a redirect: register it again with the URL " + host + "/last",
                         moved.facts.warning.value());
    const IndexReply broken = index(app.url());
    CPPUNIT_ASSERT(broken.failure);
    CPPUNIT_ASSERT_MESSAGE("a URL that does not work is not to be registered", !broken.facts.warning);
    CPPUNIT_ASSERT_EQUAL("The response at " + host + "/away, after a redirect, has no message",
                         broken.failure->reason.value());

    ScriptedApp straight({answer(200, kManifest)});
    CPPUNIT_ASSERT(!index(straight.url()).facts.warning);
    ScriptedApp telling({redirect(302, "/?k=tr_dev_secret"), answer(200, kManifest)});
    CPPUNIT_ASSERT(index(telling.url()).facts.warning->find("secret") == std::string::npos);
  }

  void redirect_without_location_is_a_status() {
    ScriptedApp app({answer(302, kOk)});
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: 302", ping(app.url())->message);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientDestinationTest);

}  // namespace
}  // namespace kongflow::endpoints
