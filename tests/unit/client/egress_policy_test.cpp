#include "client/egress_policy.h"

#include <cppunit/extensions/HelperMacros.h>

#include <stdexcept>

#include "client/ip_text.h"
#include "client/test_file.h"

namespace kongflow::endpoints {
namespace {

const std::vector<std::string> kEverything{"0.0.0.0/0", "::/0"};

class EgressPolicyTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EgressPolicyTest);
  CPPUNIT_TEST(every_listed_case_has_its_verdict);
  CPPUNIT_TEST(allow_list_opens_networks);
  CPPUNIT_TEST(allow_list_opens_names);
  CPPUNIT_TEST(nothing_opens_metadata_services);
  CPPUNIT_TEST(resolved_addresses_are_judged_not_names);
  CPPUNIT_TEST(embedded_addresses_are_judged_as_themselves);
  CPPUNIT_TEST(refusals_name_the_rule);
  CPPUNIT_TEST(entries_that_are_neither_network_nor_name_are_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  // "listed": refused, unless an allow list of everything opens it; "deny": refused with any, but for loopback.
  void every_listed_case_has_its_verdict() {
    const std::string file = read_test_file(TEST_DATA "/egress-cases.json");
    const EgressPolicy closed({});
    const EgressPolicy open(
        {{"0.0.0.0/0", "::/0", "host.docker.internal", "gateway.docker.internal", "kubernetes.default.svc"}});
    for (const std::string_view known : json_elements(file)) {
      const std::string url = text_of(known, "url");
      const std::string verdict = text_of(known, "verdict");
      const std::string name = text_of(known, "id") + " " + url;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, verdict == "allow", passes(closed, url));
      if (verdict == "listed") CPPUNIT_ASSERT_MESSAGE(name, passes(open, url));
      const bool loopback = text_of(known, "why").find("loopback") != std::string::npos || url.find("ocalhost") < 20 ||
                            url.find("LOCALHOST") < 20 || text_of(known, "group") == "parser-confusion";
      if (verdict == "deny" && !loopback) CPPUNIT_ASSERT_MESSAGE(name, !passes(open, url));
    }
  }

  void allow_list_opens_networks() {
    const EgressPolicy policy({{"10.1.0.0/16", "127.0.0.1", "fd12::/16"}});
    for (const char* url : {"http://10.1.2.3/", "http://127.0.0.1/", "http://[fd12::9]/", "http://[::ffff:10.1.0.1]/"})
      CPPUNIT_ASSERT_MESSAGE(url, passes(policy, url));
    for (const char* url : {"http://10.2.0.1/", "http://127.0.0.2/", "http://[fd13::9]/", "http://[::1]/"})
      CPPUNIT_ASSERT_MESSAGE(url, !passes(policy, url));
  }

  void allow_list_opens_names() {
    const EgressPolicy policy({{"App.Internal", "localhost"}});
    CPPUNIT_ASSERT(!refusal(policy, "http://app.internal/", "10.0.0.1"));
    CPPUNIT_ASSERT(!refusal(policy, "http://localhost:3000/", "127.0.0.1"));
    CPPUNIT_ASSERT(!refusal(policy, "http://localhost:3000/", "::1"));
    CPPUNIT_ASSERT(refusal(policy, "http://other.internal/", "10.0.0.1"));
    CPPUNIT_ASSERT(refusal(policy, "http://other.example/", "127.0.0.1"));
  }

  void nothing_opens_metadata_services() {
    const EgressPolicy policy({{"0.0.0.0/0", "::/0", "metadata.google.internal", "app.example"}});
    for (const char* address : {"169.254.169.254", "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192",
                                "fd00:ec2::254", "fe80::1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"})
      CPPUNIT_ASSERT_MESSAGE(address, refusal(policy, "http://app.example/", address));
    CPPUNIT_ASSERT(refusal(policy, "http://metadata.google.internal/", "8.8.8.8"));
  }

  void resolved_addresses_are_judged_not_names() {
    const EgressPolicy policy({});
    CPPUNIT_ASSERT(!refusal(policy, "http://app.example/", "93.184.216.34"));
    CPPUNIT_ASSERT(!refusal(policy, "http://app.example/", "2606:4700::1"));
    for (const char* address : {"127.0.0.1", "10.0.0.1", "192.168.1.1", "::1", "fd00::1", "0.0.0.0", "::"})
      CPPUNIT_ASSERT_MESSAGE(address, refusal(policy, "http://app.example/", address));
  }

  void embedded_addresses_are_judged_as_themselves() {
    const EgressPolicy policy({kEverything});
    CPPUNIT_ASSERT(!refusal(EgressPolicy({}), "http://app.example/", "::ffff:8.8.8.8"));
    CPPUNIT_ASSERT(!refusal(EgressPolicy({}), "http://app.example/", "64:ff9b::808:808"));
    CPPUNIT_ASSERT(!refusal(policy, "http://app.example/", "64:ff9b::10.0.0.1"));
    CPPUNIT_ASSERT(refusal(EgressPolicy({}), "http://app.example/", "64:ff9b::10.0.0.1"));
  }

  void refusals_name_the_rule() {
    const EgressPolicy policy({});
    CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.8 is a private address (10.0.0.0/8), which is not on the allow list"),
                         refusal(policy, "http://10.0.0.8/", "10.0.0.8").value());
    CPPUNIT_ASSERT_EQUAL(std::string("app.example leads to 169.254.169.254, which is a link-local or metadata address "
                                     "(169.254.0.0/16)"),
                         refusal(policy, "http://app.example/", "169.254.169.254").value());
    CPPUNIT_ASSERT_EQUAL(std::string("Port 25 belongs to another protocol"),
                         refusal(policy, "http://app.example:25/", "8.8.8.8").value());
  }

  void entries_that_are_neither_network_nor_name_are_refused() {
    for (const char* entry : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "300.1.1.1", "a b", "http://a.example",
                              "fd00::/129", "10.0.0.0/-1"})
      CPPUNIT_ASSERT_THROW_MESSAGE(entry, EgressPolicy({{entry}}), std::invalid_argument);
  }

 private:
  static TargetUrl target(const std::string& url) { return std::get<TargetUrl>(parse_url(url)); }
  static std::optional<std::string> refusal(const EgressPolicy& policy, const std::string& url,
                                            const std::string& address) {
    const auto reason = policy.refusal(target(url));
    return reason ? reason : policy.refusal(target(url), *parse_ip(address));
  }
  // Names stand for a public address, but for those of this machine.
  static bool passes(const EgressPolicy& policy, const std::string& url) {
    const ParsedUrl parsed = parse_url(url);
    if (std::holds_alternative<std::string>(parsed)) return false;
    const auto& to = std::get<TargetUrl>(parsed);
    if (to.address) return !refusal(policy, url, ip_text(*to.address));
    return !refusal(policy, url, to.host == "localhost" ? "127.0.0.1" : "93.184.216.34");
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EgressPolicyTest);

}  // namespace
}  // namespace kongflow::endpoints
