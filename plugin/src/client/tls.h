// TLS connections to apps. The certificate must be trusted, valid now, and issued for the URL's host.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>

#include <stdexcept>
#include <string>
#include <variant>

namespace kongflow::endpoints {

// Creates a context for TLS 1.2 or newer that trusts the system's authorities and those in `ca_file` (PEM; empty:
// none). Throws std::invalid_argument with a sentence when the file cannot be used.
Poco::Net::Context::Ptr make_tls_context(const std::string& ca_file);

// Performs the TLS handshake on a connected socket. `host` is sent as SNI and must be in the certificate. Returns the
// failure as a sentence for people. Blocks within the socket's timeouts.
std::variant<Poco::Net::StreamSocket, std::string> start_tls(const Poco::Net::StreamSocket& socket,
                                                             const std::string& host,
                                                             const Poco::Net::Context::Ptr& context);

// Explains the loss of a connection after start_tls() on this thread, as a sentence for people: some servers reject the
// client only after the handshake.
std::string explain_lost_tls(const Poco::Exception& error);

}  // namespace kongflow::endpoints
