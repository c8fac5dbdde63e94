#include "postgres/connection.h"

#include <arpa/inet.h>
#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <tuple>
#include <vector>

#include "postgres/connection_string.h"
#include "support/test_database.h"

namespace kongflow::postgres {

class ConnectionTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConnectionTest);
  CPPUNIT_TEST(values_come_back_as_text_null_apart_from_empty);
  CPPUNIT_TEST(a_zero_byte_in_a_parameter_is_an_error_not_a_cut);
  CPPUNIT_TEST(an_error_has_the_servers_code_and_sentence);
  CPPUNIT_TEST(a_connection_works_on_after_an_error);
  CPPUNIT_TEST(a_lost_connection_is_told_from_other_errors);
  CPPUNIT_TEST(an_uncommitted_transaction_is_rolled_back);
  CPPUNIT_TEST(committing_a_failed_transaction_throws);
  CPPUNIT_TEST(a_script_runs_whole_or_not_at_all);
  CPPUNIT_TEST(affected_rows_and_tags_are_told);
  CPPUNIT_TEST(an_integer_of_text_is_a_mistake_of_the_caller);
  CPPUNIT_TEST(a_refused_connection_names_the_server_but_not_the_password);
  CPPUNIT_TEST(a_failed_connection_is_followed_by_what_to_do);
  CPPUNIT_TEST(a_server_that_never_answers_is_given_up);
  CPPUNIT_TEST(notifications_name_their_channel_once);
  CPPUNIT_TEST(a_lost_connection_is_noticed_while_listening);
  CPPUNIT_TEST_SUITE_END();

 public:
  void setUp() override { database = std::make_unique<testing::TestDatabase>(testing::TestDatabase::Content::empty); }
  void tearDown() override { database.reset(); }

  void values_come_back_as_text_null_apart_from_empty() {
    auto connection = database->connect();
    const Rows rows = connection.execute("select $1::text, $2::text, '', 9223372036854775807::bigint",
                                         {"é 日 😀 '\"\\", std::nullopt});
    CPPUNIT_ASSERT_EQUAL(std::string("é 日 😀 '\"\\"), rows.text(0, 0));
    CPPUNIT_ASSERT(!rows.optional_text(0, 1));
    CPPUNIT_ASSERT_EQUAL(std::string(), *rows.optional_text(0, 2));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{9223372036854775807}, rows.integer(0, 3));
  }

  void a_zero_byte_in_a_parameter_is_an_error_not_a_cut() {
    auto connection = database->connect();
    CPPUNIT_ASSERT_EQUAL(std::string("22021"),
                         code_of([&] { connection.execute("select $1", {std::string("a\0b", 3)}); }));
    CPPUNIT_ASSERT_EQUAL(std::string("22021"), code_of([&] { connection.execute("select $1", {"\xff"}); }));
  }

  void notifications_name_their_channel_once() {
    auto listener = database->connect();
    listener.execute_script("listen one; listen other");
    database->run("notify one; notify one, 'again'");
    CPPUNIT_ASSERT_EQUAL(1, await_input(listener));
    CPPUNIT_ASSERT(listener.notified_channels() == std::set<std::string>{"one"});
    CPPUNIT_ASSERT(listener.notified_channels().empty());
  }

  void a_lost_connection_is_noticed_while_listening() {
    auto listener = database->connect();
    listener.execute_script("listen one");
    database->disconnect_all();
    CPPUNIT_ASSERT_THROW(
        for (;;) {
          await_input(listener);
          listener.notified_channels();
        },
        Error);
  }

  void an_error_has_the_servers_code_and_sentence() {
    try {
      database->connect().execute("select * from nothing_here");
      CPPUNIT_FAIL("read a table that does not exist");
    } catch (const Error& error) {
      CPPUNIT_ASSERT_EQUAL(std::string("42P01"), error.sqlstate());
      CPPUNIT_ASSERT_EQUAL(std::string("relation \"nothing_here\" does not exist"), std::string(error.what()));
      CPPUNIT_ASSERT(!error.transient() && !error.connection_lost());
    }
  }

  void a_connection_works_on_after_an_error() {
    auto connection = database->connect();
    CPPUNIT_ASSERT_EQUAL(std::string("22012"), code_of([&] { connection.execute("select 1 / 0"); }));
    CPPUNIT_ASSERT_EQUAL(std::string("2"), connection.execute("select 2").text(0, 0));
  }

  void a_lost_connection_is_told_from_other_errors() {
    auto connection = database->connect();
    try {
      connection.execute("select pg_terminate_backend(pg_backend_pid())");
      CPPUNIT_FAIL("worked over a closed connection");
    } catch (const Error& error) {
      CPPUNIT_ASSERT(error.connection_lost() && error.transient());
    }
    try {
      connection.execute("select 1");
      CPPUNIT_FAIL("worked over a closed connection");
    } catch (const Error& error) {
      CPPUNIT_ASSERT(error.connection_lost());
      CPPUNIT_ASSERT_EQUAL(std::string(), error.sqlstate());
    }
  }

  void an_uncommitted_transaction_is_rolled_back() {
    auto connection = database->connect();
    connection.execute_script("create table t (n int)");
    {
      Transaction transaction(connection.native());
      connection.execute("insert into t values (1)");
    }
    CPPUNIT_ASSERT_EQUAL(std::string("0"), connection.execute("select count(*) from t").text(0, 0));
    {
      Transaction transaction(connection.native());
      connection.execute("insert into t values (1)");
      transaction.commit();
    }
    CPPUNIT_ASSERT_EQUAL(std::string("1"), connection.execute("select count(*) from t").text(0, 0));
  }

  void committing_a_failed_transaction_throws() {
    auto connection = database->connect();
    Transaction transaction(connection.native());
    CPPUNIT_ASSERT_EQUAL(std::string("22012"), code_of([&] { connection.execute("select 1 / 0"); }));
    CPPUNIT_ASSERT_EQUAL(std::string("25P02"), code_of([&] { transaction.commit(); }));
    CPPUNIT_ASSERT_EQUAL(std::string("1"), connection.execute("select 1").text(0, 0));
  }

  void a_script_runs_whole_or_not_at_all() {
    auto connection = database->connect();
    connection.execute_script("create table a (n int); create table b (n int)");
    CPPUNIT_ASSERT_EQUAL(std::string("42P01"),
                         code_of([&] { connection.execute_script("drop table a; drop table z"); }));
    CPPUNIT_ASSERT_EQUAL(std::string("0"), connection.execute("select count(*) from a").text(0, 0));
  }

  void affected_rows_and_tags_are_told() {
    auto connection = database->connect();
    connection.execute_script("create table t (n int)");
    const Rows inserted = connection.execute("insert into t values (1), (2), (3)");
    CPPUNIT_ASSERT_EQUAL(std::int64_t{3}, inserted.affected());
    CPPUNIT_ASSERT_EQUAL(std::string("INSERT 0 3"), std::string(inserted.command_tag()));
    CPPUNIT_ASSERT_EQUAL(std::int64_t{0}, connection.execute("delete from t where n > 3").affected());
  }

  void an_integer_of_text_is_a_mistake_of_the_caller() {
    const Rows rows = database->connect().execute("select 'x', null::int");
    CPPUNIT_ASSERT_THROW(rows.integer(0, 0), std::logic_error);
    CPPUNIT_ASSERT_THROW(rows.integer(0, 1), std::logic_error);
  }

  void a_refused_connection_names_the_server_but_not_the_password() {
    for (const char* string :
         {"host=127.0.0.1 port=1 user=u password=hunter2 dbname=shop", "postgresql://u:hunter2@127.0.0.1:1/shop"}) {
      try {
        Connection::open(string);
        CPPUNIT_FAIL("connected to nothing");
      } catch (const Error& error) {
        const std::string message = error.what();
        CPPUNIT_ASSERT_MESSAGE(message, message.find("host 127.0.0.1:1, database \"shop\"") != std::string::npos);
        CPPUNIT_ASSERT_MESSAGE(message, message.find("hunter2") == std::string::npos);
        CPPUNIT_ASSERT(error.connection_lost());
      }
    }
  }

  void a_failed_connection_is_followed_by_what_to_do() {
    const std::string server = normalize(database->connection_string());
    database->connect().execute_script("drop role if exists advice_taker; create role advice_taker");
    for (const auto& [string, words, advice] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"host=127.0.0.1 port=1 dbname=d", "Connection refused. ", "Start the server, or correct the host"},
             {"host=/nowhere dbname=d", "No such file or directory. ", "correct the socket's folder"},
             {"host=db.invalid dbname=d", "could not translate host name", "Correct the host"},
             {server + " dbname=not_there", "database \"not_there\" does not exist. ", "Create the database"},
             {server + " user=not_there", "role \"not_there\" does not exist. ", "Create the role"},
             {server + " user=advice_taker", "role \"advice_taker\" is not permitted to log in. ", "alter role"},
             {"host=127.0.0.1 port=1 sslmode=mandatory", "invalid sslmode value", "Correct this parameter"}}) {
      const std::string message = refusal_of(string);
      CPPUNIT_ASSERT_MESSAGE(message, message.find(words) != std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(message, message.find(advice, message.find(words)) != std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(message, message.find_first_of("\n\t") == std::string::npos);
    }
    database->connect().execute_script("drop role advice_taker");
  }

  void a_server_that_never_answers_is_given_up() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    CPPUNIT_ASSERT_EQUAL(0, bind(listener, reinterpret_cast<sockaddr*>(&address), size));
    CPPUNIT_ASSERT_EQUAL(0, listen(listener, 1));
    CPPUNIT_ASSERT_EQUAL(0, getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size));
    const auto begin = std::chrono::steady_clock::now();
    CPPUNIT_ASSERT_THROW(Connection::open("host=127.0.0.1 port=" + std::to_string(ntohs(address.sin_port)),
                                          std::chrono::milliseconds(500)),
                         Error);
    CPPUNIT_ASSERT(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
    close(listener);
  }

 private:
  static int await_input(const Connection& connection) {
    pollfd input{PQsocket(connection.native()), POLLIN, 0};
    return ::poll(&input, 1, 20'000);
  }

  template <typename Call>
  static std::string code_of(Call call) {
    try {
      call();
      return "no error";
    } catch (const Error& error) {
      return error.sqlstate();
    }
  }

  static std::string refusal_of(const std::string& connection_string) {
    try {
      Connection::open(connection_string);
      return "connected";
    } catch (const Error& error) {
      return error.what();
    }
  }

  std::unique_ptr<testing::TestDatabase> database;
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionTest);

}  // namespace kongflow::postgres
