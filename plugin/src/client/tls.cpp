#include "client/tls.h"

#include <Poco/Exception.h>
#include <Poco/Net/SSLException.h>
#include <Poco/Net/SecureStreamSocket.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

namespace kongflow::endpoints {
namespace {

using Poco::Net::Context;

// Of the handshake in this thread; X509_V_OK: nothing.
thread_local int certificate_problem = X509_V_OK;

int note_problem(int ok, X509_STORE_CTX* store) {
  if (!ok) certificate_problem = X509_STORE_CTX_get_error(store);
  return ok;
}

std::string explain(int problem) {
  switch (problem) {
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
      return "Its certificate is self-signed, and not in tls.ca_file";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return "Its certificate is of an authority that neither the system nor tls.ca_file trusts, or its chain is "
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
    SSL_CTX_set_verify(context->sslContext(), SSL_VERIFY_PEER, note_problem);
    return context;
  } catch (const Poco::Exception& error) {
    throw std::invalid_argument("\"" + ca_file + "\" is no readable file of certificates in PEM format (" +
                                error.displayText() + ")");
  }
}

std::variant<Poco::Net::StreamSocket, std::string> start_tls(const Poco::Net::StreamSocket& socket,
                                                             const std::string& host, const Context::Ptr& context) {
  certificate_problem = X509_V_OK;
  try {
    return Poco::Net::StreamSocket(Poco::Net::SecureStreamSocket::attach(socket, host, context));
  } catch (const Poco::Net::CertificateValidationException&) {
    return "Its certificate is not for the name " + host;
  } catch (const Poco::Exception& error) {
    if (certificate_problem != X509_V_OK) return explain(certificate_problem);
    return "TLS could not be agreed on: " + error.displayText();
  }
}

}  // namespace kongflow::endpoints
