#include "client/target_url.h"

#include <cppunit/extensions/HelperMacros.h>

#include <map>

namespace kongflow::endpoints {
namespace {

class TargetUrlTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(TargetUrlTest);
  CPPUNIT_TEST(ascii_behind_a_truncated_character_is_judged_too);
  CPPUNIT_TEST(url_is_taken_apart);
  CPPUNIT_TEST(spaces_and_controls_around_it_are_dropped);
  CPPUNIT_TEST(characters_that_nobody_sees_are_named_with_their_place);
  CPPUNIT_TEST(ports_have_defaults);
  CPPUNIT_TEST(hosts_are_made_comparable);
  CPPUNIT_TEST(equal_names_are_equal_however_they_are_typed);
  CPPUNIT_TEST(paths_are_encoded_and_normalised);
  CPPUNIT_TEST(only_web_schemes_are_accepted);
  CPPUNIT_TEST(what_parsers_read_differently_is_refused);
  CPPUNIT_TEST(odd_spellings_of_addresses_are_refused);
  CPPUNIT_TEST(hosts_are_mapped_as_browsers_do);
  CPPUNIT_TEST(hosts_that_map_to_other_characters_are_refused);
  CPPUNIT_TEST(marks_around_a_pasted_url_are_named);
  CPPUNIT_TEST(punycode_is_real_punycode);
  CPPUNIT_TEST(ports_are_real_ports);
  CPPUNIT_TEST(length_is_limited);
  CPPUNIT_TEST(locations_are_relative_to_the_answering_url);
  CPPUNIT_TEST_SUITE_END();

 public:
  void ascii_behind_a_truncated_character_is_judged_too() {
    for (const char* url :
         {"http://app.example/\xD0\\x", "http://app.example/\xEA\x1F\x8F", "http://app.example/\xF0 x"})
      CPPUNIT_ASSERT_MESSAGE(url, std::holds_alternative<std::string>(parse_url(url)));
  }

  void url_is_taken_apart() {
    const TargetUrl url = parsed("https://App.Example.com:8443/api/trigger?a=b&c=d%20e#part");
    CPPUNIT_ASSERT(url.https);
    CPPUNIT_ASSERT_EQUAL(std::string("app.example.com"), url.host);
    CPPUNIT_ASSERT(!url.address);
    CPPUNIT_ASSERT_EQUAL(std::uint16_t{8443}, url.port);
    CPPUNIT_ASSERT_EQUAL(std::string("/api/trigger?a=b&c=d%20e"), url.path_and_query);
    CPPUNIT_ASSERT_EQUAL(std::string("app.example.com:8443"), url.host_header());
  }

  void spaces_and_controls_around_it_are_dropped() {
    for (const std::string& around :
         {std::string(" "), std::string("\r\n"), std::string(" \t\n "), std::string("\0\x1f", 2)})
      for (const std::string& typed : {around + "http://a.example/x", "http://a.example/x" + around,
                                       around + around + "http://a.example/x" + around})
        CPPUNIT_ASSERT_EQUAL(std::string("http://a.example/x"), parsed(typed).text());
    CPPUNIT_ASSERT_EQUAL(std::string("http://a.example/"), parsed("http://a.example ").text());
    for (const char* typed : {" ", "\n", "\u00a0http://a.example/", "http://a.example/\ufeff"}) assert_refused(typed);
    const std::string base = "http://a.example/";
    CPPUNIT_ASSERT_EQUAL(std::string("/xx"), std::get<TargetUrl>(parse_url("  " + base + "xx\n", 19)).path_and_query);
  }

  void characters_that_nobody_sees_are_named_with_their_place() {
    const auto reason = [](const std::string& text) { return std::get<std::string>(parse_url(text)); };
    CPPUNIT_ASSERT_EQUAL(std::string("The URL contains an invisible character, U+200B, as character 22: remove it"),
                         reason("http://a.example/日本/x\u200b"));
    CPPUNIT_ASSERT_EQUAL(std::string("The URL contains an invisible character, U+FEFF, as character 1: remove it"),
                         reason("\ufeffhttp://a.example/"));
    CPPUNIT_ASSERT_EQUAL(std::string("The URL contains a control character, U+000A, as character 19: remove it"),
                         reason("http://a.example/a\nb"));
    CPPUNIT_ASSERT_EQUAL(
        std::string("The URL contains a space, U+0020, as character 19: remove it, or write it as %20"),
        reason("http://a.example/a b"));
    CPPUNIT_ASSERT_EQUAL(std::string("The URL contains a backslash, U+005C, as character 18: write / instead"),
                         reason("http://a.example/\\"));
    for (const char* hidden :
         {"\u00a0", "\u00ad", "\u0085", "\u034f", "\u061c", "\u115f", "\u1680",     "\u180e",    "\u2003",
          "\u200c", "\u200d", "\u200e", "\u202e", "\u2028", "\u202f", "\u2060",     "\u2066",    "\u206f",
          "\u2800", "\u3000", "\u3164", "\ufe0f", "\uffa0", "\ufff9", "\U000e0001", "\U000e0101"})
      for (const std::string& url :
           {"http://a" + std::string(hidden) + ".example/", "http://a.example/x" + std::string(hidden),
            "http://a.example/?a=" + std::string(hidden) + "b"}) {
        assert_refused(url);
        CPPUNIT_ASSERT_MESSAGE(reason(url), reason(url).find("an invisible character, U+") != std::string::npos);
      }
  }

  void ports_have_defaults() {
    CPPUNIT_ASSERT_EQUAL(std::uint16_t{80}, parsed("HTTP://a.example").port);
    CPPUNIT_ASSERT_EQUAL(std::uint16_t{443}, parsed("https://a.example:/").port);
    CPPUNIT_ASSERT_EQUAL(std::string("a.example"), parsed("https://a.example:443/").host_header());
    CPPUNIT_ASSERT_EQUAL(std::string("a.example:443"), parsed("http://a.example:443/").host_header());
  }

  void hosts_are_made_comparable() {
    CPPUNIT_ASSERT_EQUAL(std::string("localhost"), parsed("http://LOCALHOST./").host);
    CPPUNIT_ASSERT_EQUAL(std::string("xn--bcher-kva.example"), parsed("http://Bücher.example/").host);
    CPPUNIT_ASSERT_EQUAL(std::string("xn--wgv71a119e.jp"), parsed("http://日本語.jp/").host);
    const TargetUrl v6 = parsed("http://[2001:DB8:0::1]:8080/");
    CPPUNIT_ASSERT_EQUAL(std::string("2001:db8::1"), v6.host);
    CPPUNIT_ASSERT(v6.address.has_value());
    CPPUNIT_ASSERT_EQUAL(std::string("[2001:db8::1]:8080"), v6.host_header());
    CPPUNIT_ASSERT_EQUAL(std::string("203.0.113.7"), parsed("http://203.0.113.7").address->toString());
    CPPUNIT_ASSERT(!parsed("http://1.2.3.4.example/").address);
    CPPUNIT_ASSERT_EQUAL(std::string("my_app-1.example"), parsed("http://my_app-1.example").host);
  }

  void equal_names_are_equal_however_they_are_typed() {
    const auto host = [](const std::string& name) { return parsed("http://" + name + "/").host; };
    CPPUNIT_ASSERT_EQUAL(host("b\u00fccher.example"), host("bu\u0308cher.example"));
    CPPUNIT_ASSERT_EQUAL(host("b\u00fccher.example"), host("BU\u0308CHER.Example"));
    CPPUNIT_ASSERT_EQUAL(host("\uac00.example"), host("\u1100\u1161.example"));
    CPPUNIT_ASSERT_EQUAL(std::string("xn--fa-hia.example"), host("fa\u00df.example"));
    CPPUNIT_ASSERT_EQUAL(std::string("xn--fa-hia.example"), host("xn--fa-hia.EXAMPLE"));
    CPPUNIT_ASSERT_EQUAL(host("i\u0307.example"), host("\u0130.example"));
    CPPUNIT_ASSERT_EQUAL(std::string("my_app.xn--bcher-kva.example"), host("My_App.b\u00fccher.example"));
    CPPUNIT_ASSERT_EQUAL(std::string("The host may only contain letters, digits, - . and _, but contains U+1F4A9"),
                         std::get<std::string>(parse_url("http://\U0001f4a9.example/")));
  }

  void paths_are_encoded_and_normalised() {
    const auto path = [](const std::string& text) { return parsed("http://a.example" + text).path_and_query; };
    CPPUNIT_ASSERT_EQUAL(std::string("/"), path(""));
    CPPUNIT_ASSERT_EQUAL(std::string("/?a"), path("?a"));
    CPPUNIT_ASSERT_EQUAL(std::string("/"), path("#a"));
    CPPUNIT_ASSERT_EQUAL(std::string("/api/tr%C3%AFgger/%E6%97%A5%E6%9C%AC"), path("/api/trïgger/日本"));
    CPPUNIT_ASSERT_EQUAL(std::string("/b/c"), path("/a/../b/./c"));
    CPPUNIT_ASSERT_EQUAL(std::string("/b/"), path("/a/%2E%2e/b/c/.."));
    CPPUNIT_ASSERT_EQUAL(std::string("/"), path("/../.."));
    CPPUNIT_ASSERT_EQUAL(std::string("/a/"), path("/a/."));
    CPPUNIT_ASSERT_EQUAL(std::string("//a//b/"), path("//a//b/"));
    CPPUNIT_ASSERT_EQUAL(std::string("/.../a..b"), path("/.../a..b"));
    CPPUNIT_ASSERT_EQUAL(std::string("/%22%3C%3E%60%7B%7D|^[]'%41"), path("/\"<>`{}|^[]'%41"));
    CPPUNIT_ASSERT_EQUAL(std::string("/?%22%27%3C%3E`{}/../x"), path("?\"'<>`{}/../x"));
  }

  void only_web_schemes_are_accepted() {
    for (const char* text :
         {"", "/api/trigger", "localhost:3000/api", "//127.0.0.1/api", "ws://a.example", "mailto:a@b.c", "javascript:1",
          "data:application/json,{}", "file:///etc/hostname", "http:/a.example", "http:a.example", "HTTPX://a.example",
          "http+unix://x/", "example.com/api", "://a"})
      assert_refused(text);
  }

  void what_parsers_read_differently_is_refused() {
    for (const char* text : {"http://",
                             "http:///a",
                             "http://:8080/",
                             "http://user@a.example/",
                             "http://user:pass@a.example/",
                             "http://a.example\\@b.example/",
                             "http:// a.example/",
                             "http://a.example/a b",
                             "http://a.example/\na",
                             "http://a.example\t/",
                             "http://a.example/a\x7f",
                             "http://a%2eexample/",
                             "http://a..b/",
                             "http://.a.example/",
                             "http://a.example../",
                             "http://a,b/",
                             "http://[::1/",
                             "http://::1/",
                             "http://[::1]x/",
                             "http://[fe80::1%25eth0]/",
                             "http://[1.2.3.4]/",
                             "http://[::ffff:127.1]/",
                             "http://[::ffff:0x7f.0.0.1]/",
                             "http://[[::1]]/",
                             "http://[::1]80/",
                             "http://[v1.a]/",
                             "http://[]/",
                             "http:/\\127.0.0.1",
                             "http:\\\\127.0.0.1\\",
                             "http://@a.example/",
                             "http://a@b@a.example/",
                             "http://a.example%23@b.example/",
                             "http://%6cocalhost/",
                             "http://127%2e0%2e0%2e1/",
                             "http://*.example/",
                             "http://.",
                             "http://127.0.0.1../",
                             "http://exa%00mple.com/"})
      assert_refused(text);
    assert_refused("http://" + std::string(64, 'a') + ".example/");
    std::string name = "a.example";
    while (name.size() < 254) name = "aaaaaaaaa." + name;
    assert_refused("http://" + name + "/");
  }

  void odd_spellings_of_addresses_are_refused() {
    for (const char* host : {"127.1",
                             "127.0.1",
                             "2130706433",
                             "0x7f000001",
                             "0x7f.1",
                             "0177.0.0.1",
                             "127.000.000.001",
                             "256.256.256.256",
                             "1.1.1.1.1",
                             "4294967296",
                             "0XFF",
                             "1.2.3.0x4",
                             "a.1",
                             "1.2.3.4.5.",
                             "0",
                             "0x",
                             "0.0",
                             "1.2.3.08",
                             "127.0.0x1",
                             "1.2.3.4.0x",
                             "0xffffffff"})
      assert_refused("http://" + std::string(host) + "/");
  }

  void hosts_are_mapped_as_browsers_do() {
    for (const auto& [typed, host] :
         std::map<std::string, std::string>{{"①②⑦.⓪.⓪.①", "127.0.0.1"},
                                            {"１２７.0.0.1", "127.0.0.1"},
                                            {"127。0。0。1", "127.0.0.1"},
                                            {"ⓛocalhost", "localhost"},
                                            {"ｌocalhost", "localhost"},
                                            {"localhost。", "localhost"},
                                            {"localhost．", "localhost"},
                                            {"example。com", "example.com"},
                                            {"ＡＰＰ－１.example", "app-1.example"},
                                            {"ﬀ.example", "ff.example"},
                                            {"𝐚.example", "a.example"},
                                            {"Ⅷ.example", "viii.example"},
                                            {"日本語。ｊｐ", "xn--wgv71a119e.jp"},
                                            {"ｘn--bcher-kva.example", "xn--bcher-kva.example"}}) {
      const TargetUrl url = parsed("http://" + typed + ":3000/");
      CPPUNIT_ASSERT_EQUAL(host, url.host);
      CPPUNIT_ASSERT_EQUAL(host == "127.0.0.1", url.address.has_value());
    }
  }

  void hosts_that_map_to_other_characters_are_refused() {
    for (const char* host : {"a\u00ad.example",
                             "a\u200db.example",
                             "℀.example",
                             "١٢٧.٠.٠.١",
                             "127.0.0.१",
                             "\u200Blocalhost",
                             "a：80",
                             "a＠b",
                             "％41.example",
                             "a／b",
                             "⒈example",
                             "。a",
                             "a。。b",
                             "。",
                             "localhost。.",
                             "１２７.1",
                             "０x7f.0.0.1",
                             "a＃b",
                             "a？b",
                             "［::1］",
                             "a＼b",
                             "💩.example",
                             "♥.example"})
      assert_refused("http://" + std::string(host) + "/");
  }

  void marks_around_a_pasted_url_are_named() {
    const auto reason = [](const std::string& text) { return std::get<std::string>(parse_url(text)); };
    const std::string rule = "The URL must begin with http:// or https://";
    CPPUNIT_ASSERT_EQUAL(rule + ": remove < from its beginning, and > from its end", reason("<http://a.example/>"));
    CPPUNIT_ASSERT_EQUAL(rule + ": remove “ from its beginning, and ” from its end", reason("“http://a.example/”"));
    CPPUNIT_ASSERT_EQUAL(rule + ": remove \" from its beginning", reason("\"http://a.example/"));
    CPPUNIT_ASSERT_EQUAL(rule + ": remove ` from its beginning", reason("`"));
    CPPUNIT_ASSERT_EQUAL(rule, reason("a.example"));
  }

  void punycode_is_real_punycode() {
    CPPUNIT_ASSERT_EQUAL(std::string("xn--bcher-kva.example"), parsed("http://XN--bcher-kva.example/").host);
    for (const char* host :
         {"xn--", "xn--a.example", "a.xn--99999999.example", "b\u00fccher.xn--host.example", "xn--localhost-"})
      assert_refused("http://" + std::string(host) + "/");
  }

  void ports_are_real_ports() {
    for (const char* port : {"0", "65536", "99999", "-1", "80:80", "a", "8 0", "+80", "0x50", "000080"})
      assert_refused("http://a.example:" + std::string(port) + "/");
  }

  void length_is_limited() {
    const std::string base = "http://a.example/";
    CPPUNIT_ASSERT(std::holds_alternative<TargetUrl>(parse_url(base + std::string(2048 - base.size(), 'x'))));
    assert_refused(base + std::string(2049 - base.size(), 'x'));
  }

  void locations_are_relative_to_the_answering_url() {
    const TargetUrl base = parsed("https://a.example:8443/api/trigger?x=1");
    const auto followed = [&](const std::string& location) {
      const ParsedUrl to = parse_location(base, location);
      CPPUNIT_ASSERT_MESSAGE(location, std::holds_alternative<TargetUrl>(to));
      const auto& url = std::get<TargetUrl>(to);
      return (url.https ? "https://" : "http://") + url.host_header() + url.path_and_query;
    };
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/next"), followed("/next"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/api/next?y"), followed("next?y"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/x"), followed("../x"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/api/trigger?y"), followed("?y"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/api/trigger"), followed(""));
    CPPUNIT_ASSERT_EQUAL(std::string("https://b.example/x"), followed("//b.example/x"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://b.example/x"), followed("http://b.example/x"));
    CPPUNIT_ASSERT_EQUAL(std::string("https://a.example:8443/x:y"), followed("/x:y"));
    for (const char* location : {"ftp://b.example/", "data:,x", "http://u@b.example/", "//", "/a\\b", "/a b"})
      CPPUNIT_ASSERT_MESSAGE(location, std::holds_alternative<std::string>(parse_location(base, location)));
  }

 private:
  static TargetUrl parsed(const std::string& text) {
    const ParsedUrl url = parse_url(text);
    const auto* reason = std::get_if<std::string>(&url);
    CPPUNIT_ASSERT_MESSAGE(text + ": " + (reason ? *reason : ""), !reason);
    return std::get<TargetUrl>(url);
  }
  static void assert_refused(const std::string& text) {
    const ParsedUrl url = parse_url(text);
    CPPUNIT_ASSERT_MESSAGE("accepted: " + text, std::holds_alternative<std::string>(url));
    CPPUNIT_ASSERT(!std::get<std::string>(url).empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(TargetUrlTest);

}  // namespace
}  // namespace kongflow::endpoints
