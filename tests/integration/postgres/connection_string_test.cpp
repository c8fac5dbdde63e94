#include "postgres/connection_string.h"

#include <cppunit/TestFixture.h>
#include <cppunit/extensions/HelperMacros.h>

#include "postgres/connection.h"
#include "postgres/connection_string_problem.h"

namespace kongflow::postgres {

class ConnectionStringTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConnectionStringTest);
  CPPUNIT_TEST(both_forms_become_quoted_pairs);
  CPPUNIT_TEST(defaults_fill_in_and_never_override);
  CPPUNIT_TEST(an_unreadable_string_is_refused_without_quoting_it);
  CPPUNIT_TEST(a_bare_at_or_slash_in_a_password_is_refused_without_quoting_it);
  CPPUNIT_TEST(a_string_is_refused_when_libpq_would_show_part_of_a_password);
  CPPUNIT_TEST(the_culprit_is_named);
  CPPUNIT_TEST(what_libpq_reads_is_not_refused);
  CPPUNIT_TEST(space_around_the_string_is_ignored);
  CPPUNIT_TEST(a_description_has_host_and_database_and_no_secret);
  CPPUNIT_TEST_SUITE_END();

 public:
  void both_forms_become_quoted_pairs() {
    CPPUNIT_ASSERT_EQUAL(std::string("user='u' password='p\\'\\\\ x' dbname='d' host='/run/pg' port='5433'"),
                         normalize("host=/run/pg port=5433 dbname=d user=u password='p\\'\\\\ x'"));
    CPPUNIT_ASSERT_EQUAL(std::string("user='u' password='p@/x' dbname='d' host='db' port='5433'"),
                         normalize("postgresql://u:p%40%2Fx@db:5433/d"));
  }

  void defaults_fill_in_and_never_override() {
    CPPUNIT_ASSERT_EQUAL(
        std::string("connect_timeout='3' host='h' client_encoding='UTF8'"),
        normalize("host=h connect_timeout=3", {{"connect_timeout", "10"}, {"client_encoding", "UTF8"}}));
  }

  void an_unreadable_string_is_refused_without_quoting_it() {
    for (const char* text : {"hunter2", "host=h hunter2", "nonsense=hunter2", "host=h password='hunter2",
                             "postgresql://u:hunter2@[::1/d", "postgres://h/d?hunter2=1"})
      expect_refused(text);
    expect_refused(std::string("host=h\0 password=hunter2", 24));
  }

  void a_bare_at_or_slash_in_a_password_is_refused_without_quoting_it() {
    for (const char* text :
         {"postgres://u:hunter2@x@h/d", "postgresql://u:p/hunter2@h/d", "postgresql://u:@hunter2@h/d"})
      expect_refused(text);
  }

  void a_string_is_refused_when_libpq_would_show_part_of_a_password() {
    for (const char* text : {"postgresql://u:a?b@hunter2@h/d", "postgresql://u:a?b@hunter2/c@h/d",
                             "postgresql://u:hunter2/x?sslmode=y@h/d", "postgresql://u:1/hunter2@h/d?sslmode=require",
                             "dbname=postgresql://u:hunter2@h/d", "host=h dbname='host=h password=hunter2'",
                             "postgresql://h/d?dbname=postgresql://u:hunter2@h/d",
                             "postgresql://h?host=postgres://u:hunter2@h/d", "host=u:hunter2@h", "host=h port=hunter2",
                             "user=postgresql://u:hunter2@h/d", "postgresql://h/postgresql%3A%2F%2Fu:hunter2%40h"}) {
      expect_refused(text);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string("an invalid connection string"), describe(text));
    }
    CPPUNIT_ASSERT_EQUAL(std::string("host h, database \"d\""), describe("postgresql://u:hunter2?x@h/d"));
    CPPUNIT_ASSERT_EQUAL(std::string("host h, database \"a=b@c\""), describe("host=h dbname='a=b@c' password=hunter2"));
  }

  void the_culprit_is_named() {
    const auto expect_named = [](const std::string& text, const std::string& part) {
      const std::string problem = connection_string_problem(text);
      CPPUNIT_ASSERT_MESSAGE(text + " -> " + problem, problem.find(part) != std::string::npos);
      CPPUNIT_ASSERT_MESSAGE(problem, problem.find("hunter2") == std::string::npos);
    };
    expect_named("postgresql://u:hunter2@h/d?schema=public", "the parameter \"schema\"");
    expect_named("postgresql://u:hunter2@h/d?sslmode=require&pgbouncer=true", "the parameter \"pgbouncer\"");
    expect_named("host=h schema=public password=hunter2", "the parameter \"schema\"");
    expect_named("postgresql://h/d?sslmode=require&hunter2=1", "parameter 2 after the ?");
    expect_named("postgresql://h/d?sslmode", "parameter 1 after the ? has no =");
    expect_named("postgresql://u:hunter2%@h/d", "a % in the user or password");
    expect_named("postgresql://u:100%hunter2@h/d", "write the character % as %25");
    expect_named("postgresql://h/d%", "a % in the host or database");
    expect_named("postgresql://h/d?options=%", "a % in the parameters");
    expect_named("postgresql://h/d%00", "a % in the host or database");
    expect_named("jdbc:postgresql://h/d?password=hunter2", "must begin with postgresql://");
    expect_named("postgresql+asyncpg://u:hunter2@h/d", "must begin with postgresql://");
    expect_named("mysql://u:hunter2@h/d", "must begin with postgresql://");
    expect_named("\"postgresql://u:hunter2@h/d\"", "remove the quotes");
    expect_named("host=h password='hunter2", "is not closed");
    expect_named("host=h password=two hunter2", "password='two words'");
    expect_named("host=h dbname=postgresql://u:hunter2@h/d", "its dbname is itself a connection string");
    expect_named("host=h port=hunter2", "its port is not a number");
    expect_named("postgresql://u:hunter2@h:99999/d", "its port is not between 1 and 65535");
    expect_named("host=a,b port=5432,0", "its port is not between 1 and 65535");
  }

  void what_libpq_reads_is_not_refused() {
    for (const char* text :
         {"", "host=h password=a://b", "postgresql://", "postgres://h1:1,h2:2/d?target_session_attrs=read-write",
          "postgresql://u:p%25%40@%2Frun%2Fpg/d?options=-csearch_path%3Dx", "host=h options='-c search_path=x'",
          "service=mine", "postgresql://h/d?ssl=true", "postgresql://u:p?x@h/d?application_name=me@x", "host=@abstract",
          "host=h user=me@server port=5432"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(text, std::string(), connection_string_problem(text));
  }

  void space_around_the_string_is_ignored() {
    CPPUNIT_ASSERT_EQUAL(std::string("dbname='d' host='h'"), normalize(" postgresql://h/d\r\n"));
    CPPUNIT_ASSERT_EQUAL(std::string("host h, database \"d\""), describe("postgresql://h/d\n"));
  }

  void a_description_has_host_and_database_and_no_secret() {
    CPPUNIT_ASSERT_EQUAL(std::string("host db:5433, database \"d\""), describe("postgresql://u:hunter2@db:5433/d"));
    CPPUNIT_ASSERT_EQUAL(std::string("socket folder /run/pg, database \"u\""),
                         describe("host=/run/pg user=u password=hunter2"));
    CPPUNIT_ASSERT_EQUAL(std::string("the local socket, port 6, database \"d\""), describe("port=6 dbname=d"));
    CPPUNIT_ASSERT_EQUAL(std::string("an invalid connection string"), describe("hunter2"));
    CPPUNIT_ASSERT_EQUAL(std::string("an invalid connection string"), describe("postgres://u:a@hunter2@h/d"));
  }

 private:
  static void expect_refused(const std::string& text) {
    try {
      normalize(text);
      CPPUNIT_FAIL("accepted " + text);
    } catch (const Error& error) {
      CPPUNIT_ASSERT(std::string(error.what()).find("hunter2") == std::string::npos);
    }
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionStringTest);

}  // namespace kongflow::postgres
