#include "client/answer_message.h"

#include "client/client_fixture.h"
#include "client/display_text.h"

namespace kongflow::endpoints {
namespace {

// What apps say, as people get to see it.
class AnswerWordsTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(AnswerWordsTest);
  CPPUNIT_TEST(words_of_an_error_are_shown);
  CPPUNIT_TEST(long_words_are_cut);
  CPPUNIT_TEST(the_kind_of_a_body_is_told_by_its_beginning);
  CPPUNIT_TEST_SUITE_END();

 public:
  void words_of_an_error_are_shown() {
    ScriptedApp app({answer(401, R"({"message":"Unauthorized: client missing apiKey"})")});
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: Unauthorized: client missing apiKey"),
                         ping(app.url())->reason.value());
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: Unauthorized: client missing apiKey"),
                         index(app.url()).failure->reason.value());
    ScriptedApp chunked({send_bytes(
        "HTTP/1.1 500 Oh\r\nTransfer-Encoding: chunked\r\n\r\n14\r\n{\"error\":\"a \\u0000\"}\r\n0\r\n\r\n")});
    CPPUNIT_ASSERT_EQUAL(std::string("The app says: a \xEF\xBF\xBD"), ping(chunked.url())->reason.value());
    for (const std::string body : {"", R"({"message":5})", R"({"message":""})", "[]", "[[]]", "404", R"({"errors":{}})",
                                   R"({"message":"\xFF"})", "{\"message\":\"cut"}) {
      ScriptedApp silent({answer(500, body)});
      CPPUNIT_ASSERT_MESSAGE(body, !ping(silent.url())->reason);
    }
    for (const auto& [body, words] : std::map<std::string, std::string>{
             {R"({"error":{"message":"nested","code":"x"}})", "nested"},
             {R"({"type":"about:blank","title":"Bad Request","detail":"no body"})", "no body"},
             {R"({"title":"Bad Request"})", "Bad Request"},
             {R"({"errors":[{"message":"first"},{"message":"second"}]})", "first"},
             {R"({"errors":["plain"]})", "plain"},
             {R"({"errors":[{"status":"422","title":"Invalid","detail":"id is taken"}]})", "id is taken"},
             {R"({"errors":{"name":["The name is required"],"id":["taken"]}})", "The name is required"},
             {R"({"errors":{"base":"closed"}})", "closed"},
             {R"({"error":{"code":7,"msg":"no disk"}})", "no disk"},
             {R"({"error":true,"reason":"over quota"})", "over quota"},
             {R"({"error":"invalid_token","error_description":"The token expired"})", "The token expired"},
             {R"({"statusCode":400,"message":["url must be a URL","id is short"],"error":"Bad Request"})",
              "url must be a URL"},
             {R"({"detail":[{"loc":["body"],"msg":"field required"}]})", "field required"},
             {R"([{"message":"Session expired","errorCode":"INVALID_SESSION_ID"}])", "Session expired"},
             {R"({"errorMessage":"Task timed out after 3.00 seconds"})", "Task timed out after 3.00 seconds"},
             {R"({"fault":{"faultstring":"Invalid ApiKey"}})", "Invalid ApiKey"},
             {R"("no such route")", "no such route"},
             {"<?xml version=\"1.0\"?>\n<Error><Code>NoSuchKey</Code><Message>The key &quot;a&quot; is "
              "gone.</Message></Error>",
              "The key \"a\" is gone."},
             {"<Error><Code>AccessDenied</Code></Error>", "AccessDenied"},
             {"<?xml version=\"1.0\"?><s:Envelope><s:Body><s:Fault><faultstring xml:lang=\"en\">no "
              "service</faultstring></s:Fault></s:Body></s:Envelope>",
              "no service"},
             {"<?xml version=\"1.0\"?><error><message><![CDATA[a < b]]></message></error>", "a < b"},
             {"Internal Server Error\n  at line 5", "Internal Server Error"},
             {"\n\n  two\twords \r\nmore", "two words"},
             {R"({"message":"red\u001b[31m\u202egnp\u0085next"})", "red[31mgnp"},
             {"caf\xE9 closed", "caf\xEF\xBF\xBD closed"}}) {
      ScriptedApp answering({answer(500, body)});
      CPPUNIT_ASSERT_EQUAL("The app says: " + words, ping(answering.url())->reason.value());
      CPPUNIT_ASSERT_EQUAL("The app says: " + words, index(answering.url()).failure->reason.value());
    }
    ScriptedApp cut({testing::send_bytes("HTTP/1.1 500 Oh\r\nContent-Length: 100\r\n\r\n{\"message\":\"a\"")});
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + cut.url() + ". Status code: 500", ping(cut.url())->message);
  }

  void long_words_are_cut() {
    const std::string text = "é" + std::string(60'000, 'x');
    ScriptedApp declined({answer(200, R"({"ok":false,"error":")" + text + "\"}")});
    CPPUNIT_ASSERT(ping(declined.url())->message.size() < 1100);
    ScriptedApp unauthorized({answer(401, R"({"message":")" + text.substr(0, 10'000) + "\"}")});
    CPPUNIT_ASSERT(ping(unauthorized.url())->reason->size() < 300);
    ScriptedApp endless({answer(500, R"({"message":")" + std::string(300'000, 'x') + "\"}")});
    CPPUNIT_ASSERT(!ping(endless.url())->reason);
    CPPUNIT_ASSERT_EQUAL(std::string("é…"), shorten("ééé", 3));
  }

  void the_kind_of_a_body_is_told_by_its_beginning() {
    for (const auto& [body, kind] :
         std::vector<std::pair<std::string, BodyKind>>{{"", BodyKind::empty},
                                                       {" \r\n", BodyKind::empty},
                                                       {"{\"cut", BodyKind::json},
                                                       {"\xEF\xBB\xBF [", BodyKind::json},
                                                       {"null", BodyKind::json},
                                                       {"{{ no JSON", BodyKind::json},
                                                       {"<!DOCTYPE html>", BodyKind::html},
                                                       {"<?xml version=\"1.0\"?><!DOCTYPE html><html>", BodyKind::html},
                                                       {"<h1>Error</h1>", BodyKind::html},
                                                       {"<", BodyKind::html},
                                                       {"<?xml version=\"1.0\"?><Error/>", BodyKind::xml},
                                                       {"<Error>", BodyKind::xml},
                                                       {"a < b", BodyKind::text},
                                                       {std::string("\x7f"
                                                                    "ELF\0",
                                                                    5),
                                                        BodyKind::binary}})
      CPPUNIT_ASSERT_MESSAGE(body, body_kind(body) == kind);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AnswerWordsTest);

}  // namespace
}  // namespace kongflow::endpoints
