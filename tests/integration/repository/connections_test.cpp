#include <cppunit/extensions/HelperMacros.h>

#include <dirent.h>
#include <signal.h>

#include <future>

#include "fixture.h"
#include "postgres/connection_string.h"

namespace kongflow::endpoints {
namespace {

int open_files() {
  int count = 0;
  DIR* folder = opendir("/proc/self/fd");
  while (readdir(folder) != nullptr) ++count;
  closedir(folder);
  return count;
}

}  // namespace

class ConnectionsTest : public RepositoryFixture {
  CPPUNIT_TEST_SUITE(ConnectionsTest);
  CPPUNIT_TEST(idle_connections_that_the_server_closed_are_replaced_unseen);
  CPPUNIT_TEST(connections_lost_at_work_leak_nothing);
  CPPUNIT_TEST(an_unreachable_server_is_a_connection_error_that_holds_no_password_and_leaks_nothing);
  CPPUNIT_TEST(any_value_of_a_connection_string_reaches_the_server_as_it_is);
  CPPUNIT_TEST(more_callers_than_connections_wait_for_their_turn);
  CPPUNIT_TEST(a_statement_that_takes_too_long_is_a_timeout);
  CPPUNIT_TEST(a_session_whose_server_hangs_is_replaced);
  CPPUNIT_TEST(a_server_that_comes_back_is_used_again);
  CPPUNIT_TEST(the_check_names_tables_that_are_missing_or_hidden);
  CPPUNIT_TEST(creates_and_removals_at_once_neither_deadlock_nor_leave_tasks);
  CPPUNIT_TEST(transactions_that_are_serializable_by_default_change_nothing);
  CPPUNIT_TEST(a_schema_that_was_made_later_hides_nothing);
  CPPUNIT_TEST_SUITE_END();

 public:
  void idle_connections_that_the_server_closed_are_replaced_unseen() {
    registered();
    const int before = open_files();
    for (int i = 0; i < 5; ++i) {
      database->disconnect_all();
      CPPUNIT_ASSERT(repository->find(environment.id, "my-app").has_value());
    }
    CPPUNIT_ASSERT_EQUAL(before, open_files());
  }

  void connections_lost_at_work_leak_nothing() {
    database->run(
        "create function hang_up() returns trigger language plpgsql as"
        " $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;"
        "create trigger hang_up before insert on endpoints for each row execute function hang_up()");
    repository->check();
    const int before = open_files();
    for (int i = 0; i < 5; ++i) CPPUNIT_ASSERT(code_of([&] { registered(); }).find("connection") != std::string::npos);
    repository->check();
    CPPUNIT_ASSERT_EQUAL(before, open_files());
  }

  void an_unreachable_server_is_a_connection_error_that_holds_no_password_and_leaks_nothing() {
    PgEndpointRepository nowhere("host=127.0.0.1 port=1 user=u password=hunter2 dbname=d", 2, std::chrono::seconds(5));
    const auto failing = [&] {
      try {
        nowhere.check();
        CPPUNIT_FAIL("reached a server that is not there");
      } catch (const RepositoryError& error) {
        CPPUNIT_ASSERT(error.cause() == DatabaseCause::connection);
        CPPUNIT_ASSERT(std::string(error.what()).find("127.0.0.1") != std::string::npos);
        CPPUNIT_ASSERT(std::string(error.what()).find("hunter2") == std::string::npos);
      }
    };
    failing();
    const int before = open_files();
    for (int i = 0; i < 20; ++i) failing();
    CPPUNIT_ASSERT_EQUAL(before, open_files());
  }

  void any_value_of_a_connection_string_reaches_the_server_as_it_is() {
    const std::string odd = "two words 'quoted' \"twice\" \\ a=b 100%";
    database->run("create database " + identifier(odd) + " template " + database->value("select current_database()"));
    const std::string pairs = postgres::normalize(database->connection_string()) + " password=" + value(odd) +
                              " dbname=" + value(odd) + " application_name=" + value(odd) +
                              " options=" + value("-c statement_timeout=7777 -c work_mem=7MB");
    {
      PgEndpointRepository odd_repository(pairs, 1, std::chrono::seconds(5));
      CPPUNIT_ASSERT(!odd_repository.find(environment.id, "my-app"));
      CPPUNIT_ASSERT_EQUAL(std::string("1"), database->value("select count(*) from pg_stat_activity where"
                                                             " datname = $1 and application_name = $1",
                                                             {odd}));
      auto host = postgres::Connection::open(pairs);
      CPPUNIT_ASSERT_EQUAL(std::string("7777ms"), host.execute("show statement_timeout").text(0, 0));
    }
    auto admin = postgres::Connection::open(database->connection_string() + " dbname=postgres");
    admin.execute_script("drop database " + identifier(odd) + " with (force)");
  }

  void more_callers_than_connections_wait_for_their_turn() {
    const auto small = make_repository(2);
    std::vector<std::future<void>> calls;
    for (int i = 0; i < 16; ++i)
      calls.push_back(std::async(std::launch::async,
                                 [&, i] { small->register_endpoint(new_endpoint("app-" + std::to_string(i)), 25); }));
    for (auto& call : calls) call.get();
    CPPUNIT_ASSERT_EQUAL(std::string("16"), count("endpoints"));
    CPPUNIT_ASSERT(std::stoi(count("pg_stat_activity where datname = current_database()"
                                   " and application_name = 'kongflow-endpoints'")) <= 2);
  }

  void a_statement_that_takes_too_long_is_a_timeout() {
    const auto hasty = make_repository(1, std::chrono::milliseconds(200));
    auto holder = database->connect();
    holder.execute("begin");
    holder.execute("lock table endpoints");
    CPPUNIT_ASSERT_EQUAL(std::string("57014 timeout"), code_of([&] { hasty->find(environment.id, "my-app"); }));
    holder.execute("rollback");
    CPPUNIT_ASSERT(!hasty->find(environment.id, "my-app"));
  }

  void a_session_whose_server_hangs_is_replaced() {
    const auto hasty = make_repository(1, std::chrono::milliseconds(200));
    hasty->check();
    const auto backend = static_cast<pid_t>(
        std::stol(database->value("select pid from pg_stat_activity where datname = current_database() and query like "
                                  "'%row_security_active%' and application_name = 'kongflow-endpoints'")));
    CPPUNIT_ASSERT_EQUAL(0, kill(backend, SIGSTOP));
    const std::string code = code_of([&] { hasty->check(); });
    kill(backend, SIGCONT);
    CPPUNIT_ASSERT_EQUAL(std::string(" connection"), code);
    hasty->check();
  }

  void a_server_that_comes_back_is_used_again() {
    const std::string name = database->value("select current_database()");
    auto admin = postgres::Connection::open(database->connection_string() + " dbname=postgres");
    repository->check();
    admin.execute_script("alter database " + name + " with allow_connections false");
    database->disconnect_all();
    CPPUNIT_ASSERT_EQUAL(std::string(" connection"), code_of([&] { repository->check(); }));
    admin.execute_script("alter database " + name + " with allow_connections true");
    repository->check();
  }

  void the_check_names_tables_that_are_missing_or_hidden() {
    repository->check();
    database->run(
        "alter table endpoint_index_runs rename to hidden;"
        "alter table endpoints enable row level security; alter table endpoints force row level security;"
        "create role seen_by_nobody; grant all on all tables in schema public to seen_by_nobody;"
        "alter database " +
        database->value("select current_database()") + " set role = seen_by_nobody");
    const auto restricted = make_repository(1);
    try {
      restricted->check();
      CPPUNIT_FAIL("the check passed");
    } catch (const RepositoryError& error) {
      CPPUNIT_ASSERT_EQUAL(std::string("The database role does not see all rows of endpoints, endpoint_index_runs: run "
                                       "kongflow-host migrate up, and use the role that owns the tables"),
                           std::string(error.what()));
    }
  }

  void creates_and_removals_at_once_neither_deadlock_nor_leave_tasks() {
    const auto shared = make_repository(8);
    std::vector<std::future<std::string>> calls;
    for (int thread = 0; thread < 8; ++thread)
      calls.push_back(std::async(std::launch::async, [&, thread] {
        for (int i = 0; i < 20; ++i) {
          const std::string problem = code_of([&] {
            if (thread % 2 == 0) {
              shared->remove(environment.id, "my-app");
            } else {
              const Endpoint endpoint = shared->register_endpoint(new_endpoint(), 25)->endpoint;
              const auto run = shared->start_run(endpoint, {}, std::nullopt);
              if (run) shared->complete_run(*run, manifest_of(R"({"jobs":[],"sources":[{}]})"), {});
            }
          });
          if (!problem.empty()) return problem;
        }
        return std::string();
      }));
    for (auto& call : calls) CPPUNIT_ASSERT_EQUAL(std::string(), call.get());
    CPPUNIT_ASSERT_EQUAL(
        std::string("0"),
        count("graphile_worker.jobs where queue_name not in (select 'endpoint-' || id from endpoints)"));
  }

  void transactions_that_are_serializable_by_default_change_nothing() {
    database->run("alter database " + database->value("select current_database()") +
                  " set default_transaction_isolation = serializable");
    creates_and_removals_at_once_neither_deadlock_nor_leave_tasks();
  }

  void a_schema_that_was_made_later_hides_nothing() {
    registered();
    database->run("create schema kongflow; create table kongflow.endpoints (slug text)");
    CPPUNIT_ASSERT(make_repository()->find(environment.id, "my-app").has_value());
  }

 private:
  // In SQL, and in a connection string.
  static std::string identifier(const std::string& name) { return quoted(name, "\"", '"'); }
  static std::string value(const std::string& text) { return quoted(text, "'\\", '\\'); }
  static std::string quoted(const std::string& text, const std::string& special, char escape) {
    std::string out(1, special.front());
    for (const char c : text) {
      if (special.find(c) != std::string::npos) out += escape;
      out += c;
    }
    return out + special.front();
  }

  // SQLSTATE and cause of the RepositoryError that `call` throws; empty: none.
  template <typename Call>
  static std::string code_of(Call call) {
    try {
      call();
      return {};
    } catch (const RepositoryError& error) {
      return error.sqlstate() + " " + std::string(to_string(error.cause()));
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionsTest);

}  // namespace kongflow::endpoints
