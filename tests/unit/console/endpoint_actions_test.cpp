#include "console/endpoint_actions.h"

#include "panel_fixture.h"

namespace kongflow::endpoints {
namespace {

class EndpointActionsTest : public PanelFixture {
  CPPUNIT_TEST_SUITE(EndpointActionsTest);
  CPPUNIT_TEST(register_does_what_the_api_does);
  CPPUNIT_TEST(register_names_the_environment_that_is_not_there);
  CPPUNIT_TEST(register_fails_in_the_words_of_the_service);
  CPPUNIT_TEST(register_wants_all_of_its_fields);
  CPPUNIT_TEST(index_is_manual);
  CPPUNIT_TEST(failed_index_says_why);
  CPPUNIT_TEST(changed_url_is_pinged_and_indexed);
  CPPUNIT_TEST(url_that_does_not_answer_is_not_taken);
  CPPUNIT_TEST(hook_url_is_whole_or_begins_with_its_path);
  CPPUNIT_TEST(delete_removes_the_endpoint);
  CPPUNIT_TEST(unknown_row_is_not_found);
  CPPUNIT_TEST(row_removed_while_the_app_is_asked_is_not_found);
  CPPUNIT_TEST(environment_removed_while_the_app_is_asked_is_not_found);
  CPPUNIT_TEST(action_without_row_is_bad_input);
  CPPUNIT_TEST(every_action_may_only_be_used_by_those_who_change_things);
  CPPUNIT_TEST_SUITE_END();

 public:
  void register_does_what_the_api_does() {
    const std::string reply = answer(add(services_.environment.id, "shop"));
    const Endpoint made = services_.repository.find(services_.environment.id, "shop").value();
    CPPUNIT_ASSERT_EQUAL(made.id, member(reply, "row"));
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/shop"), made.url);
    const auto pings = services_.client.pings();
    CPPUNIT_ASSERT_EQUAL(std::size_t{1}, pings.size());
    CPPUNIT_ASSERT_EQUAL(services_.environment.api_key, pings[0].app.api_key);
    CPPUNIT_ASSERT_EQUAL(std::string("indexEndpoint"), services_.repository.tasks().at(0).identifier);
  }

  void register_names_the_environment_that_is_not_there() {
    const auto outcome = add("nope", "shop");
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(std::string("Environment not found"), outcome.message);
    CPPUNIT_ASSERT(services_.client.pings().empty());
  }

  void register_fails_in_the_words_of_the_service() {
    decline_pings();
    const auto unreachable = add(services_.environment.id, "shop");
    CPPUNIT_ASSERT_EQUAL(KF_FAILED + 0, unreachable.status);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_PING"), unreachable.code);
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint X: Is it running?"), unreachable.message);
    CPPUNIT_ASSERT(!services_.repository.find(services_.environment.id, "shop"));
    CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, add(services_.environment.id, "two words").status);
  }

  void register_wants_all_of_its_fields() {
    for (const char* input : {"{}", R"({"environment":"e","id":"i"})", R"({"environment":"e","url":"u"})",
                              R"({"id":"i","url":"u"})", R"({"environment":1,"id":"i","url":"u"})"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(input, KF_BAD_ARGUMENT + 0, host_.act("endpoints", "register", input).status);
  }

  void index_is_manual() {
    const Endpoint endpoint = services_.endpoint();
    const std::string reply =
        answer(host_.act("endpoints", "index", R"({"id":")" + endpoint.id + R"(","reason":"by hand"})"));
    CPPUNIT_ASSERT(json_member(reply, "stats").has_value());
    const IndexRun run = services_.repository.runs().back();
    CPPUNIT_ASSERT(IndexSource::manual == run.request.source);
    CPPUNIT_ASSERT_EQUAL(std::string("by hand"), run.request.reason.value());
    CPPUNIT_ASSERT(RunStatus::success == run.status);
    answer(host_.act("endpoints", "index", R"({"id":")" + endpoint.id + R"(","reason":""})"));
    CPPUNIT_ASSERT(!services_.repository.runs().back().request.reason);
  }

  void failed_index_says_why() {
    const Endpoint endpoint = services_.endpoint();
    fail_indexes("Could not connect to endpoint X");
    const auto outcome = host_.act("endpoints", "index", of(endpoint.id));
    CPPUNIT_ASSERT_EQUAL(KF_FAILED + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(std::string("FAILED_INDEX"), outcome.code);
    CPPUNIT_ASSERT_EQUAL(std::string("Could not connect to endpoint X. The INTERNAL run of this endpoint starts "
                                     "automatically (attempt 1 of 25)."),
                         outcome.message);
  }

  void changed_url_is_pinged_and_indexed() {
    const Endpoint before = services_.endpoint();
    const std::size_t tasks = services_.repository.tasks().size();
    CPPUNIT_ASSERT_EQUAL(before.id, member(answer(move(before.id)), "row"));
    const Endpoint after = services_.repository.find(before.environment_id, before.slug).value();
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/moved"), after.url);
    CPPUNIT_ASSERT_EQUAL(before.id, after.id);
    CPPUNIT_ASSERT_EQUAL(before.indexing_hook_identifier, after.indexing_hook_identifier);
    CPPUNIT_ASSERT_EQUAL(std::string("http://app.test/moved"), services_.client.pings().back().app.url);
    CPPUNIT_ASSERT_EQUAL(tasks + 1, services_.repository.tasks().size());
  }

  void url_that_does_not_answer_is_not_taken() {
    const Endpoint before = services_.endpoint();
    decline_pings();
    CPPUNIT_ASSERT_EQUAL(KF_FAILED + 0, move(before.id).status);
    CPPUNIT_ASSERT_EQUAL(before.url, services_.repository.find(before.environment_id, before.slug)->url);
    CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, host_.act("endpoints", "change-url", of(before.id)).status);
  }

  void hook_url_is_whole_or_begins_with_its_path() {
    const Endpoint endpoint = services_.endpoint();
    const std::string path =
        "/api/v1/endpoints/" + endpoint.environment_id + "/my-app/index/" + endpoint.indexing_hook_identifier;
    const auto copied = [&] { return member(answer(host_.act("endpoints", "hook-url", of(endpoint.id))), "copy"); };
    CPPUNIT_ASSERT_EQUAL("https://kong.example.com" + path, copied());
    services_.public_url = "";
    CPPUNIT_ASSERT_EQUAL(path, copied());
  }

  void delete_removes_the_endpoint() {
    const Endpoint endpoint = services_.endpoint();
    answer(host_.act("endpoints", "delete", of(endpoint.id)));
    CPPUNIT_ASSERT(elements(rows("{}")).empty());
    CPPUNIT_ASSERT_EQUAL(KF_NOT_FOUND + 0, host_.act("endpoints", "delete", of(endpoint.id)).status);
  }

  void unknown_row_is_not_found() {
    for (const char* action : {"index", "change-url", "hook-url", "delete"}) {
      const auto outcome = host_.act("endpoints", action, R"({"id":"nope","url":"http://app.test"})");
      CPPUNIT_ASSERT_EQUAL_MESSAGE(action, KF_NOT_FOUND + 0, outcome.status);
      CPPUNIT_ASSERT_EQUAL(std::string("Endpoint not found"), outcome.message);
    }
  }

  void row_removed_while_the_app_is_asked_is_not_found() {
    services_.client.on_ping = [this] {
      services_.repository.remove(services_.environment.id, "moved");
      return PingReply{};
    };
    services_.client.on_index = [this] {
      services_.repository.remove(services_.environment.id, "indexed");
      return FakeEndpointClient::manifest_reply(FakeEndpointClient::kEmptyManifest, {});
    };
    expect_not_found(move(services_.endpoint("moved").id), "Endpoint not found");
    expect_not_found(host_.act("endpoints", "index", of(services_.endpoint("indexed").id)), "Endpoint not found");
    CPPUNIT_ASSERT(elements(rows("{}")).empty());
    CPPUNIT_ASSERT(services_.database_failures.empty());
  }

  void environment_removed_while_the_app_is_asked_is_not_found() {
    const auto with_endpoint = [this] {
      services_.repository.add_environment(services_.environment);
      services_.client.on_ping = FakeEndpointClient().on_ping;
      const std::string id = services_.endpoint().id;
      services_.client.on_ping = [this] {
        services_.repository.remove_environment(services_.environment.id);
        return PingReply{};
      };
      return id;
    };
    services_.client.on_index = [this] {
      services_.repository.remove_environment(services_.environment.id);
      return FakeEndpointClient::failure_reply(ClientFailure::Kind::unreachable, "It is down");
    };
    expect_not_found(host_.act("endpoints", "index", of(with_endpoint())), "Endpoint not found");
    expect_not_found(move(with_endpoint()), "Endpoint not found");
    with_endpoint();
    expect_not_found(add(services_.environment.id, "new"), "Environment not found");
    CPPUNIT_ASSERT(services_.database_failures.empty());
  }

  void action_without_row_is_bad_input() {
    for (const char* action : {"index", "change-url", "hook-url", "delete"})
      for (const char* input : {"{}", "[]", R"({"id":1})"})
        CPPUNIT_ASSERT_EQUAL(KF_BAD_ARGUMENT + 0, host_.act("endpoints", action, input).status);
  }

  void every_action_may_only_be_used_by_those_who_change_things() {
    for (const PanelAction& action : endpoint_actions()) CPPUNIT_ASSERT_MESSAGE(action.id, action.mutates);
  }

 private:
  static void expect_not_found(const testing::Outcome& outcome, const std::string& sentence) {
    CPPUNIT_ASSERT_EQUAL_MESSAGE(outcome.message, KF_NOT_FOUND + 0, outcome.status);
    CPPUNIT_ASSERT_EQUAL(sentence, outcome.message);
  }
  testing::Outcome add(const std::string& environment_id, const std::string& id) {
    return host_.act(
        "endpoints", "register",
        R"({"environment":")" + environment_id + R"(","id":")" + id + R"(","url":"http://app.test/)" + id + R"("})");
  }
  testing::Outcome move(const std::string& id) {
    return host_.act("endpoints", "change-url", R"({"id":")" + id + R"(","url":"http://app.test/moved"})");
  }
  void decline_pings() {
    services_.client.on_ping = [] {
      PingReply reply;
      reply.failure = {ClientFailure::Kind::unreachable, "Could not connect to endpoint X", "Is it running?"};
      return reply;
    };
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(EndpointActionsTest);

}  // namespace
}  // namespace kongflow::endpoints
