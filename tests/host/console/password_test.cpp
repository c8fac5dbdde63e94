#include "host/console/password.h"

#include <cppunit/extensions/HelperMacros.h>

#include "host/config/console_settings.h"
#include "host/console/console_secrets.h"

namespace kongflow::host::test {

class PasswordTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(PasswordTest);
  CPPUNIT_TEST(a_password_matches_only_its_hash);
  CPPUNIT_TEST(tokens_and_passwords_map_to_their_roles);
  CPPUNIT_TEST(unset_secrets_grant_no_access);
  CPPUNIT_TEST_SUITE_END();

 public:
  void a_password_matches_only_its_hash() {
    const std::string hash = hash_password("correct horse");
    CPPUNIT_ASSERT_EQUAL(std::string("$argon2id$v=19$m=65536,t=3,p=1$"), hash.substr(0, 31));
    CPPUNIT_ASSERT(password_matches(hash, "correct horse"));
    CPPUNIT_ASSERT(!password_matches(hash, "correct horse ") && !password_matches(hash, ""));
    CPPUNIT_ASSERT(!password_matches("correct horse", "correct horse"));
    CPPUNIT_ASSERT(is_password_hash(hash));
    CPPUNIT_ASSERT(hash_password("correct horse") != hash);
  }

  void tokens_and_passwords_map_to_their_roles() {
    using Login = ConsoleSecrets::Login;
    ConsoleSettings settings;
    settings.token = "operator-token";
    settings.read_only_token = "reader-token";
    settings.read_only_password_hash = hash_password("reader password");
    const ConsoleSecrets secrets(settings);
    CPPUNIT_ASSERT(secrets.role_of_token("operator-token") == ConsoleRole::operator_);
    CPPUNIT_ASSERT(secrets.role_of_token("reader-token") == ConsoleRole::reader);
    CPPUNIT_ASSERT(!secrets.role_of_token("reader password"));
    CPPUNIT_ASSERT(secrets.try_login("operator-token") == Login::operator_);
    CPPUNIT_ASSERT(secrets.try_login("reader-token") == Login::reader);
    CPPUNIT_ASSERT(secrets.try_login("reader password") == Login::reader);
    CPPUNIT_ASSERT(secrets.try_login("reader passwort") == Login::wrong);
  }

  void unset_secrets_grant_no_access() {
    const ConsoleSecrets secrets{ConsoleSettings()};
    CPPUNIT_ASSERT(!secrets.role_of_token(""));
    CPPUNIT_ASSERT(secrets.try_login("") == ConsoleSecrets::Login::wrong);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(PasswordTest);

}  // namespace kongflow::host::test
