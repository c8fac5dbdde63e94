#include "client/tls.h"

#include <openssl/ssl.h>

#include "client/client_fixture.h"

namespace kongflow::endpoints {
namespace {

using testing::server_tls;

const std::string kTls = TEST_DATA "/tls/";

// TLS between client and app.
class ClientTlsTest : public ClientFixture {
  CPPUNIT_TEST_SUITE(ClientTlsTest);
  CPPUNIT_TEST(plain_http_on_a_tls_port_is_unreachable);
  CPPUNIT_TEST(authority_that_nobody_trusts_is_refused);
  CPPUNIT_TEST(authority_of_the_ca_file_is_trusted);
  CPPUNIT_TEST(certificate_of_another_name_is_refused);
  CPPUNIT_TEST(self_signed_certificate_is_refused_unless_it_is_in_the_ca_file);
  CPPUNIT_TEST(expired_certificate_is_refused);
  CPPUNIT_TEST(the_name_goes_out_as_sni);
  CPPUNIT_TEST(the_certificate_is_checked_behind_a_redirect_too);
  CPPUNIT_TEST(tls_before_1_2_is_refused);
  CPPUNIT_TEST(required_client_certificate_is_named);
  CPPUNIT_TEST(optional_client_certificate_is_not_reported_as_required);
  CPPUNIT_TEST(http_2_alone_is_named);
  CPPUNIT_TEST(http_url_of_a_tls_server_is_named);
  CPPUNIT_TEST(connection_that_ends_without_an_answer_is_named);
  CPPUNIT_TEST(ca_file_must_hold_certificates);
  CPPUNIT_TEST_SUITE_END();

 public:
  void plain_http_on_a_tls_port_is_unreachable() {
    ScriptedApp app({answer(200, kOk)});
    const auto failure = ping_trusting("", app.secure_url("127.0.0.1"));
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL(
        std::string("The server does not speak TLS: use http:// in the URL if it is a plain HTTP server"),
        failure->reason.value());
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.secure_url("127.0.0.1"), failure->message);
  }

  void authority_that_nobody_trusts_is_refused() {
    assert_refused(
        "", "localhost", "localhost",
        "Neither the system nor tls.ca_file trusts the authority of its certificate, or the certificate chain is "
        "incomplete");
  }

  void authority_of_the_ca_file_is_trusted() {
    ScriptedApp app({answer(200, kOk)}, certificate("localhost"));
    const auto failure = ping_trusting("authority", app.secure_url("localhost"));
    CPPUNIT_ASSERT_MESSAGE(failure ? failure->reason.value_or("") : "", !failure);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, app.requests().size());
  }

  void certificate_of_another_name_is_refused() {
    assert_refused("authority", "other", "localhost", "Its certificate is not for the name localhost");
    assert_refused("authority", "localhost", "127.0.0.1", "Its certificate is not for the name 127.0.0.1");
  }

  void self_signed_certificate_is_refused_unless_it_is_in_the_ca_file() {
    assert_refused("authority", "self-signed", "localhost", "Its certificate is self-signed, and not in tls.ca_file");
    for (const char* host : {"localhost", "127.0.0.1"}) {
      ScriptedApp app({answer(200, kOk)}, certificate("self-signed"));
      const auto failure = ping_trusting("self-signed", app.secure_url(host));
      CPPUNIT_ASSERT_MESSAGE(failure ? failure->reason.value_or("") : "", !failure);
    }
  }

  void expired_certificate_is_refused() {
    assert_refused("expired", "expired", "localhost", "Its certificate has expired");
  }

  void the_name_goes_out_as_sni() {
    std::string asked;
    const auto tls = certificate("localhost");
    SSL_CTX_set_tlsext_servername_callback(tls->sslContext(), note_server_name);
    SSL_CTX_set_tlsext_servername_arg(tls->sslContext(), &asked);
    ScriptedApp app({answer(200, kOk)}, tls);
    CPPUNIT_ASSERT(!ping_trusting("authority", app.secure_url("LOCALHOST.")));
    CPPUNIT_ASSERT_EQUAL(std::string("localhost"), asked);
  }

  void the_certificate_is_checked_behind_a_redirect_too() {
    ScriptedApp wrong({answer(200, kOk)}, certificate("other"));
    ScriptedApp app({redirect(308, wrong.secure_url("localhost"))}, certificate("localhost"));
    const auto failure = ping_trusting("authority", app.secure_url("localhost"));
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL(
        "Its certificate is not for the name localhost (after a redirect to " + wrong.secure_url("localhost") + ")",
        failure->reason.value());
    CPPUNIT_ASSERT(wrong.requests().empty());
  }

  void tls_before_1_2_is_refused() {
    for (const auto& [newest, accepted] : std::map<int, bool>{{TLS1_1_VERSION, false}, {TLS1_2_VERSION, true}}) {
      const auto tls = certificate("localhost");
      SSL_CTX_set_security_level(tls->sslContext(), 0);
      SSL_CTX_set_min_proto_version(tls->sslContext(), TLS1_VERSION);
      SSL_CTX_set_max_proto_version(tls->sslContext(), newest);
      ScriptedApp app({answer(200, kOk)}, tls);
      const auto failure = ping_trusting("authority", app.secure_url("localhost"));
      CPPUNIT_ASSERT_EQUAL(accepted, !failure.has_value());
      if (failure)
        CPPUNIT_ASSERT_EQUAL(std::string("The server supports only TLS versions before 1.2"), *failure->reason);
    }
  }

  void required_client_certificate_is_named() {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      const auto tls = asking_for_certificate(SSL_VERIFY_FAIL_IF_NO_PEER_CERT, version);
      ScriptedApp app({answer(200, kOk)}, tls);
      assert_refused_by(app,
                        "The server requires a client certificate, which KongFlow does not have: exempt this path from "
                        "that requirement");
    }
  }

  void optional_client_certificate_is_not_reported_as_required() {
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
      ScriptedApp asking({answer(200, kOk)}, asking_for_certificate(0, version));
      CPPUNIT_ASSERT(!ping_trusting("authority", asking.secure_url("localhost")));
      ScriptedApp closing({[](auto& socket, const auto&) { socket.shutdown(); }}, asking_for_certificate(0, version));
      assert_refused_by(closing,
                        "The server closed the connection without a response. It asked for a client certificate, which "
                        "KongFlow does not have. If it requires one, exempt this path");
      ScriptedApp other({answer(200, kOk)}, asking_for_certificate(0, version, "other"));
      assert_refused_by(other, "Its certificate is not for the name localhost");
    }
    const auto http_2 = asking_for_certificate(0, TLS1_3_VERSION);
    SSL_CTX_set_alpn_select_cb(http_2->sslContext(), accept_http_2_only, nullptr);
    ScriptedApp app({answer(200, kOk)}, http_2);
    assert_refused_by(app, "The server supports only HTTP/2: enable HTTP/1.1 on it");
  }

  void http_2_alone_is_named() {
    const auto tls = certificate("localhost");
    SSL_CTX_set_alpn_select_cb(tls->sslContext(), accept_http_2_only, nullptr);
    ScriptedApp app({answer(200, kOk)}, tls);
    assert_refused_by(app, "The server supports only HTTP/2: enable HTTP/1.1 on it");
  }

  // TLS servers answer plain HTTP by closing, by an alert, or by an answer in plain HTTP.
  void http_url_of_a_tls_server_is_named() {
    ScriptedApp closing({answer(200, kOk)}, certificate("localhost"));
    assert_unreachable(closing, ping(closing.url()));
    CPPUNIT_ASSERT_EQUAL(
        std::string(
            "The server closed the connection without a response. If it expects https, use https:// in the URL"),
        *ping(closing.url())->reason);
    CPPUNIT_ASSERT_MESSAGE("no request is read from plain text", closing.requests().empty());
    CPPUNIT_ASSERT_MESSAGE("the advice helps", !ping_trusting("authority", closing.secure_url("localhost")));

    ScriptedApp alerting({send_bytes(std::string("\x15\x03\x01\0\x02\x02\x46", 7))});
    CPPUNIT_ASSERT_EQUAL(std::string("The server speaks TLS: use https:// in the URL"), *ping(alerting.url())->reason);

    ScriptedApp answering({answer(400, "Client sent an HTTP request to an HTTPS server.\n")});
    CPPUNIT_ASSERT_EQUAL(
        std::string("A server that accepts https only answered (it says \"Client sent an HTTP request to "
                    "an HTTPS server.\"). Use https:// in the URL"),
        *ping(answering.url())->reason);
  }

  void connection_that_ends_without_an_answer_is_named() {
    ScriptedApp app({[](auto& socket, const auto&) { socket.shutdown(); }}, certificate("localhost"));
    assert_refused_by(app, "The server closed the connection without a response");
  }

  void ca_file_must_hold_certificates() {
    for (const std::string& file : {kTls + "none.pem", kTls + "localhost.key"})
      CPPUNIT_ASSERT_THROW_MESSAGE(file, make_tls_context(file), std::invalid_argument);
  }

 private:
  static Poco::Net::Context::Ptr certificate(const std::string& name) {
    return server_tls(kTls + name + ".pem", kTls + name + ".key");
  }
  // TLS of one version, with SSL_VERIFY_PEER and `more` of its flags.
  static Poco::Net::Context::Ptr asking_for_certificate(int more, int version, const std::string& name = "localhost") {
    const auto tls = certificate(name);
    SSL_CTX_set_verify(tls->sslContext(), SSL_VERIFY_PEER | more, nullptr);
    SSL_CTX_set_max_proto_version(tls->sslContext(), version);
    return tls;
  }
  static int note_server_name(SSL* connection, int*, void* asked) {
    if (const char* name = SSL_get_servername(connection, TLSEXT_NAMETYPE_host_name))
      *static_cast<std::string*>(asked) = name;
    return SSL_TLSEXT_ERR_OK;
  }
  static int accept_http_2_only(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                                unsigned int offered_length, void*) {
    static constexpr unsigned char kOnly[] = {2, 'h', '2'};
    const int found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), length, kOnly, sizeof(kOnly), offered,
                                            offered_length);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  void assert_refused_by(const ScriptedApp& app, const std::string& reason) {
    const auto failure = ping_trusting("authority", app.secure_url("localhost"));
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL(reason, failure->reason.value());
  }
  // `authority`: the name of its file; empty: the system's alone.
  std::optional<ClientFailure> ping_trusting(const std::string& authority, const std::string& url) {
    ClientSettings limits;
    if (!authority.empty()) limits.ca_file = kTls + authority + ".pem";
    return PocoEndpointClient(limits, open_, resolver_, memory_).ping(address(url), "my-app", {}).failure;
  }
  void assert_refused(const std::string& authority, const std::string& name, const std::string& host,
                      const std::string& reason) {
    ScriptedApp app({answer(200, kOk)}, certificate(name));
    const auto failure = ping_trusting(authority, app.secure_url(host));
    CPPUNIT_ASSERT(failure && failure->kind == Kind::unreachable);
    CPPUNIT_ASSERT_EQUAL("Could not connect to endpoint " + app.secure_url(host), failure->message);
    CPPUNIT_ASSERT_EQUAL(reason, failure->reason.value());
    CPPUNIT_ASSERT(app.requests().empty());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ClientTlsTest);

}  // namespace
}  // namespace kongflow::endpoints
