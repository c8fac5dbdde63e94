#include "support/test_database.h"

#include <signal.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "host/base/log.h"
#include "host/database/embedded_postgres.h"
#include "host/queue/migrator.h"
#include "postgres/connection_string.h"
#include "support/temporary_folder.h"

namespace kongflow::testing {
namespace {

// The cluster of this program, with a migrated database that the others are copied from.
class Cluster {
 public:
  static Cluster& instance() {
    static Cluster cluster;
    return cluster;
  }

  std::string database(const std::string& name) const { return postgres::normalize(migrated_) + " dbname=" + name; }

  std::string create(TestDatabase::Content content) {
    const std::string name = "test_" + std::to_string(++count_);
    postgres::Connection::open(database("postgres"))
        .execute_script("create database " + name +
                        (content == TestDatabase::Content::migrated ? " template kongflow" : " template template0"));
    return name;
  }

 private:
  Cluster() : log_(log_text_, host::LogLevel::warning, host::LogFormat::text), server_(folder_.path(), "", log_) {
    migrated_ = server_.start();
    auto server = postgres::Connection::open(migrated_);
    for (const char* hurry : {"fsync", "full_page_writes", "synchronous_commit"})  // nobody misses this cluster
      server.execute_script(std::string("alter system set ") + hurry + " = off");
    server.execute_script("select pg_reload_conf()");
    host::Migrator(migrated_, TestDatabase::sql_dir(), log_).up();
  }

  const TemporaryFolder folder_;
  std::ostringstream log_text_;
  host::Log log_;
  host::EmbeddedPostgres server_;
  std::string migrated_;
  std::atomic<int> count_{0};
};

}  // namespace

TestDatabase::TestDatabase(Content content)
    : name_(Cluster::instance().create(content)), connection_string_(Cluster::instance().database(name_)) {}

TestDatabase::~TestDatabase() {
  try {
    postgres::Connection::open(Cluster::instance().database("postgres"))
        .execute_script("drop database " + name_ + " with (force)");
  } catch (const postgres::Error&) {
    return;  // it goes with the cluster
  }
}

std::string TestDatabase::value(const std::string& sql, const std::vector<postgres::Parameter>& parameters) const {
  return connect().execute(sql.c_str(), parameters).text(0, 0);
}

void TestDatabase::run(const std::string& script) const {
  connect().execute_script(script);
}

std::string TestDatabase::sql_dir() {
  return KONGFLOW_SQL_DIR;
}

void TestDatabase::disconnect_all() const {
  auto server = postgres::Connection::open(Cluster::instance().database("postgres"));
  const postgres::Rows backends = server.execute("select pid from pg_stat_activity where datname = $1", {name_});
  for (int row = 0; row < backends.size(); ++row) {
    server.execute("select pg_terminate_backend($1)", {backends.text(row, 0)});
    while (kill(static_cast<pid_t>(backends.integer(row, 0)), 0) == 0) std::this_thread::yield();
  }
}

void TestDatabase::allow_connections(bool allowed) const {
  postgres::Connection::open(Cluster::instance().database("postgres"))
      .execute_script("alter database " + name_ + " allow_connections " + (allowed ? "true" : "false"));
}

}  // namespace kongflow::testing
