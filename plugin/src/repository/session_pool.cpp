#include "repository/session_pool.h"

#include <Poco/Exception.h>

#include <memory>
#include <utility>

#include "postgres/connection.h"
#include "postgres/connection_string.h"
#include "postgres/platform_session.h"

namespace kongflow::endpoints {
namespace {

constexpr std::chrono::seconds connect_timeout{10};

// graphile_worker.add_jobs numbers tasks in the order of its join. Only nested loops over the array preserve the
// array's order; the planner's default choice often reverses or regroups it. jit is off, because an unavoidable
// sequential scan looks expensive enough to be compiled. work_mem lets a manifest's entries be sorted in memory. Plans
// are generic and made once per session: plans for actual parameters make the planner read the whole manifest several
// times.
constexpr const char* kSettings =
    "select set_config('statement_timeout', $1, false), set_config('enable_hashjoin', 'off', false),"
    " set_config('enable_mergejoin', 'off', false), set_config('enable_seqscan', 'off', false),"
    " set_config('jit', 'off', false), set_config('work_mem', '32MB', false),"
    " set_config('plan_cache_mode', 'force_generic_plan', false)";

std::unique_ptr<Session> open(const std::string& connection_string, std::chrono::milliseconds statement_timeout) {
  auto session = std::make_unique<Session>(connection_string);
  postgres::set_statement_limit(session->native(), statement_timeout + postgres::statement_limit_margin);
  postgres::prepare_session(session->native());
  postgres::execute(session->native(), kSettings, {std::to_string(statement_timeout.count())});
  return session;
}

}  // namespace

Session::Session(const std::string& normalized) : handle_(std::make_unique<Poco::Data::PostgreSQL::SessionHandle>()) {
  try {
    handle_->connect(normalized);
    native_ = *handle_;
  } catch (const Poco::Exception&) {
    native_ = *handle_;
    const postgres::Error error = postgres::connect_error(native_, normalized);
    close();
    throw error;
  }
}

Session::~Session() {
  close();
}

void Session::close() {
  const bool lost = PQstatus(native_) != CONNECTION_OK;
  handle_.reset();
  if (lost) PQfinish(native_);
}

SessionPool make_session_pool(std::string connection_string, int size, std::chrono::milliseconds statement_timeout) {
  return {size, statement_timeout,
          [given = std::move(connection_string), statement_timeout] {
            return open(postgres::normalize(given, postgres::defaults("kongflow-endpoints", connect_timeout)),
                        statement_timeout);
          },
          [](Session& session) { return session.native(); }};
}

}  // namespace kongflow::endpoints
