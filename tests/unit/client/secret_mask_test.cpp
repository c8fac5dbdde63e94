#include "client/secret_mask.h"

#include "client/client_fixture.h"

namespace kongflow::endpoints {
namespace {

const std::string kKey = "tr_prod_k3Yx9QwErTz81aLmP0oU";

// Apps may answer with the API key that they were sent.
class SecretMaskTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(SecretMaskTest);
  CPPUNIT_TEST(the_key_is_masked_in_every_spelling);
  CPPUNIT_TEST(parts_of_the_key_are_masked);
  CPPUNIT_TEST(other_words_stay_as_they_are);
  CPPUNIT_TEST(no_answer_shows_the_key);
  CPPUNIT_TEST_SUITE_END();

 public:
  void the_key_is_masked_in_every_spelling() {
    for (const std::string& spelling :
         {kKey, std::string("TR_PROD_K3YX9QWERTZ81ALMP0OU"), percent_encoded(kKey),
          percent_encoded(percent_encoded(kKey)), std::string("tr_prod_k3Yx9QwErTz8%31aLmP0oU"),
          std::string("tr-prod-k3Yx9 QwErTz81\naLmP0oU"),
          std::string("t.r.p.r.o.d.k.3.Y.x.9.Q.w.E.r.T.z.8.1.a.L.m.P.0.o.U")})
      CPPUNIT_ASSERT_EQUAL(std::string("key *** is wrong"), mask_secret("key " + spelling + " is wrong", kKey));
    CPPUNIT_ASSERT_EQUAL(std::string("*** and ***"), mask_secret(kKey + " and " + kKey, kKey));
    CPPUNIT_ASSERT_EQUAL(std::string("a *** b"), mask_secret("a sh0rt b", "sh0rt"));
  }

  void parts_of_the_key_are_masked() {
    CPPUNIT_ASSERT_EQUAL(std::string("***… (cut)"), mask_secret("tr_prod_k3Yx9QwE… (cut)", kKey));
    CPPUNIT_ASSERT_EQUAL(std::string("…***"), mask_secret("…QwErTz81aLmP0oU", kKey));
    CPPUNIT_ASSERT_EQUAL(std::string("begins with tr_prod_"), mask_secret("begins with tr_prod_", kKey));
  }

  void other_words_stay_as_they_are() {
    for (const std::string words :
         {"", "100% of 20%25", "naïve ünïcödé", "tr_prod_anotherKeyAltogether", "%", "%4", "%zz"})
      CPPUNIT_ASSERT_EQUAL(std::string(words), mask_secret(words, kKey));
    CPPUNIT_ASSERT_EQUAL(kKey, mask_secret(kKey, ""));
  }

  void no_answer_shows_the_key() {
    const std::string encoded = percent_encoded(kKey);
    const std::string job = R"({"jobs":[{"id":")";
    for (const AppScript& script :
         {answer(200, R"({"ok":false,"error":"no )" + encoded + "\"}"),
          answer(401, R"({"message":"not )" + kKey + "\"}"),
          answer(500, R"({"error":"not )" + kKey + "\"}",
                 {{"Trigger-SDK-Version", kKey}, {"Trigger-Version", encoded}}),
          answer(500, "", {{"Trigger-SDK-Version", kKey.substr(0, 14)}, {"Trigger-Version", kKey.substr(14)}}),
          answer(200, job + kKey + "\"}]}"), answer(200, job + std::string(190, 'x') + kKey + "\"}]}"),
          answer(200, "{\"" + kKey + "\":}"), answer(200, R"({"jobs":{")" + kKey + R"(":1}})"),
          redirect(302, "http://elsewhere.example/" + kKey), redirect(302, "/" + encoded),
          send_bytes("HTTP/1.1 " + kKey + "\r\n\r\n"), send_bytes(kKey), send_bytes("HTTP/1.1 200 OK\r\n" + kKey)}) {
      ScriptedApp app({script, script, script, script, script, script, script, script, answer(200, "{}")});
      const AppAddress address{app.url(), kKey, "environment"};
      const auto pinged = client().ping(address, "my-app", {}).failure;
      if (pinged) assert_shows_no_key(pinged->message + pinged->reason.value_or(""));
      const IndexReply reply = client().index(address, {});
      std::string shown = reply.facts.sdk_version.value_or("") + reply.facts.api_version.value_or("") +
                          reply.facts.warning.value_or("");
      if (reply.failure) shown += reply.failure->message + reply.failure->reason.value_or("");
      assert_shows_no_key(shown);
    }
  }

 private:
  static std::string percent_encoded(const std::string& text) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string encoded;
    for (const char c : text) encoded += {'%', kHex[c >> 4], kHex[c & 15]};
    return encoded;
  }
  static void assert_shows_no_key(const std::string& shown) {
    for (std::size_t at = 8; at + 8 <= kKey.size(); ++at) {
      CPPUNIT_ASSERT_MESSAGE(shown, shown.find(kKey.substr(at, 8)) == std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(shown, shown.find(percent_encoded(kKey.substr(at, 8))) == std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SecretMaskTest);

}  // namespace
}  // namespace kongflow::endpoints
