#include "client/poco_endpoint_client.h"

#include <cppunit/extensions/HelperMacros.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>

#include "client/test_file.h"
#include "support/scripted_app.h"

namespace kongflow::endpoints {
namespace {

using testing::answer;
using testing::AppScript;
using testing::drip;
using testing::hang;
using testing::redirect;
using testing::ScriptedApp;
using testing::send_bytes;
using Kind = ClientFailure::Kind;
using Clock = std::chrono::steady_clock;

const std::string kOk = R"({"ok":true})";
const std::string kManifest = R"({"jobs":[],"sources":[],"dynamicTriggers":[],"dynamicSchedules":[]})";
constexpr std::chrono::milliseconds kShort{300};
constexpr std::chrono::seconds kSoon{3};

// Real sockets on this machine.
class PocoEndpointClientTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PocoEndpointClientTest);
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
  CPPUNIT_TEST(interim_answers_are_skipped);
  CPPUNIT_TEST(answers_that_are_no_http_are_unreachable);
  CPPUNIT_TEST(answers_that_end_early_are_unreachable);
  CPPUNIT_TEST(large_answers_are_cut_off);
  CPPUNIT_TEST(silence_ends_at_the_time_out);
  CPPUNIT_TEST(dripping_ends_at_the_time_out);
  CPPUNIT_TEST(deadline_of_the_caller_counts_when_it_is_sooner);
  CPPUNIT_TEST(cancelled_call_ends_soon);
  CPPUNIT_TEST(nothing_listening_is_unreachable);
  CPPUNIT_TEST(unknown_name_is_unreachable);
  CPPUNIT_TEST(name_with_several_addresses_finds_the_one_that_listens);
  CPPUNIT_TEST(plain_http_on_a_tls_port_is_unreachable);
  CPPUNIT_TEST(certificate_must_be_trusted_and_of_the_host);
  CPPUNIT_TEST(bad_urls_are_refused_before_anything_is_sent);
  CPPUNIT_TEST(addresses_that_the_policy_refuses_get_nothing);
  CPPUNIT_TEST(redirects_keep_method_and_headers);
  CPPUNIT_TEST(see_other_is_followed_with_get);
  CPPUNIT_TEST(five_redirects_are_followed_and_no_more);
  CPPUNIT_TEST(redirects_elsewhere_get_nothing);
  CPPUNIT_TEST(redirect_without_location_is_a_status);
  CPPUNIT_TEST(environment_makes_a_limited_number_of_calls_at_once);
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
    assert_pong(Kind::declined, "last wins", R"({"ok":true,"ok":false,"error":"last wins"})");
    CPPUNIT_ASSERT(!pong(R"({"ok":false,"error":"e","ok":true})"));
    CPPUNIT_ASSERT(!pong(R"({"ok":true,"error":"ignored"})"));
  }

  void odd_pongs_are_explained() {
    for (const char* body : {R"({"ok":false,"error":5})", R"({"ok":false,"error":null})", R"({"ok":false})",
                             R"({"ok":"true"})", R"({"ok":1})", R"({"ok":null})", "{}", "[]", "null", "42", "\"ok\"",
                             R"({"ok":false,"message":"who are you"})"}) {
      const auto failure = pong(body);
      CPPUNIT_ASSERT_MESSAGE(body, failure && failure->kind == Kind::declined);
      CPPUNIT_ASSERT_MESSAGE(failure->message, failure->message.find("/api/trigger responded with error: ") > 0);
    }
    CPPUNIT_ASSERT(pong(R"({"ok":false,"message":"who are you"})")->message.find(": who are you") > 0);
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
    ScriptedApp app({answer(401, "{}")});
    CPPUNIT_ASSERT_EQUAL(std::string("Trigger API key is invalid"), ping(app.url())->message);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: 401",
                         index(app.url()).failure->message);
  }

  void manifest_and_versions_come_back() {
    ScriptedApp app({answer(200, kManifest, {{"Trigger-Version", "2023-09-29"}, {"trigger-sdk-version", "3.3.17"}})});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT_EQUAL(kManifest, reply.manifest.value().json);
    CPPUNIT_ASSERT_EQUAL(std::string("3.3.17"), reply.sdk_version.value());
    CPPUNIT_ASSERT_EQUAL(std::string("2023-09-29"), reply.api_version.value());
  }

  void versions_come_with_failures_too() {
    ScriptedApp app({answer(500, "", {{"Trigger-Version", "2023-09-29"}, {"trigger-sdk-version", "\xFF\x01"}})});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT(reply.failure && !reply.manifest);
    CPPUNIT_ASSERT_EQUAL(std::string("2023-09-29"), reply.api_version.value());
    CPPUNIT_ASSERT_MESSAGE("a header that is no text is left out", !reply.sdk_version);
  }

  void invalid_manifest_is_told() {
    ScriptedApp app({answer(200, R"({"jobs":[]})")});
    const IndexReply reply = index(app.url());
    CPPUNIT_ASSERT(reply.failure && reply.failure->kind == Kind::invalid_manifest);
    CPPUNIT_ASSERT(reply.failure->message.find("Required at \"sources\"") == 0);
  }

  void interim_answers_are_skipped() {
    ScriptedApp app(
        {send_bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n"
                    "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" +
                    kOk)});
    CPPUNIT_ASSERT(!ping(app.url()));
    std::string endless;
    for (int i = 0; i < 50; ++i) endless += "HTTP/1.1 102 Processing\r\n\r\n";
    ScriptedApp never({send_bytes(endless)});
    CPPUNIT_ASSERT(ping(never.url()).has_value());
    ScriptedApp switching({send_bytes("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc")});
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + switching.url() + ". Status code: 101",
                         ping(switching.url())->message);
  }

  void answers_that_are_no_http_are_unreachable() {
    for (const std::string& bytes :
         std::vector<std::string>{std::string(), std::string("SSH-2.0-OpenSSH\r\n"), std::string("\x16\x03\x01\x02", 4),
                                  std::string("HTTP/"), std::string("HTTP/1.1 abc\r\n\r\n"), std::string(100'000, 'x'),
                                  "HTTP/1.1 200 OK\r\nx: " + std::string(100'000, 'y') + "\r\n\r\n",
                                  "HTTP/1.1 200 OK\r\n" + many_headers()}) {
      ScriptedApp app({send_bytes(bytes)});
      assert_unreachable(app, ping(app.url()));
    }
  }

  void answers_that_end_early_are_unreachable() {
    ScriptedApp truncated({testing::truncate(kOk)});
    assert_unreachable(truncated, ping(truncated.url()));
    ScriptedApp chunked({send_bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"ok\":t")});
    CPPUNIT_ASSERT(ping(chunked.url()).has_value());
    ScriptedApp head({send_bytes("HTTP/1.1 200 OK\r\nContent-Le")});
    assert_unreachable(head, ping(head.url()));
  }

  void large_answers_are_cut_off() {
    const std::string large = "{\"ok\":true,\"x\":\"" + std::string(70'000, 'x') + "\"}";
    ScriptedApp counted({answer(200, large)});
    assert_unreachable(counted, ping(counted.url()));
    CPPUNIT_ASSERT(ping(counted.url())->reason->find("larger than 65536 bytes") != std::string::npos);
    ScriptedApp endless({[](auto& socket, const auto&) {
      const std::string head = "HTTP/1.1 200 OK\r\n\r\n[";
      socket.sendBytes(head.data(), static_cast<int>(head.size()));
      const std::string more(64 * 1024, ' ');
      while (socket.sendBytes(more.data(), static_cast<int>(more.size())) > 0) {
      }
    }});
    assert_unreachable(endless, index(endless.url()).failure);
  }

  void silence_ends_at_the_time_out() {
    for (const AppScript& script : {hang(), AppScript([](auto&socket, const auto&) {
                                      const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n{";
                                      socket.sendBytes(head.data(), static_cast<int>(head.size()));
                                      char byte = 0;
                                      socket.receiveBytes(&byte, 1);
                                    })}) {
      ScriptedApp app({script});
      assert_ends_soon([&] { return ping_within(app.url(), kShort); });
      CPPUNIT_ASSERT_EQUAL(std::string("The app did not answer in time"),
                           ping_within(app.url(), kShort)->reason.value());
    }
  }

  void dripping_ends_at_the_time_out() {
    for (const std::string& bytes : std::vector<std::string>{"HTTP/1.1 200 OK\r\nx: " + std::string(1000, 'y'),
                                                             "HTTP/1.1 200 OK\r\n\r\n" + std::string(1000, ' ')}) {
      ScriptedApp app({drip(bytes, std::chrono::milliseconds(20))});
      assert_ends_soon([&] { return ping_within(app.url(), kShort); });
    }
  }

  void deadline_of_the_caller_counts_when_it_is_sooner() {
    ScriptedApp app({hang()});
    CallContext context;
    context.deadline = Clock::now() + kShort;
    assert_ends_soon([&] { return client().ping(address(app.url()), "my-app", context).failure; });
    context.deadline = Clock::now() - kShort;
    assert_ends_soon([&] { return client().ping(address(app.url()), "my-app", context).failure; });
  }

  void cancelled_call_ends_soon() {
    ScriptedApp app({hang()});
    PocoEndpointClient caller(settings(), open_);
    std::atomic<bool> cancelled{false};
    CallContext context;
    context.cancelled = [&] { return cancelled.load(); };
    auto reply = std::async(std::launch::async, [&] { return caller.index(address(app.url()), context); });
    app.await_requests(1);
    cancelled = true;
    CPPUNIT_ASSERT(reply.wait_for(kSoon) == std::future_status::ready);
    CPPUNIT_ASSERT(reply.get().failure->kind == Kind::cancelled);
  }

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

  void plain_http_on_a_tls_port_is_unreachable() {
    ScriptedApp app({answer(200, kOk)});
    const std::string url = "https://127.0.0.1:" + std::to_string(app.port()) + "/api/trigger";
    const auto failure = ping_within(url, kShort);
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + url, failure->message);
  }

  void certificate_must_be_trusted_and_of_the_host() {
    ScriptedApp right({answer(200, kOk)}, TEST_DATA "/tls/localhost.pem", TEST_DATA "/tls/localhost.key");
    ScriptedApp wrong({answer(200, kOk)}, TEST_DATA "/tls/other.pem", TEST_DATA "/tls/other.key");
    const std::string right_url = "https://localhost:" + std::to_string(right.port()) + "/";
    const std::string wrong_url = "https://localhost:" + std::to_string(wrong.port()) + "/";

    const auto untrusted = ping(right_url);
    CPPUNIT_ASSERT(untrusted && untrusted->kind == Kind::unreachable);
    CPPUNIT_ASSERT(untrusted->reason->find("certificate") != std::string::npos);
    CPPUNIT_ASSERT(right.requests().empty());

    setenv("SSL_CERT_FILE", TEST_DATA "/tls/authority.pem", 1);
    PocoEndpointClient trusting(settings(), open_);
    unsetenv("SSL_CERT_FILE");
    const auto trusted = trusting.ping(address(right_url), "my-app", {}).failure;
    CPPUNIT_ASSERT_MESSAGE(trusted ? trusted->reason.value_or("") : "", !trusted);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, right.requests().size());

    const auto of_another = trusting.ping(address(wrong_url), "my-app", {}).failure;
    CPPUNIT_ASSERT(of_another && of_another->kind == Kind::unreachable);
    CPPUNIT_ASSERT(wrong.requests().empty());
  }

  void bad_urls_are_refused_before_anything_is_sent() {
    ScriptedApp app({answer(200, kOk)});
    const std::string host = "127.0.0.1:" + std::to_string(app.port());
    for (const std::string& url : std::vector<std::string>{
             "http://user:pass@" + host + "/", "http://" + host + "/a b", "http://" + host + "/\n",
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
    PocoEndpointClient caller(settings(), closed);
    for (const std::string& url :
         std::vector<std::string>{app.url(), "http://localhost:" + std::to_string(app.port()) + "/"}) {
      const auto failure = caller.ping(address(url), "my-app", {}).failure;
      CPPUNIT_ASSERT(failure && failure->kind == Kind::refused);
      CPPUNIT_ASSERT(failure->reason->find("a loopback address") != std::string::npos);
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

  void redirect_without_location_is_a_status() {
    ScriptedApp app({answer(302, kOk)});
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url() + ". Status code: 302", ping(app.url())->message);
  }

  void environment_makes_a_limited_number_of_calls_at_once() {
    std::mutex mutex;
    std::condition_variable changed;
    int running = 0;
    bool released = false;
    const auto await_running = [&](int count) {
      std::unique_lock lock(mutex);
      CPPUNIT_ASSERT(changed.wait_for(lock, kSoon, [&] { return running == count; }));
    };
    int most = 0;
    const AppScript counted = [&](auto& socket, const auto& request) {
      {
        std::unique_lock lock(mutex);
        most = std::max(most, ++running);
        changed.notify_all();
        changed.wait_for(lock, kSoon, [&] { return released; });
        --running;
      }
      answer(200, kOk)(socket, request);
    };
    ScriptedApp app({counted});
    ClientSettings limits;
    limits.max_calls_per_environment = 2;
    PocoEndpointClient caller(limits, open_);
    std::vector<std::future<PingReply>> pings;
    for (int i = 0; i < 6; ++i)
      pings.push_back(std::async(std::launch::async, [&] { return caller.ping(address(app.url()), "my-app", {}); }));
    await_running(2);

    CallContext hasty;
    hasty.deadline = Clock::now() + kShort;
    const auto failure = caller.ping(address(app.url()), "my-app", hasty).failure;
    CPPUNIT_ASSERT(failure && failure->reason->find("2 calls at once") != std::string::npos);
    AppAddress other = address(app.url());
    other.environment_id = "other";
    auto elsewhere = std::async(std::launch::async, [&] { return caller.ping(other, "my-app", {}); });
    await_running(3);

    {
      const std::lock_guard lock(mutex);
      released = true;
    }
    changed.notify_all();
    for (auto& reply : pings) CPPUNIT_ASSERT(!reply.get().failure);
    CPPUNIT_ASSERT(!elsewhere.get().failure);
    CPPUNIT_ASSERT_EQUAL(3, most);
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

 private:
  using Headers = std::map<std::string, std::string>;

  // Without those of the transport.
  static Headers headers_of(const testing::AppRequest& request) {
    Headers headers = request.headers;
    for (const char* name : {"host", "connection", "user-agent"}) headers.erase(name);
    return headers;
  }
  static std::string many_headers() {
    std::string headers;
    for (int i = 0; i < 10'000; ++i) headers += "x: y\r\n";
    return headers;
  }
  static ClientSettings settings() { return {}; }
  static AppAddress address(const std::string& url) { return {url, "tr_dev_secret", "environment"}; }

  PocoEndpointClient& client() { return client_; }
  std::optional<ClientFailure> ping(const std::string& url) { return client_.ping(address(url), "my-app", {}).failure; }
  IndexReply index(const std::string& url) { return client_.index(address(url), {}); }
  std::optional<ClientFailure> ping_within(const std::string& url, std::chrono::milliseconds timeout) {
    ClientSettings limits;
    limits.ping_timeout = timeout;
    return PocoEndpointClient(limits, open_).ping(address(url), "my-app", {}).failure;
  }
  std::optional<ClientFailure> pong(const std::string& body) {
    ScriptedApp app({answer(200, body)});
    return ping(app.url());
  }
  void assert_pong(Kind kind, const std::string& message, const std::string& body) {
    const auto failure = pong(body);
    CPPUNIT_ASSERT_MESSAGE(body, failure && failure->kind == kind);
    CPPUNIT_ASSERT_EQUAL(message, failure->message);
  }
  static void assert_unreachable(const ScriptedApp& app, const std::optional<ClientFailure>& failure) {
    CPPUNIT_ASSERT(failure && failure->reason);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.url(), failure->message);
    CPPUNIT_ASSERT(failure->kind == Kind::unreachable);
  }
  template <typename Call>
  static void assert_ends_soon(Call call) {
    const auto begin = Clock::now();
    const std::optional<ClientFailure> failure = call();
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT(Clock::now() - begin < kSoon);
  }

  const EgressPolicy open_{{{"127.0.0.0/8", "::1"}}};
  PocoEndpointClient client_{settings(), open_};
};

CPPUNIT_TEST_SUITE_REGISTRATION(PocoEndpointClientTest);

}  // namespace
}  // namespace kongflow::endpoints
