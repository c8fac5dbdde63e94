#include "host/console/event_hub.h"

#include <cppunit/extensions/HelperMacros.h>

#include <atomic>
#include <sstream>
#include <stdexcept>

#include "../http/server_fixture.h"

namespace kongflow::host::test {

class EventHubTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(EventHubTest);
  CPPUNIT_TEST(a_viewer_gets_the_latest_text_immediately_and_then_changes);
  CPPUNIT_TEST(all_viewers_share_one_read);
  CPPUNIT_TEST(topics_without_viewers_are_not_read);
  CPPUNIT_TEST(a_failing_topic_does_not_affect_others);
  CPPUNIT_TEST(the_viewer_beyond_the_limit_is_closed);
  CPPUNIT_TEST(a_viewer_without_permission_is_closed);
  CPPUNIT_TEST(stop_closes_every_stream);
  CPPUNIT_TEST_SUITE_END();

  // What one viewer received.
  struct Viewer {
    std::mutex mutex;
    std::string text;
    std::shared_ptr<EventStream> stream = std::make_shared<EventStream>(
        [this](std::string more) {
          const std::lock_guard lock(mutex);
          text += more;
        },
        [] {});
    bool has(const std::string& part) {
      const std::lock_guard lock(mutex);
      return text.find(part) != std::string::npos;
    }
  };

  static bool always() { return true; }

  std::ostringstream log_text_;
  Log log_{log_text_, LogLevel::info, LogFormat::json};
  std::atomic<int> asked_{0}, asked_panels_{0};
  std::atomic<int> state_{1};

  std::vector<EventHub::Topic> topics() {
    return {{"tasks",
             [this] {
               ++asked_;
               return std::to_string(state_.load());
             }},
            {"panels",
             [this] {
               ++asked_panels_;
               return std::string("{}");
             }},
            {"hosts", []() -> std::string { throw std::runtime_error("no database"); }}};
  }

 public:
  void a_viewer_gets_the_latest_text_immediately_and_then_changes() {
    Viewer viewer;
    EventHub hub(topics(), log_);
    hub.add(viewer.stream, {"tasks"}, always);
    eventually("the first text", [&] { return viewer.has("event: tasks\ndata: 1\n\n"); });
    state_ = 2;
    eventually("the next text", [&] { return viewer.has("event: tasks\ndata: 2\n\n"); });
    const int asked = asked_;
    eventually("two more questions", [&] { return asked_ >= asked + 2; });
    CPPUNIT_ASSERT_EQUAL(viewer.text.find("data: 2"), viewer.text.rfind("data: 2"));
  }

  void all_viewers_share_one_read() {
    Viewer viewers[20];
    EventHub hub(topics(), log_);
    for (Viewer& viewer : viewers) hub.add(viewer.stream, {"tasks"}, always);
    for (Viewer& viewer : viewers) eventually("a text", [&] { return viewer.has("data: 1"); });
    CPPUNIT_ASSERT(asked_ < 20);
  }

  void topics_without_viewers_are_not_read() {
    Viewer viewer, other;
    EventHub hub(topics(), log_);
    hub.add(other.stream, {"panels"}, always);
    hub.add(viewer.stream, {"tasks"}, always);
    eventually("a text", [&] { return viewer.has("data: 1"); });
    viewer.stream->close();
    const int before = asked_panels_;
    eventually("the viewer is gone", [&] { return asked_panels_ >= before + 2; });
    const int asked = asked_;
    eventually("the other is served", [&] { return asked_panels_ >= before + 4; });
    CPPUNIT_ASSERT_EQUAL(asked, asked_.load());
  }

  void a_failing_topic_does_not_affect_others() {
    Viewer viewer;
    EventHub hub(topics(), log_);
    hub.add(viewer.stream, {"hosts", "tasks"}, always);
    eventually("a text", [&] { return viewer.has("data: 1"); });
    hub.stop();
    CPPUNIT_ASSERT(log_text_.str().find("no database") != std::string::npos);
    CPPUNIT_ASSERT(!viewer.has("hosts"));
  }

  void the_viewer_beyond_the_limit_is_closed() {
    std::vector<std::unique_ptr<Viewer>> viewers;
    EventHub hub(topics(), log_);
    for (std::size_t i = 0; i < EventHub::kMaxViewers; ++i) {
      CPPUNIT_ASSERT(!hub.full());
      viewers.push_back(std::make_unique<Viewer>());
      hub.add(viewers.back()->stream, {"tasks"}, always);
    }
    CPPUNIT_ASSERT(hub.full());
    Viewer late;
    hub.add(late.stream, {"tasks"}, always);
    CPPUNIT_ASSERT(!late.stream->open());
    CPPUNIT_ASSERT(viewers.front()->stream->open());
    hub.stop();
  }

  void a_viewer_without_permission_is_closed() {
    Viewer viewer, other;
    std::atomic<bool> allowed{true};
    EventHub hub(topics(), log_);
    hub.add(viewer.stream, {"tasks"}, [&] { return allowed.load(); });
    hub.add(other.stream, {"tasks"}, always);
    eventually("a text", [&] { return viewer.has("data: 1"); });
    allowed = false;
    eventually("the end", [&] { return !viewer.stream->open(); });
    CPPUNIT_ASSERT(other.stream->open());
    hub.stop();
  }

  void stop_closes_every_stream() {
    Viewer viewer, late;
    EventHub hub(topics(), log_);
    hub.add(viewer.stream, {"tasks"}, always);
    hub.stop();
    hub.add(late.stream, {"tasks"}, always);
    CPPUNIT_ASSERT(!viewer.stream->open() && !late.stream->open());
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EventHubTest);

}  // namespace kongflow::host::test
