#include "host/http/connection_set.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <vector>

namespace kongflow::host::test {

class ConnectionSetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConnectionSetTest);
  CPPUNIT_TEST(the_longest_idle_connection_makes_room);
  CPPUNIT_TEST(a_busy_connection_is_left_alone);
  CPPUNIT_TEST(all_can_be_closed);
  CPPUNIT_TEST_SUITE_END();

  struct FakeConnection : OpenConnection {
    explicit FakeConnection(ConnectionSet& owner) : set(owner) {}
    void close() override {
      closed = true;
      set.remove(*this);
    }
    ConnectionSet& set;
    bool closed = false;
  };

  std::size_t open_ = 0;
  ConnectionSet set_{[this](std::size_t open) { open_ = open; }};
  std::vector<std::shared_ptr<FakeConnection>> connections_;

 public:
  void setUp() override {
    for (int i = 0; i < 3; ++i) {
      connections_.push_back(std::make_shared<FakeConnection>(set_));
      set_.add(connections_.back());
    }
  }

  void the_longest_idle_connection_makes_room() {
    for (const auto& connection : connections_) set_.idle(*connection);
    set_.busy(*connections_[0]);
    set_.idle(*connections_[0]);
    set_.close_longest_idle();
    CPPUNIT_ASSERT(connections_[1]->closed && !connections_[0]->closed && !connections_[2]->closed);
    set_.close_longest_idle();
    CPPUNIT_ASSERT(connections_[2]->closed && !connections_[0]->closed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, set_.size());
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, open_);
  }

  void a_busy_connection_is_left_alone() {
    set_.idle(*connections_[0]);
    set_.busy(*connections_[0]);
    set_.busy(*connections_[0]);
    set_.close_longest_idle();
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, set_.size());
  }

  void all_can_be_closed() {
    set_.idle(*connections_[2]);
    set_.close_all();
    for (const auto& connection : connections_) CPPUNIT_ASSERT(connection->closed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, set_.size());
    set_.close_longest_idle();
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionSetTest);

}  // namespace kongflow::host::test
