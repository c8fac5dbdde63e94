#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>
#include <vector>

#include "host/base/text.h"
#include "server_fixture.h"

namespace kongflow::host::test {

using std::chrono::milliseconds;

// HTTP as it is on the wire.
class ConnectionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConnectionTest);
  CPPUNIT_TEST(a_connection_serves_many_requests);
  CPPUNIT_TEST(pipelined_requests_are_answered_in_order);
  CPPUNIT_TEST(connection_close_closes_the_connection);
  CPPUNIT_TEST(http_1_0_closes_unless_asked_to_keep_alive);
  CPPUNIT_TEST(head_never_gets_a_body);
  CPPUNIT_TEST(statuses_without_a_body_have_none);
  CPPUNIT_TEST(answers_carry_date_length_and_the_handlers_headers);
  CPPUNIT_TEST(a_chunked_body_arrives_whole);
  CPPUNIT_TEST(sends_100_continue_when_the_client_expects_it);
  CPPUNIT_TEST(a_body_at_the_limit_passes_and_a_larger_one_is_413);
  CPPUNIT_TEST(a_chunked_body_beyond_the_limit_is_413);
  CPPUNIT_TEST(oversized_headers_are_431);
  CPPUNIT_TEST(an_endless_chunk_extension_is_rejected);
  CPPUNIT_TEST(malformed_requests_are_400);
  CPPUNIT_TEST(ambiguous_lengths_are_rejected_and_close_the_connection);
  CPPUNIT_TEST(unknown_codings_and_expectations_are_rejected);
  CPPUNIT_TEST(a_request_target_may_be_absolute);
  CPPUNIT_TEST(a_slow_request_is_408);
  CPPUNIT_TEST(an_endless_body_is_408);
  CPPUNIT_TEST(an_idle_connection_is_closed);
  CPPUNIT_TEST(hundreds_of_idle_and_slow_connections_delay_no_other);
  CPPUNIT_TEST_SUITE_END();

  ServerFixture fixture_;

  static std::string get(const std::string& path, const std::string& headers = "") {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
  }
  static std::string post(const std::string& headers, const std::string& body) {
    return "POST /echo HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n" + body;
  }
  // One refused request, after which the connection ends.
  void assert_refused(const std::string& bytes, int status) {
    RawClient client(fixture_.port);
    const RawResponse response = client.send(bytes).response();
    CPPUNIT_ASSERT_EQUAL_MESSAGE(bytes.substr(0, 200), status, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("application/json; charset=utf-8"), response.headers.at("content-type"));
    if (response.version == "HTTP/1.1") CPPUNIT_ASSERT_EQUAL(std::string("close"), response.headers.at("connection"));
    CPPUNIT_ASSERT(response.body.find(R"({"error":")") == 0 &&
                   response.body.find(R"("reason":")") != std::string::npos);
    CPPUNIT_ASSERT_MESSAGE(bytes.substr(0, 200), client.ended());
  }

 public:
  void setUp() override {
    fixture_.settings.max_body_bytes = 100'000;
    fixture_.route("GET", "/hello", ServerFixture::answers("hello"));
    fixture_.route("HEAD", "/hello", ServerFixture::answers("hello"));
    fixture_.route("GET", "/slow", [this](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      fixture_.gate.pass();
      complete(exchange, 200, "slow");
    });
    fixture_.route("POST", "/echo", [](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
      complete(exchange, 200, std::string(view(request.body)));
    });
    fixture_.route("GET", "/status/:status", [](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
      complete(exchange, static_cast<unsigned>(std::stoi(std::string(view(request.path_parameters[0].value)))), "x");
    });
  }

  void a_connection_serves_many_requests() {
    RawClient client(fixture_.start());
    for (int i = 0; i < 3; ++i) {
      const RawResponse response = client.send(get("/hello")).response();
      CPPUNIT_ASSERT_EQUAL(200, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string("HTTP/1.1"), response.version);
      CPPUNIT_ASSERT_EQUAL(std::string("hello"), response.body);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.headers.count("connection"));
      CPPUNIT_ASSERT_EQUAL(404, client.send(get("/nowhere")).response().status);
    }
  }

  void pipelined_requests_are_answered_in_order() {
    RawClient client(fixture_.start());
    client.send(get("/slow") + get("/hello") + post("Content-Length: 3\r\n", "abc") + get("/nowhere"));
    fixture_.gate.await_waiting(1);
    fixture_.gate.open();
    CPPUNIT_ASSERT_EQUAL(std::string("slow"), client.response().body);
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), client.response().body);
    CPPUNIT_ASSERT_EQUAL(std::string("abc"), client.response().body);
    CPPUNIT_ASSERT_EQUAL(404, client.response().status);
  }

  void connection_close_closes_the_connection() {
    RawClient client(fixture_.start());
    const RawResponse response = client.send(get("/hello", "Connection: close\r\n") + get("/hello")).response();
    CPPUNIT_ASSERT_EQUAL(std::string("close"), response.headers.at("connection"));
    CPPUNIT_ASSERT(client.ended());
  }

  void http_1_0_closes_unless_asked_to_keep_alive() {
    RawClient closing(fixture_.start());
    const RawResponse response = closing.send("GET /hello HTTP/1.0\r\n\r\n").response();
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), response.body);
    CPPUNIT_ASSERT(closing.ended());

    RawClient keeping(fixture_.port);
    for (int i = 0; i < 2; ++i) {
      const RawResponse kept = keeping.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").response();
      CPPUNIT_ASSERT_EQUAL(200, kept.status);
      CPPUNIT_ASSERT_EQUAL(std::string("keep-alive"), kept.headers.at("connection"));
    }
  }

  void head_never_gets_a_body() {
    RawClient client(fixture_.start());
    const RawResponse response = client.send("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n").response(false);
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(std::string("5"), response.headers.at("content-length"));
    CPPUNIT_ASSERT_EQUAL(405, client.send("HEAD /slow HTTP/1.1\r\nHost: x\r\n\r\n").response(false).status);
    CPPUNIT_ASSERT_EQUAL(404, client.send("HEAD /nowhere HTTP/1.1\r\nHost: x\r\n\r\n").response(false).status);
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), client.send(get("/hello")).response().body);
  }

  void statuses_without_a_body_have_none() {
    RawClient client(fixture_.start());
    for (const int status : {204, 304}) {
      const RawResponse response = client.send(get("/status/" + std::to_string(status))).response();
      CPPUNIT_ASSERT_EQUAL(status, response.status);
      CPPUNIT_ASSERT_EQUAL(std::size_t{0}, response.headers.count("content-length"));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), client.send(get("/hello")).response().body);
  }

  void answers_carry_date_length_and_the_handlers_headers() {
    const RawResponse response = request(fixture_.start(), "GET", "/hello");
    CPPUNIT_ASSERT_EQUAL(std::string("5"), response.headers.at("content-length"));
    CPPUNIT_ASSERT_EQUAL(std::string("text/plain"), response.headers.at("content-type"));
    const std::string date = response.headers.at("date");
    CPPUNIT_ASSERT_EQUAL(std::size_t{29}, date.size());
    CPPUNIT_ASSERT_EQUAL(std::string(" GMT"), date.substr(25));
  }

  void a_chunked_body_arrives_whole() {
    RawClient client(fixture_.start());
    client.send(post("Transfer-Encoding: Chunked\r\n", "3\r\nabc\r\n"));
    client.send("4;name=value\r\ndefg\r\n0\r\nX-Trailer: 1\r\n\r\n");
    CPPUNIT_ASSERT_EQUAL(std::string("abcdefg"), client.response().body);
    CPPUNIT_ASSERT_EQUAL(std::string("hello"), client.send(get("/hello")).response().body);
  }

  void sends_100_continue_when_the_client_expects_it() {
    RawClient client(fixture_.start());
    const RawResponse invitation = client.send(post("Content-Length: 4\r\nExpect: 100-continue\r\n", "")).response();
    CPPUNIT_ASSERT_EQUAL(100, invitation.status);
    CPPUNIT_ASSERT_EQUAL(std::string("body"), client.send("body").response().body);
    RawClient too_much(fixture_.port);
    CPPUNIT_ASSERT_EQUAL(
        413, too_much.send(post("Content-Length: 100001\r\nExpect: 100-continue\r\n", "")).response().status);
  }

  void a_body_at_the_limit_passes_and_a_larger_one_is_413() {
    RawClient client(fixture_.start());
    const std::string body(100'000, 'x');
    CPPUNIT_ASSERT_EQUAL(body, client.send(post("Content-Length: 100000\r\n", body)).response().body);
    assert_refused(post("Content-Length: 100001\r\n", body + "x"), 413);
    assert_refused(post("Content-Length: 5000000\r\n", std::string(5'000'000, 'x')), 413);
  }

  void a_chunked_body_beyond_the_limit_is_413() {
    fixture_.start();
    std::string chunks;
    for (int i = 0; i < 101; ++i) chunks += "3e8\r\n" + std::string(1000, 'x') + "\r\n";
    assert_refused(post("Transfer-Encoding: chunked\r\n", chunks), 413);
    assert_refused(post("Transfer-Encoding: chunked\r\n", "ffffffff\r\nx"), 413);
  }

  void oversized_headers_are_431() {
    fixture_.start();
    assert_refused(get("/hello", "X-Large: " + std::string(17'000, 'x') + "\r\n"), 431);
    assert_refused("GET /" + std::string(17'000, 'x') + " HTTP/1.1\r\nHost: x\r\n\r\n", 431);
    assert_refused("GET /hello HTTP/1.1\r\nX-Endless: " + std::string(200'000, 'x'), 431);
  }

  void an_endless_chunk_extension_is_rejected() {
    fixture_.start();
    assert_refused(post("Transfer-Encoding: chunked\r\n", "3;" + std::string(300'000, 'x')), 431);
  }

  void malformed_requests_are_400() {
    fixture_.start();
    const std::vector<std::string> malformed{
        "nonsense\r\n\r\n",
        "\x16\x03\x01\x02",  // TLS to the plain port
        "GET /hello HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET /hello HTTP/1.1\nHost: x\n\n",
        "GET /hello HTTP/1.1\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: x\r\nX : space before colon\r\n\r\n",
        "GET /a b HTTP/1.1\r\nHost: x\r\n\r\n",
        post("Content-Length: -1\r\n", ""),
        post("Content-Length: 3, 4\r\n", "abcd"),
        post("Content-Length: 3\r\nContent-Length: 4\r\n", "abcd"),
        post("Content-Length: 99999999999999999999\r\n", ""),
        post("Transfer-Encoding: chunked\r\n", "zz\r\nabc\r\n0\r\n\r\n"),
        post("Transfer-Encoding: chunked\r\n", "3\r\nabcdef\r\n0\r\n\r\n"),
        get("/hello", std::string("X-Nul: a\0b\r\n", 12)),
    };
    for (const std::string& bytes : malformed) assert_refused(bytes, 400);
  }

  void ambiguous_lengths_are_rejected_and_close_the_connection() {
    fixture_.start();
    const std::string smuggled = get("/hello");
    const std::string chunks = "0\r\n\r\n" + smuggled;
    assert_refused(post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", chunks), 400);
    assert_refused(post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", chunks), 400);
    assert_refused(post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", chunks), 400);
    assert_refused(post("Transfer-Encoding: identity\r\nContent-Length: 5\r\n", chunks), 400);
    assert_refused("POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 400);
  }

  void unknown_codings_and_expectations_are_rejected() {
    fixture_.start();
    for (const char* coding : {"gzip, chunked", "chunked, gzip", "identity", "xchunked", "\"chunked\""})
      assert_refused(post("Transfer-Encoding: " + std::string(coding) + "\r\n", "0\r\n\r\n" + get("/hello")), 501);
    assert_refused(post("Content-Length: 1\r\nExpect: a miracle\r\n", "x"), 417);
  }

  void a_request_target_may_be_absolute() {
    RawClient client(fixture_.start());
    CPPUNIT_ASSERT_EQUAL(200, client.send(get("http://localhost/hello?a=b")).response().status);
    CPPUNIT_ASSERT_EQUAL(404, client.send(get("http://localhost")).response().status);
    CPPUNIT_ASSERT_EQUAL(404, client.send("OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n").response().status);
  }

  void a_slow_request_is_408() {
    fixture_.settings.read_timeout = milliseconds(100);
    fixture_.start();
    assert_refused("GET /hello HTTP/1.1\r\nHost: x\r\nX-Slow: ", 408);
    CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/hello").status);
  }

  void an_endless_body_is_408() {
    fixture_.settings.read_timeout = milliseconds(100);
    fixture_.start();
    assert_refused(post("Content-Length: 10\r\n", "12345"), 408);
    assert_refused(post("Transfer-Encoding: chunked\r\n", "5\r\n12345\r\n"), 408);
  }

  void an_idle_connection_is_closed() {
    fixture_.settings.idle_timeout = milliseconds(50);
    RawClient unused(fixture_.start());
    CPPUNIT_ASSERT(unused.ended());
    RawClient used(fixture_.port);
    CPPUNIT_ASSERT_EQUAL(200, used.send(get("/hello")).response().status);
    CPPUNIT_ASSERT(used.ended());
  }

  void hundreds_of_idle_and_slow_connections_delay_no_other() {
    fixture_.start();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 300; ++i) {
      clients.push_back(std::make_unique<RawClient>(fixture_.port));
      if (i % 2 == 0) clients.back()->send("GET /hello HTTP/1.1\r\nHost:");
    }
    for (int i = 0; i < 10; ++i) CPPUNIT_ASSERT_EQUAL(200, request(fixture_.port, "GET", "/hello").status);
    for (std::size_t i = 0; i < clients.size(); i += 2)
      CPPUNIT_ASSERT_EQUAL(200, clients[i]->send(" x\r\n\r\n").response().status);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionTest);

}  // namespace kongflow::host::test
