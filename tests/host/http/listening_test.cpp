#include <cppunit/extensions/HelperMacros.h>
#include <sys/stat.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <future>
#include <memory>
#include <stdexcept>

#include "host/base/text.h"
#include "host/http/event_stream.h"
#include "server_fixture.h"
#include "support/temporary_folder.h"

namespace kongflow::host::test {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using testing::TemporaryFolder;

// Where clients come in: several addresses, unix sockets, TLS.
class ListeningTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ListeningTest);
  CPPUNIT_TEST(every_address_is_served);
  CPPUNIT_TEST(a_unix_socket_is_served_and_removed);
  CPPUNIT_TEST(the_socket_of_a_killed_host_is_replaced);
  CPPUNIT_TEST(a_socket_in_use_is_not_removed);
  CPPUNIT_TEST(tls_serves_many_requests_of_a_connection);
  CPPUNIT_TEST(events_are_sent_over_tls);
  CPPUNIT_TEST(old_tls_and_plain_text_are_rejected);
  CPPUNIT_TEST(a_client_without_a_handshake_is_disconnected);
  CPPUNIT_TEST(a_bad_certificate_prevents_the_start);
  CPPUNIT_TEST(a_renewed_certificate_is_loaded);
  CPPUNIT_TEST_SUITE_END();

  using Tls = asio::ssl::stream<asio::ip::tcp::socket>;
  static constexpr const char* get = "GET /who HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

  TemporaryFolder folder_;
  asio::io_context io_;
  ServerFixture fixture_;

  void start() {
    fixture_.route("GET", "/who", [](const kf_http_request& request, kf_exchange* exchange, kf_call*) {
      complete(exchange, 200, std::string(view(request.remote_address)) + (request.secure != 0 ? " over TLS" : ""));
    });
    fixture_.start();
  }

  std::string socket_path() const { return (folder_.path() / "http.sock").string(); }

  template <class Stream>
  static std::string ask(Stream& stream, const std::string& request) {
    asio::write(stream, asio::buffer(request));
    std::string answer;
    boost::system::error_code ended;
    asio::read(stream, asio::dynamic_buffer(answer), ended);
    return answer;
  }

  std::string ask_socket() {
    asio::local::stream_protocol::socket socket(io_);
    socket.connect(socket_path());
    return ask(socket, get);
  }

  void use_certificate(const std::string& name) {
    const auto copy = fs::copy_options::overwrite_existing;
    fs::copy_file(fs::path(TLS_DATA) / (name + ".pem"), folder_.path() / "cert.pem", copy);
    fs::copy_file(fs::path(TLS_DATA) / (name + ".key"), folder_.path() / "key.pem", copy);
    fixture_.settings.tls_cert = folder_.path() / "cert.pem";
    fixture_.settings.tls_key = folder_.path() / "key.pem";
  }

  Tls connect(asio::ssl::context& context) {
    context.load_verify_file(TLS_DATA "/authority.pem");
    context.set_verify_mode(asio::ssl::verify_peer);
    Tls stream(io_, context);
    stream.next_layer().connect({asio::ip::address_v4::loopback(), fixture_.port});
    return stream;
  }

  std::string subject() {
    asio::ssl::context context(asio::ssl::context::tls_client);
    Tls stream = connect(context);
    stream.handshake(asio::ssl::stream_base::client);
    std::array<char, 200> text{};
    X509* certificate = SSL_get1_peer_certificate(stream.native_handle());
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(), text.size());
    X509_free(certificate);
    return text.data();
  }

 public:
  void every_address_is_served() {
    fixture_.settings.listen = {"127.0.0.1:0", "[::1]:0", "unix:" + socket_path()};
    start();
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, fixture_.urls.size());
    CPPUNIT_ASSERT_EQUAL("unix:" + socket_path(), fixture_.urls[2]);
    CPPUNIT_ASSERT_EQUAL(std::string("127.0.0.1"), request(fixture_.port, "GET", "/who").body);
    const std::string& url = fixture_.urls[1];
    asio::ip::tcp::socket socket(io_);
    socket.connect(
        {asio::ip::address_v6::loopback(), static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)))});
    CPPUNIT_ASSERT(ask(socket, get).find("\r\n\r\n::1") != std::string::npos);
  }

  void a_unix_socket_is_served_and_removed() {
    fixture_.settings.listen = {"127.0.0.1:0", "unix:" + socket_path()};
    start();
    CPPUNIT_ASSERT(ask_socket().find("\r\n\r\nunix") != std::string::npos);
    struct stat status {};
    CPPUNIT_ASSERT_EQUAL(0, ::stat(socket_path().c_str(), &status));
    CPPUNIT_ASSERT_EQUAL(mode_t{0660}, status.st_mode & 0777);
    fixture_.server->stop();
    CPPUNIT_ASSERT(!fs::exists(socket_path()));
  }

  void the_socket_of_a_killed_host_is_replaced() {
    { asio::local::stream_protocol::acceptor left_behind(io_, {socket_path()}); }
    CPPUNIT_ASSERT(fs::exists(socket_path()));
    fixture_.settings.listen = {"127.0.0.1:0", "unix:" + socket_path()};
    start();
    CPPUNIT_ASSERT(ask_socket().find("200 OK") != std::string::npos);
  }

  void a_socket_in_use_is_not_removed() {
    const asio::local::stream_protocol::acceptor other(io_, {socket_path()});
    fixture_.settings.listen = {"unix:" + socket_path()};
    try {
      start();
      CPPUNIT_FAIL("started");
    } catch (const std::runtime_error& error) {
      CPPUNIT_ASSERT(std::string(error.what()).find("Another program uses this address") != std::string::npos);
    }
    fixture_.server.reset();
    CPPUNIT_ASSERT(fs::exists(socket_path()));
  }

  void tls_serves_many_requests_of_a_connection() {
    use_certificate("localhost");
    start();
    CPPUNIT_ASSERT_EQUAL(std::string("https://"), fixture_.urls.front().substr(0, 8));
    asio::ssl::context context(asio::ssl::context::tls_client);
    Tls stream = connect(context);
    stream.set_verify_callback(asio::ssl::host_name_verification("localhost"));
    stream.handshake(asio::ssl::stream_base::client);
    const std::string keep = "GET /who HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string answers = ask(stream, keep + keep + get);
    std::size_t count = 0;
    for (std::size_t at = 0; (at = answers.find("200 OK", at)) != std::string::npos; ++at) ++count;
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, count);
    CPPUNIT_ASSERT(answers.find("127.0.0.1 over TLS") != std::string::npos);
  }

  void events_are_sent_over_tls() {
    use_certificate("localhost");
    std::promise<std::shared_ptr<EventStream>> opened;
    fixture_.route("GET", "/events", [&](const kf_http_request&, kf_exchange* exchange, kf_call*) {
      HttpResponse response{200, {{"content-type", "text/event-stream"}}, ""};
      response.on_stream = [&](auto stream) { opened.set_value(std::move(stream)); };
      exchange->answer(std::move(response));
    });
    start();
    asio::ssl::context context(asio::ssl::context::tls_client);
    Tls stream = connect(context);
    stream.handshake(asio::ssl::stream_base::client);
    asio::write(stream, asio::buffer(std::string("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")));
    const auto events = opened.get_future().get();
    CPPUNIT_ASSERT(events->send("tasks", "{}"));
    std::string received;
    asio::read_until(stream, asio::dynamic_buffer(received), "event: tasks\ndata: {}\n\n");
    CPPUNIT_ASSERT_EQUAL(std::string("HTTP/1.1 200"), received.substr(0, 12));
    events->close();
    CPPUNIT_ASSERT_EQUAL(std::string("localhost"), subject());  // the server goes on
  }

  void old_tls_and_plain_text_are_rejected() {
    use_certificate("localhost");
    start();
    asio::ssl::context old(asio::ssl::context::tls_client);
    SSL_CTX_set_security_level(old.native_handle(), 0);
    SSL_CTX_set_max_proto_version(old.native_handle(), TLS1_1_VERSION);
    Tls stream = connect(old);
    CPPUNIT_ASSERT_THROW(stream.handshake(asio::ssl::stream_base::client), boost::system::system_error);
    asio::ip::tcp::socket plain(io_);
    plain.connect({asio::ip::address_v4::loopback(), fixture_.port});
    CPPUNIT_ASSERT(ask(plain, get).find("200 OK") == std::string::npos);
  }

  void a_client_without_a_handshake_is_disconnected() {
    use_certificate("localhost");
    fixture_.settings.read_timeout = std::chrono::milliseconds(50);
    start();
    RawClient client(fixture_.port);
    CPPUNIT_ASSERT(client.ended());
  }

  void a_bad_certificate_prevents_the_start() {
    use_certificate("localhost");
    fs::copy_file(TLS_DATA "/other.key", fixture_.settings.tls_key, fs::copy_options::overwrite_existing);
    CPPUNIT_ASSERT_THROW(start(), std::runtime_error);
    fixture_.settings.tls_key.clear();
    fixture_.server = nullptr;
    CPPUNIT_ASSERT_THROW(fixture_.start(), std::runtime_error);
  }

  void a_renewed_certificate_is_loaded() {
    use_certificate("localhost");
    start();
    const std::string before = subject();
    use_certificate("other");
    fixture_.server->reload_certificate();
    CPPUNIT_ASSERT(before != subject());
    fs::resize_file(fixture_.settings.tls_cert, 0);
    CPPUNIT_ASSERT_THROW(fixture_.server->reload_certificate(), std::runtime_error);
    CPPUNIT_ASSERT(before != subject());
  }
};
CPPUNIT_TEST_SUITE_REGISTRATION(ListeningTest);

}  // namespace kongflow::host::test
