#include "client/client_fixture.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>

namespace kongflow::endpoints {
namespace {

// Apps that are slow, endless, or no web servers at all.
class ClientEnduranceTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(ClientEnduranceTest);
  CPPUNIT_TEST(interim_answers_are_skipped);
  CPPUNIT_TEST(answers_that_are_no_http_are_unreachable);
  CPPUNIT_TEST(answers_that_end_early_are_unreachable);
  CPPUNIT_TEST(large_answers_are_cut_off);
  CPPUNIT_TEST(silence_ends_at_the_time_out);
  CPPUNIT_TEST(ping_that_timed_out_is_sent_once_more);
  CPPUNIT_TEST(ping_is_sent_once_without_retries);
  CPPUNIT_TEST(dripping_ends_at_the_time_out);
  CPPUNIT_TEST(deadline_of_the_caller_counts_when_it_is_sooner);
  CPPUNIT_TEST(cancelled_call_ends_soon);
  CPPUNIT_TEST_SUITE_END();

 public:
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
    const auto begins = [](const std::string& bytes) {
      return AppScript([bytes](auto& socket, const auto&) {
        socket.sendBytes(bytes.data(), static_cast<int>(bytes.size()));
        char byte = 0;
        socket.receiveBytes(&byte, 1);
      });
    };
    const std::string head = "HTTP/1.1 200 OK\r\n";
    for (const AppScript& script :
         {hang(), begins(head), begins(head + "Content-Length: 11\r\n\r\n{"),
          begins(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"), begins(head + "\r\n{")}) {
      ScriptedApp app({script});
      assert_ends_soon([&] { return ping_within(app.url(), kShort); });
      CPPUNIT_ASSERT_EQUAL(
          std::string("The app did not respond within 300 ms (ping.timeout). Try again: an app that was asleep needs "
                      "time to start"),
          ping_within(app.url(), kShort)->reason.value());
    }
  }

  void ping_that_timed_out_is_sent_once_more() {
    ScriptedApp woken({hang(), answer(200, kOk)});
    CPPUNIT_ASSERT(!ping_within(woken.url(), kSoon));
    ScriptedApp asleep({hang(), hang(), answer(200, kOk)});
    CPPUNIT_ASSERT(ping_within(asleep.url(), kShort));
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, asleep.requests().size());

    ScriptedApp failing({answer(504), answer(200, kOk)});
    CPPUNIT_ASSERT(ping(failing.url()));
    ScriptedApp late({hang(), answer(200, kOk)});
    CallContext context;
    context.deadline = Clock::now() + kSoon;
    const auto failure = client().ping(address(late.url()), "my-app", context).failure;
    CPPUNIT_ASSERT_EQUAL_MESSAGE("no time is left", std::size_t{1}, late.requests().size());
    CPPUNIT_ASSERT(failure->reason->find("within the remaining time") != std::string::npos);
  }

  void ping_is_sent_once_without_retries() {
    ScriptedApp app({hang(), answer(200, kOk)});
    ClientSettings settings;
    settings.ping_timeout = kShort;
    settings.ping_retries = 0;
    PocoEndpointClient client(settings, open_, resolver_, memory_);
    const auto failure = client.ping(address(app.url()), "my-app", {}).failure;
    CPPUNIT_ASSERT(failure && failure->kind == Kind::timed_out);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, app.requests().size());
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
    PocoEndpointClient caller(settings(), open_, resolver_, memory_);
    std::atomic<bool> cancelled{false};
    CallContext context;
    context.cancelled = [&] { return cancelled.load(); };
    auto reply = std::async(std::launch::async, [&] { return caller.index(address(app.url()), context); });
    app.await_requests(1);
    cancelled = true;
    CPPUNIT_ASSERT(reply.wait_for(kSoon) == std::future_status::ready);
    CPPUNIT_ASSERT(reply.get().failure->kind == Kind::cancelled);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientEnduranceTest);

}  // namespace
}  // namespace kongflow::endpoints
