#include "database.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace registrar {
namespace {

// The wait limit of calls without a deadline, or with a distant one.
constexpr std::chrono::seconds kMaxWait{30};

kongflow::Call::Clock::time_point deadline_of(const kongflow::Call& call) {
  return std::min(call.deadline(), kongflow::Call::Clock::now() + kMaxWait);
}

void wait_for_input(PGconn* connection, kongflow::Call::Clock::time_point deadline) {
  while (PQisBusy(connection) != 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - kongflow::Call::Clock::now()).count();
    pollfd socket{PQsocket(connection), POLLIN, 0};
    if (left <= 0 || poll(&socket, 1, static_cast<int>(left)) == 0)
      throw DatabaseError("The database did not respond in time.", "");
    if (PQconsumeInput(connection) == 0) throw DatabaseError(PQerrorMessage(connection), "");
  }
}

void send(PGconn* connection, const char* sql, const std::vector<std::optional<std::string>>& parameters) {
  std::vector<const char*> values;
  values.reserve(parameters.size());
  for (const auto& parameter : parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  const int sent = values.empty() ? PQsendQuery(connection, sql)
                                  : PQsendQueryParams(connection, sql, static_cast<int>(values.size()), nullptr,
                                                      values.data(), nullptr, nullptr, 0);
  if (sent == 0) throw DatabaseError(PQerrorMessage(connection), "");
}

// Returns the last result. Reads all results, so that the connection is ready for the next statement.
Result receive(PGconn* connection, kongflow::Call::Clock::time_point deadline) {
  Result last(nullptr, &PQclear);
  for (;;) {
    wait_for_input(connection, deadline);
    Result result(PQgetResult(connection), &PQclear);
    if (!result) break;
    last = std::move(result);
  }
  const ExecStatusType status = PQresultStatus(last.get());
  if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return last;
  const char* sqlstate = PQresultErrorField(last.get(), PG_DIAG_SQLSTATE);
  throw DatabaseError(PQresultErrorMessage(last.get()), sqlstate == nullptr ? "" : sqlstate);
}

// A server sends nothing on an idle connection unless it closes the connection.
bool alive(PGconn* connection) {
  pollfd socket{PQsocket(connection), POLLIN, 0};
  return PQstatus(connection) == CONNECTION_OK && poll(&socket, 1, 0) == 0;
}

}  // namespace

Database::Database(std::function<std::string()> connection_string) : connection_string_(std::move(connection_string)) {}

void Database::set_max_connections(int connections) {
  const std::lock_guard lock(mutex_);
  max_connections_ = connections;
  released_.notify_all();
}

Result Database::run(const char* sql, const std::vector<std::optional<std::string>>& parameters,
                     const kongflow::Call& call) {
  Connection connection = acquire(call);
  try {
    send(connection.get(), sql, parameters);
    Result result = receive(connection.get(), deadline_of(call));
    release(std::move(connection));
    return result;
  } catch (const DatabaseError& error) {
    if (error.sqlstate().empty()) connection.reset();
    release(std::move(connection));
    throw;
  }
}

Database::Connection Database::acquire(const kongflow::Call& call) {
  Connection connection(nullptr, &PQfinish);
  {
    std::unique_lock lock(mutex_);
    if (!released_.wait_until(lock, deadline_of(call), [this] { return in_use_ < max_connections_; }))
      throw DatabaseError("All connections to the database are in use.", "");
    ++in_use_;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (connection && alive(connection.get())) return connection;
  try {
    return connect();
  } catch (...) {
    release(Connection(nullptr, &PQfinish));
    throw;
  }
}

void Database::release(Connection connection) {
  const std::lock_guard lock(mutex_);
  --in_use_;
  if (connection && in_use_ + static_cast<int>(idle_.size()) < max_connections_) idle_.push_back(std::move(connection));
  released_.notify_one();
}

Database::Connection Database::connect() const {
  const std::string target = connection_string_();
  const char* const names[] = {"connect_timeout", "client_encoding", "dbname", nullptr};
  const char* const values[] = {"5", "UTF8", target.c_str(), nullptr};
  Connection connection(PQconnectdbParams(names, values, 1), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw DatabaseError(PQerrorMessage(connection.get()), "");
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  return connection;
}

}  // namespace registrar
