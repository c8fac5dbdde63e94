// The server's TLS certificate and its key.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <string>

namespace kongflow::host {

// Thread-safe.
class TlsCertificate {
 public:
  // Paths of PEM files: the certificate with its chain, the private key. Both empty: no TLS.
  TlsCertificate(std::string certificate, std::string key);

  // Loads or reloads the files. Throws std::runtime_error with a sentence for operators and then keeps the old
  // certificate.
  void load();
  // For new connections; null: no TLS. TLS 1.2 and newer.
  std::shared_ptr<boost::asio::ssl::context> context() const;

 private:
  const std::string certificate_, key_;
  mutable std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> context_;  // protected by mutex_
};

}  // namespace kongflow::host
