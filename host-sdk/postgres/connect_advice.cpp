#include "postgres/connect_advice.h"

namespace kongflow::postgres {
namespace {

struct Advice {
  std::string_view part;  // substring of the error text
  std::string_view text;
};

// The first matching entry applies. An error text of several servers can match several entries.
constexpr Advice kAdvice[] = {
    {"password authentication failed",
     "Correct the user and password in the connection string; in a URI, write ?, #, @, /, : and % as %3F, %23, %40, "
     "%2F, %3A and %25"},
    {"no password supplied", "Add the password to the connection string"},
    {"Peer authentication failed", "Connect as the operating-system user of that name, or over TCP with a password"},
    {"authentication failed", "Correct the user and its credentials in the connection string"},
    {"server does not support SSL",
     "Turn TLS on at the server (ssl = on), or remove sslmode from the connection string when the network is trusted"},
    {"SSL off", "Connect with TLS (sslmode=require), or allow this client in the server's pg_hba.conf"},
    {"no encryption", "Connect with TLS (sslmode=require), or allow this client in the server's pg_hba.conf"},
    {"no pg_hba.conf entry", "Allow this user, database and client address in the server's pg_hba.conf"},
    {"root certificate file",
     "Set sslrootcert to a file with the server's certificate authority, or choose another sslmode"},
    {"certificate verify failed", "Set sslrootcert to the authority that signed the server's certificate"},
    {"does not match host name", "Connect with a host name that is in the server's certificate"},
    {"private key file",
     "Correct sslkey: it needs a file that only this user can read (chmod 0600), and a matching sslcert"},
    {"certificate file", "Correct sslcert: it needs a file that this user can read, and a matching sslkey"},
    {"requires a valid client certificate", "Add sslcert and sslkey to the connection string"},
    {"SSL error", "Check the TLS settings of the server and the ssl parameters of the connection string"},
    {"not permitted to log in", "Allow the role to log in (alter role ... login), or correct the user"},
    {"no such database", "Create the database, or correct its name in the connection string"},
    {"no such user", "Create the role, or correct the user in the connection string"},
    {"role \"", "Create the role, or correct the user in the connection string"},
    {"permission denied for database", "Allow the role to connect (grant connect on database ... to ...)"},
    {"database \"", "Create the database, or correct its name in the connection string"},
    {"could not translate host name", "Correct the host in the connection string, or check the DNS"},
    {"too many c", "Close other connections, or raise the server's max_connections or the pooler's limit"},
    {"connection slots", "Close other connections, or raise the server's max_connections"},
    {"starting up", "Retry when the server has started"},
    {"shutting down", "Retry when the server is running again"},
    {"in recovery", "Retry when the server has recovered; its log shows the progress"},
    {"Connection refused", "Start the server, or correct the host and port in the connection string"},
    {"No such file or directory", "Start the server, or correct the socket's folder (host) and port"},
    {"Permission denied", "Give this user access to the socket and its folder"},
    {"timeout expired", "Check that the server is running and that no firewall blocks this host and port"},
    {"unreachable", "Check the host in the connection string and the network"},
    {"No route to host", "Check the host in the connection string and the network"},
    {"server closed the connection", "Check that PostgreSQL listens on this port; its log contains the reason"},
    {"invalid response", "Check that PostgreSQL listens on this port, and not another program"},
    {"expected authentication request", "Check that PostgreSQL listens on this port, and not another program"},
    {"negotiation packet", "Check that PostgreSQL listens on this port, and not another program"},
    {"invalid ", "Correct this parameter of the connection string"},
};

}  // namespace

std::string_view connect_advice(std::string_view words) {
  for (const auto& [part, text] : kAdvice)
    if (words.find(part) != std::string_view::npos) return text;
  return "Check the connection string and the server's log";
}

}  // namespace kongflow::postgres
