#include "host/console/sessions.h"

#include <cppunit/extensions/HelperMacros.h>

#include <set>

namespace kongflow::host::test {

class SessionsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(SessionsTest);
  CPPUNIT_TEST(a_key_finds_its_session);
  CPPUNIT_TEST(keys_and_csrf_texts_are_all_different);
  CPPUNIT_TEST(a_session_ends_twelve_hours_after_its_last_use);
  CPPUNIT_TEST(a_closed_session_no_longer_exists);
  CPPUNIT_TEST(the_session_unused_for_longest_is_closed_first);
  CPPUNIT_TEST_SUITE_END();

  std::chrono::system_clock::time_point now_{std::chrono::hours(1)};
  ConsoleSessions::Clock clock() {
    return [this] { return now_; };
  }

 public:
  void a_key_finds_its_session() {
    ConsoleSessions sessions(clock());
    const auto opened = sessions.open(ConsoleRole::reader);
    const auto found = sessions.find(opened.key);
    CPPUNIT_ASSERT(found && found->role == ConsoleRole::reader);
    CPPUNIT_ASSERT_EQUAL(opened.session.csrf, found->csrf);
    CPPUNIT_ASSERT(!sessions.find(opened.session.csrf) && !sessions.find("") && !sessions.find(opened.key + "0"));
  }

  void keys_and_csrf_texts_are_all_different() {
    ConsoleSessions sessions(clock());
    std::set<std::string> texts;
    for (int i = 0; i < 50; ++i) {
      const auto opened = sessions.open(ConsoleRole::operator_);
      CPPUNIT_ASSERT_EQUAL(std::size_t{64}, opened.key.size());
      texts.insert({opened.key, opened.session.csrf});
    }
    CPPUNIT_ASSERT_EQUAL(std::size_t{100}, texts.size());
  }

  void a_session_ends_twelve_hours_after_its_last_use() {
    ConsoleSessions sessions(clock());
    const auto key = sessions.open(ConsoleRole::operator_).key;
    now_ += std::chrono::hours(11);
    CPPUNIT_ASSERT(sessions.find(key)->expires_at == now_ + std::chrono::hours(12));
    now_ += std::chrono::hours(11);
    CPPUNIT_ASSERT(sessions.find(key));
    now_ += std::chrono::hours(11);
    CPPUNIT_ASSERT(sessions.has(key));
    now_ += std::chrono::hours(1);
    CPPUNIT_ASSERT(!sessions.has(key) && !sessions.find(key));
  }

  void a_closed_session_no_longer_exists() {
    ConsoleSessions sessions(clock());
    const auto one = sessions.open(ConsoleRole::operator_), other = sessions.open(ConsoleRole::operator_);
    sessions.close(one.key);
    CPPUNIT_ASSERT(!sessions.find(one.key) && sessions.find(other.key));
  }

  void the_session_unused_for_longest_is_closed_first() {
    ConsoleSessions sessions(clock(), 2);
    const auto first = sessions.open(ConsoleRole::operator_).key;
    now_ += std::chrono::seconds(1);
    const auto second = sessions.open(ConsoleRole::operator_).key;
    now_ += std::chrono::seconds(1);
    CPPUNIT_ASSERT(sessions.find(first));
    const auto third = sessions.open(ConsoleRole::operator_).key;
    CPPUNIT_ASSERT(sessions.find(first) && sessions.find(third) && !sessions.find(second));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(SessionsTest);

}  // namespace kongflow::host::test
