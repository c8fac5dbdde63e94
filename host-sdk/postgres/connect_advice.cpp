#include "postgres/connect_advice.h"

namespace kongflow::postgres {
namespace {

struct Advice {
  std::string_view part;  // of the words
  std::string_view text;
};

// The first one that fits counts, and words of several servers may hold several parts.
constexpr Advice kAdvice[] = {
    {"password authentication failed",
     "Correct the user and password in the connection string; in a URI, write ?, #, @, /, : and % as %3F, %23, %40, "
     "%2F, %3A and %25"},
    {"no password supplied", "Add the password to the connection string"},
    {"Peer authentication failed", "Connect as the system's user of that name, or by host, with a password"},
    {"authentication failed", "Correct the user and its credentials in the connection string"},
    {"server does not support SSL",
     "Turn TLS on at the server (ssl = on), or remove sslmode from the connection string when the network is trusted"},
    {"SSL off", "Connect with TLS (sslmode=require), or allow this client in the server's pg_hba.conf"},
    {"no encryption", "Connect with TLS (sslmode=require), or allow this client in the server's pg_hba.conf"},
    {"no pg_hba.conf entry", "Allow this user, database and client address in the server's pg_hba.conf"},
    {"root certificate file",
     "Name a file with the server's certificate authority by sslrootcert, or choose another sslmode"},
    {"certificate verify failed", "Name the authority of the server's certificate by sslrootcert"},
    {"does not match host name", "Connect by a host name that the server's certificate has"},
    {"private key file", "Correct sslkey: a file that only this user may read (chmod 0600), beside its sslcert"},
    {"certificate file", "Correct sslcert: a file that this user may read, beside its sslkey"},
    {"requires a valid client certificate", "Add sslcert and sslkey to the connection string"},
    {"SSL error", "Check the TLS settings of the server, and the ssl parameters of the connection string"},
    {"not permitted to log in", "Give the role the right to log in (alter role ... login), or correct the user"},
    {"no such database", "Create the database, or correct its name in the connection string"},
    {"no such user", "Create the role, or correct the user in the connection string"},
    {"role \"", "Create the role, or correct the user in the connection string"},
    {"permission denied for database", "Grant the role the right to connect: grant connect on database"},
    {"database \"", "Create the database, or correct its name in the connection string"},
    {"could not translate host name", "Correct the host in the connection string, or check the name service"},
    {"too many c", "Close other connections, or raise max_connections of the server or the pooler's limit"},
    {"connection slots", "Close other connections, or raise max_connections of the server"},
    {"starting up", "Try again when the server has started"},
    {"shutting down", "Try again when the server runs again"},
    {"in recovery", "Try again when the server has recovered; its log says how far it is"},
    {"Connection refused", "Start the server, or correct the host and port in the connection string"},
    {"No such file or directory", "Start the server, or correct the socket's folder (host) and port"},
    {"Permission denied", "Give this user access to the socket and its folder"},
    {"timeout expired", "Check that the server runs, and that no firewall stops connections to this host and port"},
    {"unreachable", "Check the host in the connection string and the network"},
    {"No route to host", "Check the host in the connection string and the network"},
    {"server closed the connection", "Check that PostgreSQL listens on this port; its log says why it closed"},
    {"invalid response", "Check that PostgreSQL listens on this port, and not another program"},
    {"expected authentication request", "Check that PostgreSQL listens on this port, and not another program"},
    {"negotiation packet", "Check that PostgreSQL listens on this port, and not another program"},
    {"invalid ", "Correct this parameter of the connection string"},
};

}  // namespace

std::string_view connect_advice(std::string_view words) {
  for (const auto& [part, text] : kAdvice)
    if (words.find(part) != std::string_view::npos) return text;
  return "Check the connection string, and the server's log";
}

}  // namespace kongflow::postgres
