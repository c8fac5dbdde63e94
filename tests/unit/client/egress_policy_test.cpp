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
  CPPUNIT_TEST(names_for_this_machine_open_with_its_addresses);
  CPPUNIT_TEST(internal_names_open_by_name_or_by_the_networks_that_they_lead_into);
  CPPUNIT_TEST(patterns_open_all_names_below_one);
  CPPUNIT_TEST(ports_of_other_protocols_are_refused);
  CPPUNIT_TEST(wildcard_addresses_advise_the_loopback_address);
  CPPUNIT_TEST(entries_for_wrapped_and_bracketed_addresses_open_them);
  CPPUNIT_TEST(entries_that_can_never_open_anything_are_found);
  CPPUNIT_TEST(one_refused_address_refuses_the_name);
  CPPUNIT_TEST(one_open_address_of_this_machine_is_enough);
  CPPUNIT_TEST(allow_list_opens_networks);
  CPPUNIT_TEST(allow_list_opens_names);
  CPPUNIT_TEST(nothing_opens_metadata_services);
  CPPUNIT_TEST(resolved_addresses_are_judged_not_names);
  CPPUNIT_TEST(embedded_addresses_are_judged_as_themselves);
  CPPUNIT_TEST(refusals_name_the_rule);
  CPPUNIT_TEST(hosts_are_judged_as_they_are_mapped);
  CPPUNIT_TEST(entries_that_are_neither_network_nor_name_are_refused);
  CPPUNIT_TEST_SUITE_END();

 public:
  // "listed": refused, unless an allow list of everything opens it; "deny": refused with any, but for this machine.
  void every_listed_case_has_its_verdict() {
    const std::string file = read_test_file(TEST_DATA "/egress-cases.json");
    const EgressPolicy closed({});
    const EgressPolicy open(
        {{"0.0.0.0/0", "::/0", "host.docker.internal", "gateway.docker.internal", "kubernetes.default.svc"}});
    for (const std::string_view known : json_elements(file)) {
      const std::string url = text_of(known, "url");
      const std::string name = text_of(known, "id") + " " + url;
      CPPUNIT_ASSERT_EQUAL_MESSAGE(name, text_of(known, "verdict"), verdict(closed, url));
      if (verdict(closed, url) == "listed")
        CPPUNIT_ASSERT_EQUAL_MESSAGE(name, std::string("allow"), verdict(open, url));
    }
  }

  void names_for_this_machine_open_with_its_addresses() {
    for (const char* url : {"http://localhost:3000/", "http://app.localhost:3000/", "http://localhost.localdomain/",
                            "http://ip6-localhost/", "http://localhost./"}) {
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("deny"), verdict(EgressPolicy({}), url));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("deny"), verdict(EgressPolicy({{"10.0.0.0/8"}}), url));
      for (const char* entry : {"127.0.0.0/8", "127.0.0.1", "::1", "0.0.0.0/0"})
        CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("allow"), verdict(EgressPolicy({{entry}}), url));
    }
  }

  void internal_names_open_by_name_or_by_the_networks_that_they_lead_into() {
    for (const std::string name : {"kubernetes", "db.lan", "printer.local", "a.b.svc.cluster.local", "x.home.arpa",
                                   "vault.corp", "app.private", "app.localdomain"}) {
      const std::string url = "http://" + name + "/";
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("listed"), verdict(EgressPolicy({{"10.0.0.0/8"}}), url));
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("allow"), verdict(EgressPolicy({{name}}), url));

      const EgressPolicy networks({{"10.1.0.0/16", "fd12::/32"}});
      CPPUNIT_ASSERT(leads_into(networks, url, {"10.1.2.3"}));
      CPPUNIT_ASSERT(leads_into(networks, url, {"10.1.2.3", "fd12::7", "::ffff:10.1.0.1"}));
      for (const char* address : {"10.2.0.1", "192.168.0.1", "fd13::1", "127.0.0.1", "169.254.169.254", "8.8.8.8"}) {
        CPPUNIT_ASSERT_MESSAGE(address, !leads_into(networks, url, {address}));
        CPPUNIT_ASSERT_MESSAGE(address, !leads_into(networks, url, {"10.1.2.3", address}));
      }
      CPPUNIT_ASSERT(!leads_into(EgressPolicy({{"other.internal"}}), url, {"10.1.2.3"}));
    }
    CPPUNIT_ASSERT(!leads_into(EgressPolicy({kEverything}), "http://metadata.google.internal/", {"10.1.2.3"}));
    CPPUNIT_ASSERT(!leads_into(EgressPolicy({{"10.0.0.0/8"}}), "http://localhost/", {"10.1.2.3"}));
  }

  void patterns_open_all_names_below_one() {
    const EgressPolicy policy({{"*.Internal", "*.b\u00fccher.example."}});
    for (const char* url : {"http://app.internal/", "http://a.b.internal:3000/", "http://a.xn--bcher-kva.example/"})
      CPPUNIT_ASSERT_MESSAGE(url, !refusal(policy, url, "10.0.0.1"));
    for (const char* url : {"http://internal/", "http://ainternal/", "http://app.internal.example/",
                            "http://xn--bcher-kva.example/", "http://metadata.google.internal/"})
      CPPUNIT_ASSERT_MESSAGE(url, refusal(policy, url, "10.0.0.1"));
    CPPUNIT_ASSERT(refusal(policy, "http://app.internal/", "169.254.169.254"));
    CPPUNIT_ASSERT(!refusal(EgressPolicy({{"*.localhost"}}), "http://app.localhost/", "127.0.0.1"));
  }

  void ports_of_other_protocols_are_refused() {
    for (const int port : {7, 22, 53, 79, 445, 2049, 2379, 3306, 5432, 6379, 6667, 10080, 10250, 27017})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(
          std::to_string(port), std::string("deny"),
          verdict(EgressPolicy({kEverything}), "http://8.8.8.8:" + std::to_string(port) + "/"));
    for (const int port : {80, 81, 443, 3000, 3001, 4000, 5000, 5173, 8000, 8080, 8443, 8888, 9000, 65535})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(std::to_string(port), std::string("allow"),
                                   verdict(EgressPolicy({}), "http://8.8.8.8:" + std::to_string(port) + "/"));
  }

  void wildcard_addresses_advise_the_loopback_address() {
    for (const char* url : {"http://0.0.0.0:3000/", "http://[::]:3000/", "http://[::ffff:0.0.0.0]/"}) {
      const auto rule = EgressPolicy({kEverything}).refusal(target(url)).value().rule;
      CPPUNIT_ASSERT_MESSAGE(rule, rule.find("An app that listens on it is called at 127.0.0.1") != std::string::npos);
    }
    CPPUNIT_ASSERT(refusal(EgressPolicy({}), "http://app.example/", "0.0.0.0")->find("127.0.0.1") != std::string::npos);
    CPPUNIT_ASSERT(EgressPolicy({}).refusal(target("http://0.1.2.3/"))->rule.find("127.0.0.1") == std::string::npos);
  }

  void entries_for_wrapped_and_bracketed_addresses_open_them() {
    for (const char* entry : {"10.1.0.0/16", "::ffff:10.1.0.0/112", "64:ff9b::10.1.0.0/112"})
      for (const char* url : {"http://10.1.0.1/", "http://[::ffff:10.1.0.1]/", "http://[64:ff9b::10.1.0.1]/"})
        CPPUNIT_ASSERT_EQUAL_MESSAGE(entry, std::string("allow"), verdict(EgressPolicy({{entry}}), url));
    const EgressPolicy bracketed({{"[fd12::1]"}});
    CPPUNIT_ASSERT_EQUAL(std::string("allow"), verdict(bracketed, "http://[fd12::1]/"));
    CPPUNIT_ASSERT(!refusal(bracketed, "http://app.example/", "fd12::1"));
  }

  void entries_that_can_never_open_anything_are_found() {
    for (const char* entry :
         {"169.254.169.254", "169.254.0.0/16", "100.100.100.200", "0.0.0.0", "0.0.0.0/8", "224.0.0.0/4", "192.0.2.0/24",
          "fe80::/10", "fe80::1", "[fe80::1]", "fd00:ec2::254", "ff02::/16", "::", "::ffff:169.254.0.0/112", "metadata",
          "Metadata.Google.Internal.", "instance-data"}) {
      const auto useless = ineffective_entry({{"10.0.0.0/8", entry}});
      CPPUNIT_ASSERT_MESSAGE(entry, useless.has_value());
      CPPUNIT_ASSERT_MESSAGE(*useless, useless->find("\"" + std::string(entry) + "\" has no effect") == 0);
    }
    for (const char* entry :
         {"0.0.0.0/0", "::/0", "::1", "::/96", "127.0.0.1", "100.64.0.0/10", "fc00::/7", "fd00:ec2::/16", "8.8.8.8",
          "app.internal", "*.internal", "localhost", "app.example", "::ffff:0:0/96"})
      CPPUNIT_ASSERT_MESSAGE(entry, !ineffective_entry({{entry}}));
  }

  void one_refused_address_refuses_the_name() {
    const EgressPolicy policy({{"10.1.0.0/16"}});
    CPPUNIT_ASSERT(passes(policy, {"93.184.216.34", "2606:4700::1", "10.1.0.1"}));
    for (const char* inside : {"10.2.0.1", "127.0.0.1", "::1", "169.254.169.254", "fd00::1", "::ffff:192.168.0.1",
                               "64:ff9b::127.0.0.1", "0.0.0.0", "::"}) {
      CPPUNIT_ASSERT_MESSAGE(inside, !passes(policy, {"93.184.216.34", inside}));
      CPPUNIT_ASSERT_MESSAGE(inside, !passes(policy, {inside, "2606:4700::1"}));
    }
  }

  void one_open_address_of_this_machine_is_enough() {
    const EgressPolicy policy({{"127.0.0.0/8"}});
    const auto permitted = policy.permitted(target("http://localhost/"), addresses({"::1", "127.0.0.1"}));
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, std::get<EgressPolicy::Addresses>(permitted).size());
    CPPUNIT_ASSERT(!passes(policy, {"::1", "93.184.216.34", "127.0.0.1"}));
    CPPUNIT_ASSERT(!passes(policy, {"::1"}));
  }

  void allow_list_opens_networks() {
    const EgressPolicy policy({{"10.1.0.0/16", "127.0.0.1", "fd12::/16"}});
    for (const char* url : {"http://10.1.2.3/", "http://127.0.0.1/", "http://[fd12::9]/", "http://[::ffff:10.1.0.1]/"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(url, std::string("allow"), verdict(policy, url));
    for (const char* url : {"http://10.2.0.1/", "http://127.0.0.2/", "http://[fd13::9]/", "http://[::1]/"})
      CPPUNIT_ASSERT_MESSAGE(url, verdict(policy, url) != "allow");
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
                                "fd00:ec2::254", "fd00:42::42", "fd00:c1::a9fe:a9fe", "fe80::1", "::ffff:0:10.0.0.1",
                                "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"})
      CPPUNIT_ASSERT_MESSAGE(address, refusal(policy, "http://app.example/", address));
    for (const char* name : {"metadata.google.internal", "metadata.goog", "metadata", "instance-data", "METADATA."})
      CPPUNIT_ASSERT_MESSAGE(name, refusal(policy, "http://" + std::string(name) + "/", "8.8.8.8"));
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
    CPPUNIT_ASSERT_EQUAL(std::string("10.0.0.8 is a private address (10.0.0.0/8), which is not on the allow list "
                                     "(setting egress.allow)"),
                         refusal(policy, "http://10.0.0.8/", "10.0.0.8").value());
    CPPUNIT_ASSERT_EQUAL(
        std::string("app.example resolves to 169.254.169.254, which is a link-local or metadata address "
                    "(169.254.0.0/16)"),
        refusal(policy, "http://app.example/", "169.254.169.254").value());
    CPPUNIT_ASSERT_EQUAL(std::string("Port 25 is blocked, because other protocols use it"),
                         refusal(policy, "http://app.example:25/", "8.8.8.8").value());
  }

  void hosts_are_judged_as_they_are_mapped() {
    const EgressPolicy closed({});
    for (const char* host :
         {"１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "ｌocalhost", "ⓛocalhost", "localhost。", "１0.1.2.3",
          "169。254。169。254", "ｍetadata.google.ｉnternal", "app．internal", "１92.168.0.1。"}) {
      const TargetUrl url = target("http://" + std::string(host) + "/");
      CPPUNIT_ASSERT_MESSAGE(host, closed.refusal(url).has_value());
    }
    CPPUNIT_ASSERT(EgressPolicy({kEverything}).refusal(target("http://１６９.254.169.254/")).has_value());
    CPPUNIT_ASSERT(!EgressPolicy({{"ａpp。internal"}}).refusal(target("http://app.internal/")));
    CPPUNIT_ASSERT(!closed.refusal(target("http://ｅxample。com/")).has_value());
  }

  void entries_that_are_neither_network_nor_name_are_refused() {
    for (const char* entry : {"", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "300.1.1.1", "a b", "http://a.example",
                              "fd00::/129", "10.0.0.0/-1"})
      CPPUNIT_ASSERT_THROW_MESSAGE(entry, EgressPolicy({{entry}}), std::invalid_argument);
    for (const auto& [entry, advice] : std::vector<std::pair<std::string, std::string>>{
             {"http://app.internal", "write only the host, without scheme and path"},
             {"app.internal/api", "write only the host, without scheme and path"},
             {"app.internal:3000", "write it without a port, an entry allows all ports"},
             {"10.0.0.1:3000", "write it without a port, an entry allows all ports"},
             {"[::1]:3000", "write it without a port, an entry allows all ports"},
             {"10.1.*.*", "write a range of addresses as a network, an address as four numbers"},
             {"127.1", "write a range of addresses as a network, an address as four numbers"},
             {"10.0.0.0/33", "the number behind / is at most 32, for IPv6 at most 128"},
             {"fd00::/-1", "the number behind / is at most 32, for IPv6 at most 128"},
             {"10.0.0.0/8,127.0.0.1", "write each network and each name as an entry of its own, without spaces"},
             {"10.0.0.0/8 127.0.0.1", "write each network and each name as an entry of its own, without spaces"},
             {"a.internal;b.internal", "write each network and each name as an entry of its own, without spaces"},
             {"*internal", "a pattern for all names below one is *.internal"},
             {".internal", "a pattern for all names below one is *.internal"},
             {"*.10.0.0.1", "write a range of addresses as a network, an address as four numbers"},
             {"*", "to allow every network but metadata services, list 0.0.0.0/0 and ::/0"},
             {" 10.0.0.0/8", "write each network and each name as an entry of its own, without spaces"},
             {"10.0.0.0/8\t", "it contains a control character, U+0009, as character 11"},
             {"app.\u200binternal", "it contains an invisible character, U+200B, as character 5"}}) {
      std::string message;
      try {
        EgressPolicy{{{entry}}};
      } catch (const std::invalid_argument& error) {
        message = error.what();
      }
      CPPUNIT_ASSERT_MESSAGE(entry + ": " + message, message.find(advice) != std::string::npos);
    }
  }

 private:
  static TargetUrl target(const std::string& url) { return std::get<TargetUrl>(parse_url(url)); }
  static EgressPolicy::Addresses addresses(const std::vector<std::string>& texts) {
    EgressPolicy::Addresses parsed;
    for (const std::string& text : texts) parsed.push_back(parse_ip(text).value());
    return parsed;
  }
  // What a call to `url` is told when its host has this one address.
  static std::optional<std::string> refusal(const EgressPolicy& policy, const std::string& url,
                                            const std::string& address) {
    if (const auto refused = policy.refusal(target(url))) return refused->rule;
    const auto permitted = policy.permitted(target(url), addresses({address}));
    const auto* refused = std::get_if<Refusal>(&permitted);
    return refused ? std::optional(refused->rule) : std::nullopt;
  }
  static bool passes(const EgressPolicy& policy, const std::vector<std::string>& of_app) {
    return std::holds_alternative<EgressPolicy::Addresses>(
        policy.permitted(target("http://app.example/"), addresses(of_app)));
  }
  // Whether a call to `url` goes on when its host has these addresses.
  static bool leads_into(const EgressPolicy& policy, const std::string& url, const std::vector<std::string>& of_name) {
    if (policy.refusal_before_lookup(target(url))) return false;
    return std::holds_alternative<EgressPolicy::Addresses>(policy.permitted(target(url), addresses(of_name)));
  }
  // Of the URL alone.
  static std::string verdict(const EgressPolicy& policy, const std::string& url) {
    const ParsedUrl parsed = parse_url(url);
    if (std::holds_alternative<std::string>(parsed)) return "deny";
    const auto refused = policy.refusal(std::get<TargetUrl>(parsed));
    if (!refused) return "allow";
    return refused->restriction == Restriction::needs_entry ? "listed" : "deny";
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EgressPolicyTest);

}  // namespace
}  // namespace kongflow::endpoints
