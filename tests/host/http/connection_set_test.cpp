#include "host/http/connection_set.h"

#include <cppunit/extensions/HelperMacros.h>

#include <memory>
#include <string>
#include <vector>

namespace kongflow::host::test {

class ConnectionSetTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConnectionSetTest);
  CPPUNIT_TEST(the_longest_idle_connection_is_closed_first);
  CPPUNIT_TEST(the_longest_transfer_is_closed_when_none_is_idle);
  CPPUNIT_TEST(a_connection_with_a_running_handler_is_never_closed);
  CPPUNIT_TEST(an_address_at_its_limit_loses_its_own_connection);
  CPPUNIT_TEST(unix_sockets_have_no_limit_per_address);
  CPPUNIT_TEST(close_all_closes_every_connection);
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

  static constexpr std::size_t kMost = 4, kMostPerAddress = 3;

  std::size_t open_ = 0;
  ConnectionSet set_{kMost, kMostPerAddress, [this](std::size_t open) { open_ = open; }};
  std::vector<std::shared_ptr<FakeConnection>> connections_;

  FakeConnection& open(const std::string& address) {
    connections_.push_back(std::make_shared<FakeConnection>(set_));
    set_.add(connections_.back(), address);
    return *connections_.back();
  }

 public:
  void setUp() override {
    for (const char* address : {"a", "a", "b", "c"}) open(address);
  }

  void the_longest_idle_connection_is_closed_first() {
    set_.transferring(*connections_[3]);
    for (int i = 0; i < 3; ++i) set_.idle(*connections_[i]);
    set_.handling(*connections_[0]);
    set_.idle(*connections_[0]);
    CPPUNIT_ASSERT(set_.make_room("d"));
    CPPUNIT_ASSERT(connections_[1]->closed && !connections_[0]->closed && !connections_[2]->closed);
    CPPUNIT_ASSERT(set_.make_room("d"));
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, open_);  // there was room already
    open("d");
    CPPUNIT_ASSERT(set_.make_room("d"));
    CPPUNIT_ASSERT(connections_[2]->closed && !connections_[0]->closed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{3}, set_.size());
  }

  void the_longest_transfer_is_closed_when_none_is_idle() {
    for (const int i : {2, 0, 1}) set_.transferring(*connections_[i]);
    CPPUNIT_ASSERT(set_.make_room("d"));
    CPPUNIT_ASSERT(connections_[2]->closed && !connections_[0]->closed);
  }

  void a_connection_with_a_running_handler_is_never_closed() {
    set_.idle(*connections_[0]);
    set_.handling(*connections_[0]);
    set_.handling(*connections_[0]);
    CPPUNIT_ASSERT(!set_.make_room("d"));
    CPPUNIT_ASSERT_EQUAL(kMost, set_.size());
  }

  void an_address_at_its_limit_loses_its_own_connection() {
    connections_[3]->close();
    open("a");
    set_.idle(*connections_[2]);
    CPPUNIT_ASSERT(!set_.make_room("a"));
    set_.transferring(*connections_[1]);
    CPPUNIT_ASSERT(set_.make_room("a"));
    CPPUNIT_ASSERT(connections_[1]->closed && !connections_[2]->closed);
    CPPUNIT_ASSERT_EQUAL(kMostPerAddress, set_.size());
    CPPUNIT_ASSERT(set_.make_room("a"));
  }

  void unix_sockets_have_no_limit_per_address() {
    for (const auto& connection : connections_) connection->close();
    for (std::size_t i = 0; i < kMostPerAddress; ++i) open("unix");
    CPPUNIT_ASSERT(set_.make_room("unix"));
    CPPUNIT_ASSERT_EQUAL(kMostPerAddress, set_.size());
  }

  void close_all_closes_every_connection() {
    set_.idle(*connections_[2]);
    set_.close_all();
    for (const auto& connection : connections_) CPPUNIT_ASSERT(connection->closed);
    CPPUNIT_ASSERT_EQUAL(std::size_t{0}, set_.size());
    CPPUNIT_ASSERT(set_.make_room("a"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConnectionSetTest);

}  // namespace kongflow::host::test
