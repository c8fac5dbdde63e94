// TLS towards apps: the certificate must be trusted, in force, and of the URL's host.
#pragma once

#include <Poco/Exception.h>
#include <Poco/Net/Context.h>
#include <Poco/Net/StreamSocket.h>

#include <stdexcept>
#include <string>
#include <variant>

namespace kongflow::endpoints {

// TLS 1.2 or newer, and the authorities that the system trusts, with those of `ca_file` (PEM) unless it is empty.
// Throws std::invalid_argument with a sentence when that file cannot be used.
Poco::Net::Context::Ptr make_tls_context(const std::string& ca_file);

// Performs the TLS handshake on a connected socket; `host` goes out as SNI and must be in the certificate. A string:
// why it did not work, a sentence for people. Blocks within the socket's timeouts.
std::variant<Poco::Net::StreamSocket, std::string> start_tls(const Poco::Net::StreamSocket& socket,
                                                             const std::string& host,
                                                             const Poco::Net::Context::Ptr& context);

// Why a connection was lost after start_tls in this thread, a sentence for people: some servers reject the client only
// after the handshake.
std::string explain_lost_tls(const Poco::Exception& error);

}  // namespace kongflow::endpoints
