#include "client/answer_origin.h"

#include "client/client_fixture.h"

namespace kongflow::endpoints {
namespace {

using AppHeaders = std::map<std::string, std::string>;

struct Stranger {
  std::string who;  // answered
  int status;
  AppHeaders headers;
  std::string body;
};

// An error in plain text that the app itself gave.
struct Own {
  int status;
  std::string words;
  AppHeaders headers = {};
};

std::string page(const std::string& title, const std::string& body = {}) {
  return "<!DOCTYPE html><html><head><title>" + title + "</title></head><body>" + body + "</body></html>";
}

// Answers that something other than the app gave.
class AnswerOriginTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(AnswerOriginTest);
  CPPUNIT_TEST(strangers_are_named);
  CPPUNIT_TEST(only_the_sdk_blames_the_key);
  CPPUNIT_TEST(an_app_behind_a_platform_is_not_taken_for_the_platform);
  CPPUNIT_TEST(an_apps_own_words_are_attributed_to_nobody);
  CPPUNIT_TEST(every_value_of_a_repeated_header_counts);
  CPPUNIT_TEST(evidence_and_advice_are_shown);
  CPPUNIT_TEST(an_answer_after_a_redirect_says_where);
  CPPUNIT_TEST(no_advice_registers_a_login_page);
  CPPUNIT_TEST_SUITE_END();

 public:
  void strangers_are_named() {
    for (const Stranger& stranger : std::vector<Stranger>{
             {"Cloudflare's bot check", 403, {{"cf-mitigated", "challenge"}}, page("Just a moment...")},
             {"Cloudflare's firewall", 403, {{"server", "cloudflare"}}, page("Attention Required! | Cloudflare")},
             {"Vercel's firewall", 429, {{"x-vercel-mitigated", "challenge"}}, page("Vercel Security Checkpoint")},
             {"AWS WAF", 202, {{"x-amzn-waf-action", "challenge"}}, ""},
             {"A CAPTCHA page", 403, {}, page("x", "<div class=\"g-recaptcha\"></div>")},
             {"ngrok's warning page", 200, {}, page("x", "You are about to visit ERR_NGROK_6024")},
             {"ngrok's offline page", 404, {{"ngrok-error-code", "ERR_NGROK_3200"}}, page("x")},
             {"ngrok", 502, {{"ngrok-error-code", "ERR_NGROK_8012"}}, page("x")},
             {"localtunnel's warning page", 511, {}, page("Tunnel website ahead!")},
             {"Cloudflare's page of an offline tunnel", 530, {}, page("Cloudflare Tunnel error | x | Cloudflare")},
             {"Cloudflare's page of an offline tunnel", 530, {}, "error code: 1033"},
             {"Cloudflare's answer for an offline tunnel",
              530,
              {},
              R"({"title":"Error 1033","error_name":"tunnel_error","cloudflare_error":true})"},
             {"Cloudflare", 403, {}, R"({"title":"Error 1006","cloudflare_error":true})"},
             {"localhost.run", 503, {}, "no tunnel here :("},
             {"Vercel's Deployment Protection", 401, {{"set-cookie", "_vercel_sso_nonce=1"}}, page("Authentication")},
             {"Cloudflare Access", 403, {{"cf-access-domain", "app.example"}}, page("Forbidden")},
             {"Google's Identity-Aware Proxy", 401, {{"x-goog-iap-generated-response", "true"}}, "Invalid IAP"},
             {"HTTP Basic authentication", 401, {{"www-authenticate", "Basic realm=\"x\""}}, "Unauthorized"},
             {"A check of access tokens", 401, {{"www-authenticate", "Bearer"}}, R"({"message":"Unauthorized"})"},
             {"The OAuth proxy", 403, {}, page("Sign In", "<form action=\"/oauth2/start\">")},
             {"A proxy that requires a login", 407, {}, ""},
             {"An API gateway", 403, {{"x-amzn-errortype", "ForbiddenException"}}, R"({"message":"Forbidden"})"},
             {"A login page", 401, {}, page("Please sign in")},
             {"A login page", 200, {}, page("Bitte anmelden")},
             {"A login page", 200, {}, page("Acme", "<input name=p type=\"password\">")},
             {"A server that accepts https only", 400, {}, page("400 The plain HTTP request was sent to HTTPS port")},
             {"A server that accepts https only", 400, {}, "Client sent an HTTP request to an HTTPS server.\n"},
             {"A server that accepts https only",
              400,
              {},
              "Bad Request\nThis combination of host and port requires TLS.\r\n"},
             {"A server that supports only HTTP/2",
              403,
              {},
              "Unknown ALPN Protocol, expected `h2` to be available.\nIf this is a HTTP request: The server was not "
              "configured with the `allowHTTP1` option or a listener for the `unknownProtocol` event.\n\n"},
             {"A server that supports only HTTP/2",
              403,
              {},
              "Missing ALPN Protocol, expected `h2` to be available.\nIf this is a HTTP request: The server was not "
              "configured with the `allowHTTP1` option or a listener for the `unknownProtocol` event.\n"},
             {"A server that requires a client certificate", 400, {}, page("400 No required SSL certificate was sent")},
             {"Vercel", 404, {{"x-vercel-error", "DEPLOYMENT_NOT_FOUND"}}, "The deployment could not be found"},
             {"Vercel", 504, {{"x-vercel-error", "FUNCTION_INVOCATION_TIMEOUT"}}, "An error occurred"},
             {"Railway", 404, {{"x-railway-fallback", "true"}}, R"({"message":"Application not found"})"},
             {"Render", 404, {{"x-render-routing", "no-server"}}, "Not Found"},
             {"Heroku", 503, {}, page("Application Error", "//www.herokucdn.com/error-pages/application-error.html")},
             {"Cloudflare", 522, {{"server", "cloudflare"}}, page("x | 522: Connection timed out")},
             {"A proxy in front of the app", 502, {{"server", "nginx"}}, page("502 Bad Gateway")},
             {"A proxy in front of the app", 502, {}, ""},
             {"A proxy in front of the app", 502, {}, "Bad Gateway"},
             {"A proxy in front of the app", 502, {{"server", "cloudflare"}}, "error code: 502"},
             {"A proxy in front of the app", 503, {}, "no healthy upstream"},
             {"A proxy in front of the app", 504, {}, "504 Gateway Time-out\r\nnginx"},
             {"Cloudflare's firewall", 403, {{"server", "cloudflare"}}, "error code: 1010"},
             {"Cloudflare", 429, {{"server", "cloudflare"}}, "error code: 1015"},
             {"Cloudflare", 530, {}, "error code: 1016"},
             {"Netlify", 404, {{"server", "Netlify"}}, "Not Found - Request ID: 01H\n"},
             {"ngrok's offline page", 404, {}, "Tunnel a1b2.ngrok.io not found"},
             {"Windows authentication", 401, {{"www-authenticate", "Negotiate, NTLM"}}, ""},
             {"Amazon S3", 403, {{"server", "AmazonS3"}}, "<?xml version=\"1.0\"?><Error><Code>x</Code></Error>"},
             {"An XML document", 200, {}, "<?xml version=\"1.0\"?><rss><channel/></rss>"},
             {"A login page", 200, {}, page("Acme", std::string(100'000, ' ') + "<input type='password'>")},
             {"A login page",
              200,
              {},
              "<html><head><style>" + std::string(20'000, ' ') + "</style><title>Log in</title></head></html>"},
             {"A web page", 200, {}, page("A blog in Berlin")},
             {"A maintenance page", 503, {}, page("Down for maintenance")},
             {"The start page of a web server", 200, {}, page("Welcome to nginx!")},
             {"The start page of a single-page app", 200, {}, page("My App", "<div id=\"root\"></div>")},
             {"A web app without a route at this path", 404, {}, page("Error", "<pre>Cannot POST /api/trigger</pre>")},
             {"A Next.js app without a route at this path", 404, {}, page("404: This page could not be found.")},
             {"A web app that accepts no POST at this path", 405, {}, ""},
             {"A list of files", 200, {}, page("Index of /")},
             {"A web page", 200, {}, page("My shop")},
             {"DataDome's bot check", 403, {{"server", "DataDome"}}, R"({"url":"https://geo.captcha-delivery.com/"})"},
             {"Pinggy's warning page", 200, {}, page("Pinggy - Alert!")},
             {"zrok's warning page", 200, {}, page("zrok")},
             {"An API gateway", 404, {{"server", "kong/3.4"}}, R"({"message":"no Route matched with those values"})"},
             {"An API gateway", 503, {{"server", "kong/3.4"}}, R"({"message":"failure to get a peer"})"},
             {"An API gateway",
              502,
              {{"x-amzn-errortype", "InternalServerErrorException"}},
              R"({"message":"Internal server error"})"},
             {"A server that supports only HTTP/2", 505, {}, "HTTP Version Not Supported"},
             {"A server that requires another protocol", 426, {}, ""},
             {"A proxy in front of the app", 503, {}, "no available server"},
             {"A proxy in front of the app",
              503,
              {},
              "<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body>"},
             {"A proxy in front of the app",
              503,
              {{"server", "Apache"}},
              page("503 Service Unavailable",
                   "unable to service your request due to maintenance downtime or capacity "
                   "problems. Please try again later.")},
             {"A proxy in front of the app", 503, {}, page("503 Service Temporarily Unavailable")},
             {"A proxy in front of the app", 503, {}, page("503 Backend fetch failed")},
             {"A Kubernetes ingress", 404, {}, "default backend - 404"},
             {"The start page of a web server", 200, {}, page("Apache2 Debian Default Page: It works")},
             {"The start page of a web server", 200, {}, page("Test Page for the HTTP Server on Fedora")},
             {"The start page of a web server", 200, {}, page("IIS Windows Server")},
             {"The start page of a web server", 200, {}, page("Caddy works!")},
             {"A web app without a route at this path", 404, {}, "404 page not found\n"},
             {"The CSRF protection of a web app", 403, {}, page("403 Forbidden", "<p>CSRF verification failed.")},
             {"The CSRF protection of a web app", 403, {}, page("Forbidden", "Invalid CSRF token found")},
             {"The CSRF protection of a web app", 419, {}, page("Page Expired")},
             {"The CSRF protection of a web app", 422, {}, page("The change you wanted was rejected (422)")},
             {"A server of files", 501, {}, page("Error response", "<p>Message: Unsupported method ('POST').</p>")},
             {"An error page", 500, {}, page("Oops")}}) {
      ScriptedApp app({answer(stranger.status, stranger.body, stranger.headers)});
      for (const auto& failure : {ping(app.url()), index(app.url()).failure}) {
        CPPUNIT_ASSERT_MESSAGE(stranger.who + stranger.body, failure && failure->reason);
        CPPUNIT_ASSERT_EQUAL_MESSAGE(*failure->reason, std::size_t{0},
                                     failure->reason->find(stranger.who + " answered"));
        const bool success = stranger.status < 300;
        CPPUNIT_ASSERT_EQUAL(success ? kUnparsable
                                     : "Could not connect to endpoint " + app.url() +
                                           ". Status code: " + std::to_string(stranger.status),
                             failure->message);
      }
    }
  }

  void only_the_sdk_blames_the_key() {
    for (const std::string words :
         {"Unauthorized", "Forbidden: client apiKey mismatch: Make sure …", "Unauthorized: client missing apiKey"}) {
      ScriptedApp app({answer(401, "{\"message\":\"" + words + "\"}")});
      CPPUNIT_ASSERT_EQUAL(kWrongKey, ping(app.url())->message);
      CPPUNIT_ASSERT_EQUAL("The app says: " + words, ping(app.url())->reason.value());
    }
    const Headers gateway{{"server", "kong"}, {"x-amzn-errortype", "x"}, {"www-authenticate", "Basic"}};
    Headers sdk = gateway;
    sdk["trigger-version"] = "2023-09-29";
    ScriptedApp behind({answer(401, R"({"message":"no"})", sdk),
                        answer(401, R"({"message":"Forbidden: client apiKey mismatch"})", gateway)});
    CPPUNIT_ASSERT_EQUAL(kWrongKey, ping(behind.url())->message);
    CPPUNIT_ASSERT_EQUAL(kWrongKey, ping(behind.url())->message);

    for (const std::string words :
         {"No API key found in request", "Invalid authentication credentials", "Unauthenticated.",
          "Missing Authentication Token", "Invalid token", "unauthorized", "Forbidden"}) {
      ScriptedApp app({answer(401, "{\"message\":\"" + words + "\"}")});
      CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: 401",
                           ping(app.url())->message);
      CPPUNIT_ASSERT_EQUAL("The app says: " + words, ping(app.url())->reason.value());
    }
    for (const std::string body : {"", "{}", "Unauthorized", "[]", R"({"error":"unauthorized"})",
                                   R"({"message":"Unauthorized","statusCode":401})", R"({"message":5})", "<html>"}) {
      ScriptedApp app({answer(401, body)});
      CPPUNIT_ASSERT_EQUAL_MESSAGE(body, "Could not connect to endpoint " + app.url() + ". Status code: 401",
                                   ping(app.url())->message);
    }
    ScriptedApp stranger({answer(401, R"({"message":"Unauthorized"})", gateway)});
    CPPUNIT_ASSERT(ping(stranger.url())->message != kWrongKey);
  }

  void an_app_behind_a_platform_is_not_taken_for_the_platform() {
    const Headers headers{{"server", "cloudflare"},
                          {"cf-ray", "1"},
                          {"x-vercel-id", "1"},
                          {"x-powered-by", "Express"},
                          {"x-clerk-auth-status", "signed-out"},
                          {"x-cache", "Error from cloudfront"}};
    for (const int status : {403, 404, 500, 502, 504, 522, 530}) {
      ScriptedApp app({answer(status, R"({"message":"just a moment, error code: 1033, maintenance"})", headers)});
      CPPUNIT_ASSERT_EQUAL(std::string("The app says: just a moment, error code: 1033, maintenance"),
                           ping(app.url())->reason.value());
    }
  }

  void an_apps_own_words_are_attributed_to_nobody() {
    const Headers behind_cloudflare{{"server", "cloudflare"}, {"cf-ray", "1"}};
    for (const Own& own : std::vector<Own>{{500, "error code: 1045"},
                                           {500, "error code: 1045", behind_cloudflare},
                                           {500, "error code: 1020 Access denied for user"},
                                           {500, "error code: 500", behind_cloudflare},
                                           {500, "Error code: 1062, duplicate entry", behind_cloudflare},
                                           {500, "ssh tunnel error: connection refused"},
                                           {500, "tunnel not found in table tunnels"},
                                           {500, "no such application: billing"},
                                           {500, "no such app"},
                                           {403, "captcha secret is not set"},
                                           {403, "invalid captcha"},
                                           {404, "cannot get /etc/app.json from the store"},
                                           {404, "Cannot POST /api/trigger without a client"},
                                           {503, "maintenance_mode is on"},
                                           {503, "down for maintenance"},
                                           {502, "upstream api.stripe.com refused the request"},
                                           {503, "upstream is down"},
                                           {503, "no available server in the pool"},
                                           {404, "404 page not found in the CMS"},
                                           {403, "Invalid CSRF token"},
                                           {505, "HTTP version not supported by the bank"},
                                           {504, "the model did not answer in time"},
                                           {505, "this endpoint needs version 2"},
                                           {405, "jobs cannot be triggered on Sundays"},
                                           {407, "ask the purchasing department"},
                                           {426, "upgrade your plan"},
                                           {496, "no signature"},
                                           {511, "network is down"},
                                           {521, "the database is down", behind_cloudflare},
                                           {530, "frozen", behind_cloudflare},
                                           {400, "the job requires TLS"},
                                           {400, "Bad Request"},
                                           {403, "the proxy says: Missing ALPN Protocol, expected `h2`"},
                                           {401, "authentication required", {{"server", "Vercel"}}},
                                           {401, "wrong password", {{"server", "Netlify"}}},
                                           {500, "checking your browser session failed"},
                                           {500, "please log in at vercel.com/sso-api"},
                                           {500, "domain is for sale, welcome to nginx, generated by cloudfront"}}) {
      ScriptedApp app({answer(own.status, own.words, own.headers)});
      CPPUNIT_ASSERT_EQUAL("The app says: " + own.words, ping(app.url())->reason.value());
      CPPUNIT_ASSERT_EQUAL("The app says: " + own.words, index(app.url()).failure->reason.value());
    }
    ScriptedApp json({answer(502, R"({"code":"x","error":"got \"tunnel_error\" and \"cloudflare_error\""})")});
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: got \"tunnel_error\" and \"cloudflare_error\""),
                         ping(json.url())->reason.value());
    ScriptedApp object_store({answer(404, "<?xml version=\"1.0\"?><Error><Message>No tunnel here.</Message></Error>")});
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: No tunnel here."), ping(object_store.url())->reason.value());
  }

  void every_value_of_a_repeated_header_counts() {
    for (const auto& [headers, who] : std::map<std::string, std::string>{
             {"Set-Cookie: a=b\r\nSet-Cookie: _vercel_sso_nonce=1\r\n", "Vercel's Deployment Protection"},
             {"WWW-Authenticate: Bearer realm=\"basic things\"\r\nWWW-Authenticate: Basic realm=x\r\n",
              "HTTP Basic authentication"},
             {"WWW-Authenticate: Bearer realm=\"basic things\"\r\n", "A check of access tokens"}}) {
      ScriptedApp app({send_bytes("HTTP/1.1 401 No\r\nContent-Length: 0\r\n" + headers + "\r\n")});
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, ping(app.url())->reason.value().find(who + " answered"));
    }
  }

  void evidence_and_advice_are_shown() {
    ScriptedApp app({answer(200, page("Tom &amp; Jerry&#39;s \x1b[31m sh\xFFop " + std::string(500, 'x')),
                            {{"Server", "nginx/1.25 " + std::string(500, 'y')}})});
    const std::string reason = ping(app.url())->reason.value();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(
        reason, std::size_t{0},
        reason.find("A web page answered (HTML titled \"Tom & Jerry's [31m sh\xEF\xBF\xBDop xxx"));
    CPPUNIT_ASSERT(reason.find("…\", server \"nginx/1.25 yyy") != std::string::npos);
    CPPUNIT_ASSERT(reason.find("…\"). Check the path of the URL (you might be missing /api/trigger)") !=
                   std::string::npos);
    CPPUNIT_ASSERT(reason.size() < 350);

    ScriptedApp empty({answer(404, "", {{"Server", "awselb"}})});
    CPPUNIT_ASSERT_EQUAL(std::string("Amazon's load balancer answered (server \"awselb\"). Check that the app is "
                                     "running and listens on the port that the platform expects"),
                         ping(empty.url())->reason.value());
    for (const auto& [stranger, advice] : std::vector<std::pair<AppScript, std::string>>{
             {answer(500, page("Oops")), "Check the logs of the app and of the server in front of it"},
             {answer(404, page("Oops")), "Check the path of the URL (you might be missing /api/trigger)"},
             {answer(404, page("No such app", "//www.herokucdn.com/error-pages/no-such-app.html")),
              "Check that the app is deployed and that the host name is its current one"},
             {answer(404, R"({"message":"Application not found"})", {{"x-railway-fallback", "true"}}),
              "Check that the app is deployed and that the host name is its current one"},
             {answer(403, R"({"message":"Missing Authentication Token"})",
                     {{"x-amzn-errortype", "MissingAuthenticationTokenException"}}),
              "Check the path of the URL: the gateway has no route there"}}) {
      ScriptedApp answering({stranger});
      const std::string shown = ping(answering.url())->reason.value();
      CPPUNIT_ASSERT_MESSAGE(shown, shown.size() > advice.size() &&
                                        shown.compare(shown.size() - advice.size(), advice.size(), advice) == 0);
    }
    ScriptedApp number({answer(500, R"({"code":5})", {{"Server", "nginx"}})});
    CPPUNIT_ASSERT_EQUAL(std::string("The response has no message (server \"nginx\")"),
                         ping(number.url())->reason.value());
    ScriptedApp secret({answer(404, page("no tr_dev_secret here"))});
    CPPUNIT_ASSERT(ping(secret.url())->reason->find("secret") == std::string::npos);
  }

  void an_answer_after_a_redirect_says_where() {
    for (const AppScript& last : {answer(500, "boom"), answer(200, "boom")}) {
      ScriptedApp app({redirect(307, "/elsewhere?a=b"), last});
      const std::string reason = ping(app.url())->reason.value();
      CPPUNIT_ASSERT_MESSAGE(reason, reason.find("The app says at http://127.0.0.1:" + std::to_string(app.port()) +
                                                 "/elsewhere?a=b, after a redirect: boom") != std::string::npos);
    }
    ScriptedApp wrong({redirect(308, "/x"), answer(401, R"({"message":"Unauthorized"})")});
    CPPUNIT_ASSERT_EQUAL(kWrongKey, ping(wrong.url())->message);
    wrong.await_requests(2);
    ScriptedApp hanging({redirect(308, "/x"), hang(), redirect(308, "/x"), hang()});
    CPPUNIT_ASSERT(ping_within(hanging.url(), kShort)->reason->find("/x)") != std::string::npos);
  }

  void no_advice_registers_a_login_page() {
    for (const AppScript& login :
         {answer(200, page("Welcome")), answer(401, page("Welcome")), answer(405, ""), answer(500, "oops")}) {
      ScriptedApp app({redirect(302, "/api/auth/signin?callbackUrl=%2Fapi%2Ftrigger"), login});
      const IndexReply reply = index(app.url());
      CPPUNIT_ASSERT(reply.failure && !reply.facts.warning);
      CPPUNIT_ASSERT_MESSAGE(*reply.failure->reason, reply.failure->reason->find("register") == std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(*reply.failure->reason, reply.failure->reason->find("/signin") != std::string::npos);
    }
    ScriptedApp app({redirect(302, "/login"), answer(200, page("Welcome"))});
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, ping(app.url())->reason->find("A login page answered at http://127.0.0.1:"));
  }

 private:
  const std::string kWrongKey = "Trigger API key is invalid";
  const std::string kUnparsable =
      "Could not parse response from endpoint. Make sure it points to the correct URL (you might be missing "
      "/api/trigger)";
};

CPPUNIT_TEST_SUITE_REGISTRATION(AnswerOriginTest);

}  // namespace
}  // namespace kongflow::endpoints
