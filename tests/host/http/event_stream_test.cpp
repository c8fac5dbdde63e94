#include "host/http/event_stream.h"

#include <cppunit/extensions/HelperMacros.h>

#include <future>
#include <memory>
#include <string>

#include "server_fixture.h"

namespace kongflow::host::test {

// A response that goes on: server-sent events.
class EventStreamTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventStreamTest);
  CPPUNIT_TEST(events_reach_the_client_as_they_are_sent);
  CPPUNIT_TEST(the_stream_detects_a_disconnect);
  CPPUNIT_TEST(a_client_that_does_not_read_is_disconnected);
  CPPUNIT_TEST(closing_ends_the_connection);
  CPPUNIT_TEST(a_stream_does_not_delay_the_drain);
  CPPUNIT_TEST(stopping_the_server_closes_streams);
  CPPUNIT_TEST_SUITE_END();

  using Stream = std::shared_ptr<EventStream>;

  ServerFixture fixture_;
  std::promise<Stream> handed_over_;
  std::unique_ptr<RawClient> client_;

  Stream open() {
    fixture_.route("GET", "/events", [this](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      HttpResponse response{200, {{"content-type", "text/event-stream"}}, ""};
      response.on_stream = [this](Stream stream) { handed_over_.set_value(std::move(stream)); };
      exchange->answer(std::move(response));
    });
    client_ = std::make_unique<RawClient>(fixture_.start());
    const RawResponse head = client_->send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n").response();
    CPPUNIT_ASSERT_EQUAL(200, head.status);
    CPPUNIT_ASSERT_EQUAL(std::string("text/event-stream"), head.headers.at("content-type"));
    CPPUNIT_ASSERT_EQUAL(std::string("close"), head.headers.at("connection"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, head.headers.count("content-length"));
    return handed_over_.get_future().get();
  }

 public:
  void events_reach_the_client_as_they_are_sent() {
    const Stream stream = open();
    CPPUNIT_ASSERT(stream->send("tasks", R"({"ready":1})"));
    CPPUNIT_ASSERT_EQUAL(std::string("event: tasks\ndata: {\"ready\":1}\n\n"), client_->text_until("}\n\n"));
    CPPUNIT_ASSERT(stream->send("text", "two\nlines"));
    CPPUNIT_ASSERT(stream->comment());
    CPPUNIT_ASSERT_EQUAL(std::string("event: text\ndata: two\ndata: lines\n\n:\n\n"), client_->text_until(":\n\n"));
    CPPUNIT_ASSERT(stream->open());
  }

  void the_stream_detects_a_disconnect() {
    const Stream stream = open();
    client_->abandon();
    eventually("the stream stays open", [&] { return !stream->open(); });
    CPPUNIT_ASSERT(!stream->send("tasks", "{}"));
  }

  void a_client_that_does_not_read_is_disconnected() {
    const Stream stream = open();
    const std::string much(EventStream::kMaxWaitingBytes / 4, 'x');
    eventually("the stream takes everything", [&] { return !stream->send("much", much); });
    CPPUNIT_ASSERT(!stream->open());
  }

  void closing_ends_the_connection() {
    const Stream stream = open();
    stream->close();
    CPPUNIT_ASSERT(client_->ended());
  }

  void a_stream_does_not_delay_the_drain() {
    const Stream stream = open();
    fixture_.server->drain();
    CPPUNIT_ASSERT(fixture_.server->wait_idle(std::chrono::seconds(10)));
    CPPUNIT_ASSERT(stream->send("tasks", "{}"));
  }

  void stopping_the_server_closes_streams() {
    const Stream stream = open();
    fixture_.server->stop();
    CPPUNIT_ASSERT(!stream->open());
    CPPUNIT_ASSERT(!stream->comment());
    CPPUNIT_ASSERT(client_->ended());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(EventStreamTest);

}  // namespace kongflow::host::test
