#include <cppunit/extensions/HelperMacros.h>

#include <boost/json.hpp>

#include "../http/raw_client.h"
#include "../http/server_fixture.h"
#include "host/console/console_api.h"

namespace kongflow::host::test {

class SessionApiTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SessionApiTest);
  CPPUNIT_TEST(a_login_creates_a_session_with_access_to_the_api);
  CPPUNIT_TEST(a_logout_ends_the_session);
  CPPUNIT_TEST(modifying_requests_require_the_csrf_token);
  CPPUNIT_TEST(requests_from_other_origins_are_rejected);
  CPPUNIT_TEST(readers_can_read_but_not_modify);
  CPPUNIT_TEST(wrong_secrets_are_limited);
  CPPUNIT_TEST(a_session_stays_valid_while_logins_are_limited);
  CPPUNIT_TEST(the_cookie_is_secure_under_tls);
  CPPUNIT_TEST(without_authentication_every_local_client_is_an_operator);
  CPPUNIT_TEST(secrets_are_never_in_the_log);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* session_path = "/console/api/session";
  static constexpr const char* panels_path = "/console/api/panels";
  static constexpr const char* action_path = "/console/api/panels/none/none/actions/none";  // 404 once admitted

  PanelTable panels_;
  ServerFixture fixture_;
  const TaskTable tasks_;
  const ShownConfig shown_;
  Heartbeat heartbeat_{"", fixture_.registry, fixture_.log};
  std::unique_ptr<ConsoleApi> api_;

  void start(const std::string& authentication = "required") {
    ConsoleSettings settings;
    settings.authentication = authentication;
    settings.token = "operator-token";
    settings.read_only_token = "reader-token";
    api_ = std::make_unique<ConsoleApi>(
        settings, ConsoleApi::Parts{panels_, tasks_, fixture_.registry, fixture_.readiness, fixture_.admission, shown_,
                                    heartbeat_, fixture_.log, "", ""});
    api_->add_routes(fixture_.routes);
    fixture_.start();
  }

  RawResponse send(const std::string& method, const std::string& path, const std::string& headers = "",
                   const std::string& body = "") {
    return request(fixture_.port, method, path, headers, body);
  }
  RawResponse log_in(const std::string& secret, const std::string& headers = "") {
    return send("POST", session_path, headers, boost::json::serialize(boost::json::object{{"secret", secret}}));
  }

  struct Browser {
    std::string cookie, csrf;  // header lines
  };
  Browser browser(const std::string& secret) {
    const RawResponse response = log_in(secret);
    CPPUNIT_ASSERT_EQUAL_MESSAGE(response.body, 200, response.status);
    const std::string set = response.headers.at("set-cookie");
    return {"Cookie: " + set.substr(0, set.find(';')) + "\r\n",
            "X-Kongflow-Csrf: " + std::string(boost::json::parse(response.body).at("csrf").as_string()) + "\r\n"};
  }

 public:
  void a_login_creates_a_session_with_access_to_the_api() {
    start();
    CPPUNIT_ASSERT_EQUAL(401, send("GET", session_path).status);
    const RawResponse login = log_in("operator-token");
    const auto body = boost::json::parse(login.body);
    CPPUNIT_ASSERT(body.at("role") == "operator");
    CPPUNIT_ASSERT_EQUAL(std::size_t{24}, std::size_t{body.at("expiresAt").as_string().size()});
    const std::string set = login.headers.at("set-cookie");
    CPPUNIT_ASSERT_EQUAL(std::string("; HttpOnly; SameSite=Strict; Path=/console"), set.substr(set.find(';')));

    const std::string cookie = "Cookie: " + set.substr(0, set.find(';')) + "\r\n";
    CPPUNIT_ASSERT_EQUAL(200, send("GET", panels_path, cookie).status);
    const auto session = boost::json::parse(send("GET", session_path, cookie).body);
    CPPUNIT_ASSERT(session.at("role") == "operator" && session.at("csrf") == body.at("csrf"));
    const auto by_token = boost::json::parse(send("GET", session_path, "Authorization: Bearer reader-token\r\n").body);
    CPPUNIT_ASSERT(by_token.at("role") == "reader" && by_token.at("csrf").is_null());
  }

  void a_logout_ends_the_session() {
    start();
    const Browser one = browser("operator-token"), other = browser("operator-token");
    CPPUNIT_ASSERT_EQUAL(403, send("DELETE", session_path, one.cookie).status);
    CPPUNIT_ASSERT_EQUAL(204, send("DELETE", session_path, one.cookie + one.csrf).status);
    CPPUNIT_ASSERT_EQUAL(401, send("GET", panels_path, one.cookie).status);
    CPPUNIT_ASSERT_EQUAL(200, send("GET", panels_path, other.cookie).status);
  }

  void modifying_requests_require_the_csrf_token() {
    start();
    const Browser one = browser("operator-token"), other = browser("operator-token");
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, one.cookie, "{}").status);
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, one.cookie + "X-Kongflow-Csrf: \r\n", "{}").status);
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, one.cookie + other.csrf, "{}").status);
    CPPUNIT_ASSERT_EQUAL(404, send("POST", action_path, one.cookie + one.csrf, "{}").status);
    CPPUNIT_ASSERT_EQUAL(404, send("POST", action_path, "Authorization: Bearer operator-token\r\n", "{}").status);
  }

  void requests_from_other_origins_are_rejected() {
    start();
    const Browser mine = browser("operator-token");
    for (const char* origin : {"Origin: http://evil.example\r\n", "Origin: null\r\n"}) {
      CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, mine.cookie + mine.csrf + origin, "{}").status);
      CPPUNIT_ASSERT_EQUAL(403, log_in("operator-token", origin).status);
    }
    CPPUNIT_ASSERT_EQUAL(
        404, send("POST", action_path, mine.cookie + mine.csrf + "Origin: http://localhost\r\n", "{}").status);
  }

  void readers_can_read_but_not_modify() {
    start();
    const Browser mine = browser("reader-token");
    CPPUNIT_ASSERT_EQUAL(200, send("GET", panels_path, mine.cookie).status);
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, mine.cookie + mine.csrf, "{}").status);
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, "Authorization: Bearer reader-token\r\n", "{}").status);
    CPPUNIT_ASSERT_EQUAL(204, send("DELETE", session_path, mine.cookie + mine.csrf).status);
  }

  void wrong_secrets_are_limited() {
    start();
    CPPUNIT_ASSERT_EQUAL(400, send("POST", session_path, "", R"({"secret":1})").status);
    for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(401, log_in("wrong").status);
    const RawResponse refused = log_in("operator-token");
    CPPUNIT_ASSERT_EQUAL(429, refused.status);
    const int wait = std::stoi(refused.headers.at("retry-after"));
    CPPUNIT_ASSERT(wait > 0 && wait <= 300);

    CPPUNIT_ASSERT_EQUAL(200, send("GET", panels_path, "Authorization: Bearer operator-token\r\n").status);
    for (int i = 0; i < 10; ++i)
      CPPUNIT_ASSERT_EQUAL(401, send("GET", panels_path, "Authorization: Bearer wrong\r\n").status);
    CPPUNIT_ASSERT_EQUAL(429, send("GET", panels_path, "Authorization: Bearer operator-token\r\n").status);
  }

  void a_session_stays_valid_while_logins_are_limited() {
    start();
    const Browser mine = browser("operator-token");
    for (int i = 0; i < 11; ++i) log_in("wrong");
    CPPUNIT_ASSERT_EQUAL(200, send("GET", panels_path, mine.cookie).status);
  }

  void the_cookie_is_secure_under_tls() {
    start();
    for (const char* header : {"X-Forwarded-Proto: https\r\n", "Origin: https://localhost\r\n"}) {
      const std::string set = log_in("operator-token", header).headers.at("set-cookie");
      CPPUNIT_ASSERT_EQUAL(std::string("; Secure"), set.substr(set.rfind(';')));
    }
  }

  void without_authentication_every_local_client_is_an_operator() {
    start("none");
    CPPUNIT_ASSERT(boost::json::parse(send("GET", session_path).body).at("role") == "operator");
    CPPUNIT_ASSERT_EQUAL(404, send("POST", action_path, "", "{}").status);
    CPPUNIT_ASSERT_EQUAL(403, send("POST", action_path, "Origin: http://evil.example\r\n", "{}").status);
    const RawResponse rebound =
        RawClient(fixture_.port)
            .send("GET /console/api/panels HTTP/1.1\r\nHost: evil.example:3040\r\nConnection: close\r\n\r\n")
            .response();
    CPPUNIT_ASSERT_EQUAL(403, rebound.status);
  }

  void secrets_are_never_in_the_log() {
    start();
    const Browser mine = browser("operator-token");
    log_in("wrong-secret");
    send("DELETE", session_path, mine.cookie + mine.csrf);
    const std::string log = fixture_.stop_and_read_log();
    for (const char* line : {R"("component":"audit","message":"login","who":"operator session )",
                             R"("component":"audit","message":"login rejected","remote":"127.0.0.1")",
                             R"("component":"audit","message":"logout")"})
      CPPUNIT_ASSERT_MESSAGE(log, log.find(line) != std::string::npos);
    const std::string key = mine.cookie.substr(mine.cookie.find('=') + 1, 64), csrf = mine.csrf.substr(17, 64);
    for (const std::string& secret : {std::string("operator-token"), std::string("wrong-secret"), key, csrf})
      CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find(secret));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionApiTest);

}  // namespace kongflow::host::test
