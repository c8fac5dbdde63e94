#include "host/config/console_settings.h"

#include <cppunit/extensions/HelperMacros.h>

#include <string>

namespace kongflow::host::test {

class ConsoleSettingsTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConsoleSettingsTest);
  CPPUNIT_TEST(settings_that_contradict_each_other_are_problems);
  CPPUNIT_TEST(only_encoded_argon2id_hashes_are_password_hashes);
  CPPUNIT_TEST(checking_a_hash_does_not_compute_it);
  CPPUNIT_TEST_SUITE_END();

 public:
  void settings_that_contradict_each_other_are_problems() {
    ConsoleSettings settings;
    CPPUNIT_ASSERT(problems_of(settings).empty());
    settings.authentication = "none";
    CPPUNIT_ASSERT(problems_of(settings).empty());
    settings.listen_everywhere = true;
    settings.password_hash = "secret";
    const auto problems = problems_of(settings);
    CPPUNIT_ASSERT_EQUAL(std::size_t{2}, problems.size());
    CPPUNIT_ASSERT(problems[0].find("console.listen_everywhere") != std::string::npos);
    CPPUNIT_ASSERT(problems[1].find("console.password_hash") != std::string::npos);
    CPPUNIT_ASSERT(problems[1].find("secret") == std::string::npos);
    settings.enabled = false;
    CPPUNIT_ASSERT(problems_of(settings).empty());
  }

  void only_encoded_argon2id_hashes_are_password_hashes() {
    CPPUNIT_ASSERT(is_password_hash("$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g"));
    for (const char* text :
         {"", "correct horse", "$argon2id$v=19$", "$argon2i$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
          "$argon2id$v=19$m=65536,t=3,p=1$short$aGFzaGhhc2g", "$argon2id$v=19$m=4,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
          "$argon2id$v=19$m=65536,t=0,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
          "$argon2id$v=19$m=9999999999,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
          "$argon2id$v=19$m=65536,t=3,p=0$c2FsdHNhbHRzYWx0$aGFzaGhhc2g",
          "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0A$aGFzaGhhc2g",
          "$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0$", "$2b$12$abcdefghijklmnopqrstuv",
          " $argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g"})
      CPPUNIT_ASSERT_MESSAGE(text, !is_password_hash(text));
    CPPUNIT_ASSERT(!is_password_hash("$argon2id$v=19$m=65536,t=3,p=1$" + std::string(1'000'000, 's')));
  }

  // It would take years.
  void checking_a_hash_does_not_compute_it() {
    CPPUNIT_ASSERT(is_password_hash("$argon2id$v=19$m=65536,t=4294967295,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2g"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConsoleSettingsTest);

}  // namespace kongflow::host::test
