#include "client/client_fixture.h"

#include "client/test_file.h"

namespace kongflow::endpoints {
namespace {

// What is asked, and how answers are understood.
class ClientConversationTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(ClientConversationTest);
  CPPUNIT_TEST(ping_sends_what_the_original_sent);
  CPPUNIT_TEST(index_sends_what_the_original_sent);
  CPPUNIT_TEST(pongs_of_real_sdks_are_understood);
  CPPUNIT_TEST(pong_may_come_in_any_framing);
  CPPUNIT_TEST(error_of_the_app_is_shown_as_it_is);
  CPPUNIT_TEST(odd_pongs_are_explained);
  CPPUNIT_TEST(other_answers_than_json_are_unparsable);
  CPPUNIT_TEST(status_is_shown);
  CPPUNIT_TEST(unauthorized_ping_is_a_wrong_key);
  CPPUNIT_TEST(manifest_and_versions_come_back);
  CPPUNIT_TEST(versions_come_with_failures_too);
  CPPUNIT_TEST(invalid_manifest_is_told);
  CPPUNIT_TEST(invalid_manifest_is_the_apps_however_large);
  CPPUNIT_TEST(api_key_is_in_no_message);
  CPPUNIT_TEST_SUITE_END();

 public:
  void ping_sends_what_the_original_sent() {
    ScriptedApp app({answer(200, kOk)});
    CPPUNIT_ASSERT(!ping(app.url("/api/trïgger/../x?a=b")));
    const auto request = app.requests().at(0);
    CPPUNIT_ASSERT_EQUAL(std::string("POST"), request.method);
    CPPUNIT_ASSERT_EQUAL(std::string("/api/x?a=b"), request.target);
    CPPUNIT_ASSERT(headers_of(request) == (Headers{{"accept", "*/*"},
                                                   {"content-type", "application/json"},
                                                   {"content-length", "0"},
                                                   {"x-trigger-action", "PING"},
                                                   {"x-trigger-api-key", "tr_dev_secret"},
                                                   {"x-trigger-endpoint-id", "my-app"}}));
    CPPUNIT_ASSERT_EQUAL("127.0.0.1:" + std::to_string(app.port()), request.headers.at("host"));
  }

  void index_sends_what_the_original_sent() {
    ScriptedApp app({answer(200, kManifest)});
    CPPUNIT_ASSERT(!index(app.url()).failure);
    CPPUNIT_ASSERT(headers_of(app.requests().at(0)) == (Headers{{"accept", "application/json"},
                                                                {"content-length", "0"},
                                                                {"x-trigger-action", "INDEX_ENDPOINT"},
                                                                {"x-trigger-api-key", "tr_dev_secret"}}));
  }

  void pongs_of_real_sdks_are_understood() {
    for (const char* version : {"2.0.0-next.22", "2.0.14", "2.1.9", "2.2.11", "2.3.19", "3.3.17"}) {
      const std::string file = read_test_file(TEST_DATA "/sdk-captures/" + std::string(version) + ".json");
      for (const std::string_view capture : json_elements(file)) {
        const std::string name = text_of(capture, "case");
        if (name != "ping" && name != "ping-wrong-id" && name != "ping-wrong-key") continue;
        const auto response = *json_member(capture, "response");
        const int status = std::stoi(std::string(*json_member(response, "status")));
        ScriptedApp app({answer(status, text_of(response, "body"))});
        const auto failure = ping(app.url());
        CPPUNIT_ASSERT_EQUAL_MESSAGE(version + name, name == "ping", !failure.has_value());
        if (name == "ping-wrong-id") CPPUNIT_ASSERT(failure->kind == Kind::declined && !failure->message.empty());
        if (name == "ping-wrong-key") CPPUNIT_ASSERT_EQUAL(std::string("Trigger API key is invalid"), failure->message);
      }
    }
  }

  void pong_may_come_in_any_framing() {
    for (const std::string& bytes : std::vector<std::string>{
             "HTTP/1.1 200 OK\r\n\r\n" + kOk,
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"ok\"\r\n6;x=y\r\n:true}\r\n0\r\n\r\n",
             "HTTP/1.0 201 Created\r\nContent-Length: 11\r\n\r\n" + kOk,
             "HTTP/1.1 299 \r\nContent-Type: text/plain\r\n\r\n \n\t{ \"ok\" : true } \r\n"}) {
      ScriptedApp app({send_bytes(bytes)});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT_MESSAGE(bytes + (failure ? failure->message + failure->reason.value_or("") : ""), !failure);
    }
  }

  void error_of_the_app_is_shown_as_it_is() {
    assert_pong(Kind::declined, "nope", R"({"ok":false,"error":"nope"})");
    assert_pong(Kind::declined, "", R"({"ok":false,"error":""})");
    assert_pong(Kind::declined, "who are you", R"({"ok":false,"message":"who are you"})");
    assert_pong(Kind::declined, "last wins", R"({"ok":true,"ok":false,"error":"last wins"})");
    CPPUNIT_ASSERT(!pong(R"({"ok":false,"error":"e","ok":true})"));
    CPPUNIT_ASSERT(!pong(R"({"ok":true,"error":"ignored"})"));
    CPPUNIT_ASSERT(!pong("\xEF\xBB\xBF{\"ok\":true}"));
  }

  void odd_pongs_are_explained() {
    for (const char* body : {R"({"ok":false,"error":5})", R"({"ok":false,"error":null})", R"({"ok":false})",
                             R"({"ok":"true"})", R"({"ok":1})", R"({"ok":null})", "{}", "[]", "null", "42", "\"ok\""}) {
      const auto failure = pong(body);
      CPPUNIT_ASSERT_MESSAGE(body, failure && failure->kind == Kind::declined);
      CPPUNIT_ASSERT_MESSAGE(failure->message, failure->message.find("/api/trigger responded with error: ") > 0);
    }
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: Hello World"),
                         pong(R"({"message":"Hello World"})")->reason.value());
  }

  void other_answers_than_json_are_unparsable() {
    for (const char* body :
         {"hello", "", "{\"ok\":tr", "{\"ok\":true}x", "\x1F\x8B", "{\"ok\":false,\"error\":\"\xFF\"}"})
      assert_pong(
          Kind::unparsable,
          "Could not parse response from endpoint. Make sure it points to the correct URL (you might be missing "
          "/api/trigger)",
          body);
    ScriptedApp app({send_bytes("HTTP/1.1 204 No Content\r\n\r\n")});
    CPPUNIT_ASSERT(ping(app.url())->kind == Kind::unparsable);
    ScriptedApp truncated({testing::truncate(kOk)});
    const auto failure = ping(truncated.url());
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unparsable);
    CPPUNIT_ASSERT_EQUAL(std::string("The response ended early: 11 of 21 bytes were received"),
                         failure->reason.value());
  }

  void status_is_shown() {
    for (const int status : {400, 403, 404, 405, 429, 500, 502, 300, 304, 600, 999}) {
      ScriptedApp app({answer(status, kOk)});
      const auto failure = ping(app.url());
      CPPUNIT_ASSERT(failure && failure->kind == Kind::bad_status);
      CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: " + std::to_string(status),
                           failure->message);
    }
  }

  void unauthorized_ping_is_a_wrong_key() {
    ScriptedApp app({answer(401, R"({"message":"Unauthorized"})")});
    CPPUNIT_ASSERT_EQUAL(std::string("Trigger API key is invalid"), ping(app.url())->message);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: 401",
                         index(app.url()).failure->message);
  }

  void manifest_and_versions_come_back() {
    ScriptedApp app({answer(200, kManifest, {{"Trigger-Version", "2023-09-29"}, {"trigger-sdk-version", "3.3.17"}})});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT_EQUAL(kManifest, reply.manifest.value().json);
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), reply.facts.sdk_version.value());
    CPPUNIT_ASSERT_EQUAL(std::string("2023-09-29"), reply.facts.api_version.value());
  }

  void versions_come_with_failures_too() {
    ScriptedApp app({answer(500, "", {{"Trigger-Version", "2023-09-29"}, {"trigger-sdk-version", "\xFF\x01"}})});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT(reply.failure && !reply.manifest);
    CPPUNIT_ASSERT_EQUAL(std::string("2023-09-29"), reply.facts.api_version.value());
    CPPUNIT_ASSERT_MESSAGE("a header that is no text is left out", !reply.facts.sdk_version);
  }

  void invalid_manifest_is_told() {
    ScriptedApp app({answer(200, R"({"jobs":[]})")});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT(reply.failure && reply.failure->kind == Kind::invalid_manifest);
    CPPUNIT_ASSERT(reply.failure->message.find("Required at \"sources\"") == 0);
  }

  // Words and headers of others in it.
  void invalid_manifest_is_the_apps_however_large() {
    const std::string name = "<title>just a moment</title> error code: 1033, captcha, tunnel not found";
    for (const std::size_t padding : {0, 20'000, 300'000}) {
      const std::string job = R"({"id":"a","name":")" + name + std::string(padding, 'x') + "\"}";
      for (const Headers& headers : {Headers{}, Headers{{"server", "AmazonS3"}, {"x-render-routing", "x"}}}) {
        ScriptedApp app({answer(200, "{\"jobs\":[" + job + "]}", headers)});
        const auto failure = index(app.url()).failure;
        CPPUNIT_ASSERT(failure && failure->kind == Kind::invalid_manifest);
        CPPUNIT_ASSERT_MESSAGE(failure->reason.value_or(""), !failure->reason);
      }
      // A connection that ends early leaves JSON that cannot be parsed.
      ScriptedApp cut({send_bytes("HTTP/1.1 200 OK\r\n\r\n{\"jobs\":[" + job)});
      const auto failure = index(cut.url()).failure;
      CPPUNIT_ASSERT(failure && failure->kind == Kind::unparsable);
      CPPUNIT_ASSERT_MESSAGE(*failure->reason, failure->reason->find("answered") == std::string::npos);
    }
    ScriptedApp answering({answer(200, R"({"message":"Not found"})")});
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: Not found"), index(answering.url()).failure->reason.value());
  }

  void api_key_is_in_no_message() {
    ScriptedApp garbage({send_bytes("garbage tr_dev_secret\r\n\r\n")});
    ScriptedApp elsewhere({redirect(302, "http://other.invalid/?k=tr_dev_secret")});
    ScriptedApp telling({answer(200, R"({"ok":false,"error":"not tr_dev_secret, tr_dev_secret2"})")});
    CPPUNIT_ASSERT_EQUAL(std::string("not ***, ***2"), ping(telling.url())->message);
    for (const std::string& url :
         std::vector<std::string>{garbage.url(), elsewhere.url(), std::string("http://nonexistent.invalid/")}) {
      const auto failure = ping(url);
      CPPUNIT_ASSERT((failure->message + failure->reason.value_or("")).find("tr_dev_secret") == std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientConversationTest);

}  // namespace
}  // namespace kongflow::endpoints
