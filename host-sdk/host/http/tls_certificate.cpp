#include "host/http/tls_certificate.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509err.h>

#include <stdexcept>
#include <utility>

namespace kongflow::host {
namespace {

namespace ssl = boost::asio::ssl;

std::runtime_error cannot_use(const char* setting, const std::string& file, const boost::system::error_code& error) {
  return std::runtime_error(std::string("Cannot use ") + setting + " " + file + ": " + error.message() +
                            ". It must be a PEM file that the host may read.");
}

}  // namespace

TlsCertificate::TlsCertificate(std::string certificate, std::string key)
    : certificate_(std::move(certificate)), key_(std::move(key)) {}

void TlsCertificate::load() {
  if (certificate_.empty()) return;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->use_certificate_chain_file(certificate_, error);
  if (error) throw cannot_use("http.tls_cert", certificate_, error);
  context->use_private_key_file(key_, ssl::context::pem, error);
  const bool other_key = ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_VALUES_MISMATCH ||
                         ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_TYPE_MISMATCH;
  if (error && !other_key) throw cannot_use("http.tls_key", key_, error);
  if (other_key || SSL_CTX_check_private_key(context->native_handle()) != 1)
    throw std::runtime_error("http.tls_key " + key_ + " is not the key of the certificate " + certificate_ + ".");
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  const std::lock_guard lock(mutex_);
  context_ = std::move(context);
}

std::shared_ptr<ssl::context> TlsCertificate::context() const {
  const std::lock_guard lock(mutex_);
  return context_;
}

}  // namespace kongflow::host
