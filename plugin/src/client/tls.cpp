#include "client/tls.h"

#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <cstdlib>

namespace kongflow::endpoints {
namespace {

using Poco::Net::Context;

constexpr unsigned char kHttp11[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr const char* kClientCertificate =
    "The server requires a client certificate, which KongFlow does not have: exempt this path from that requirement";
constexpr const char* kAskedForCertificate =
    ". It asked for a client certificate, which KongFlow does not have. If it requires one, exempt this path";

// State of the handshake on this thread.
thread_local int certificate_problem = X509_V_OK;
thread_local bool client_certificate_requested = false;

int store_verify_error(int ok, X509_STORE_CTX* store) {
  if (!ok) certificate_problem = X509_STORE_CTX_get_error(store);
  return ok;
}

int store_certificate_request(SSL*, X509**, EVP_PKEY**) {
  client_certificate_requested = true;
  return 0;  // none
}

// Parses the OpenSSL reason code in the text of a Poco exception: "error:0A00045C:SSL routines::…". 0: none.
int reason_code(const Poco::Exception& error) {
  const std::string text = error.displayText();
  const auto begin = text.find("error:");
  if (begin == std::string::npos) return 0;
  return ERR_GET_REASON(std::strtoul(text.c_str() + begin + 6, nullptr, 16));
}

// nullptr: no explanation for this reason.
const char* explain_reason(int reason) {
  switch (reason) {
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_UNEXPECTED_MESSAGE:
    case SSL_R_BAD_RECORD_TYPE:
      return "The server does not speak TLS: use http:// in the URL if it is a plain HTTP server";
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
    case SSL_R_NO_APPLICATION_PROTOCOL:
      return "The server supports only HTTP/2: enable HTTP/1.1 on it";
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return kClientCertificate;
    case SSL_R_UNSUPPORTED_PROTOCOL:
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_VERSION_TOO_LOW:
      return "The server supports only TLS versions before 1.2";
    case SSL_R_TLSV1_UNRECOGNIZED_NAME:
      return "The server has no certificate for this host name";
    case SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE:
    case SSL_R_NO_SHARED_CIPHER:
    case SSL_R_TLSV1_ALERT_INSUFFICIENT_SECURITY:
      return "The server accepts none of the ciphers of this host, or has no certificate for the host name";
    case SSL_R_TLSV1_ALERT_INTERNAL_ERROR:
      return "The server failed during the TLS handshake: it may have no certificate for the host name";
    default:
      return nullptr;
  }
}

// The alerts of servers that reject a client without a certificate after requesting one.
bool rejects_missing_certificate(int reason) {
  return reason == SSL_R_SSLV3_ALERT_HANDSHAKE_FAILURE || reason == SSL_R_SSLV3_ALERT_BAD_CERTIFICATE ||
         reason == SSL_R_TLSV1_ALERT_ACCESS_DENIED;
}

std::string explain_end(int reason, const std::string& otherwise) {
  if (client_certificate_requested && rejects_missing_certificate(reason)) return kClientCertificate;
  if (const char* sentence = explain_reason(reason)) return sentence;
  return client_certificate_requested ? otherwise + kAskedForCertificate : otherwise;
}

std::string explain(int problem) {
  switch (problem) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "Its certificate is self-signed, and not in tls.ca_file";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "Neither the system nor tls.ca_file trusts the authority of its certificate, or the certificate chain is "
             "incomplete";
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "Its certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "Its certificate is not valid yet";
    default:
      return std::string("Its certificate is not accepted: ") + X509_verify_cert_error_string(problem);
  }
}

}  // namespace

Context::Ptr make_tls_context(const std::string& ca_file) {
  Context::Params params;
  params.caLocation = ca_file;
  params.loadDefaultCAs = true;
  params.verificationMode = Context::VERIFY_STRICT;
  params.cipherList = "DEFAULT";
  try {
    Context::Ptr context = new Context(Context::TLS_CLIENT_USE, params);
    context->requireMinimumProtocol(Context::PROTO_TLSV1_2);
    SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER, store_verify_error);
    SSL_CTX_set_client_cert_cb(context->sslContext(), store_certificate_request);
    SSL_CTX_set_alpn_protos(context->sslContext(), kHttp11, sizeof(kHttp11));
    return context;
  } catch (const Poco::Exception& error) {
    throw std::invalid_argument("\"" + ca_file + "\" is not a readable file of PEM certificates (" +
                                error.displayText() + ")");
  }
}

std::variant<Poco::Net::StreamSocket, std::string> start_tls(const Poco::Net::StreamSocket& socket,
                                                             const std::string& host, const Context::Ptr& context) {
  certificate_problem = X509_V_OK;
  client_certificate_requested = false;
  try {
    return Poco::Net::StreamSocket(Poco::Net::SecureStreamSocket::attach(socket, host, context));
  } catch (const Poco::Net::CertificateValidationException&) {
    return "Its certificate is not for the name " + host;
  } catch (const Poco::Exception& error) {
    if (certificate_problem != X509_V_OK) return explain(certificate_problem);
    return explain_end(reason_code(error), "The server closed the connection during the TLS handshake");
  }
}

std::string explain_lost_tls(const Poco::Exception& error) {
  return explain_end(reason_code(error), "The server closed the connection without a response");
}

}  // namespace kongflow::endpoints
