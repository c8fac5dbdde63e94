#include "host/console/console_api.h"

#include <cppunit/extensions/HelperMacros.h>

#include <boost/json.hpp>
#include <string>

#include "../http/server_fixture.h"
#include "host/base/text.h"
#include "host/plugins/console_reply.h"

namespace kongflow::host::test {

// A panel that answers what the test tells it to.
struct FakePanel {
  kf_status status = KF_OK;
  std::string json = R"({"rows":[],"cursor":null})";
  std::string seen_query, seen_action, seen_input;
  bool explains = false;

  static kf_status rows(void* self, kf_str query, kf_console_reply* reply, kf_call* call) {
    auto& panel = *static_cast<FakePanel*>(self);
    panel.seen_query = view(query);
    return panel.finish(reply, call);
  }
  static kf_status row(void* self, kf_str query, kf_console_reply* reply, kf_call* call) {
    return rows(self, query, reply, call);
  }
  static kf_status act(void* self, kf_str action, kf_str input, kf_console_reply* reply, kf_call* call) {
    auto& panel = *static_cast<FakePanel*>(self);
    panel.seen_action = view(action);
    panel.seen_input = view(input);
    return panel.finish(reply, call);
  }
  kf_status finish(kf_console_reply* reply, kf_call* call) const {
    reply->set(to_abi(json));
    if (explains) call->set_error("NO_SUCH_ROW", "The row is gone. Reload the page.");
    return status;
  }
};

class ConsoleApiTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(ConsoleApiTest);
  CPPUNIT_TEST(every_route_requires_the_token);
  CPPUNIT_TEST(an_empty_token_grants_no_access);
  CPPUNIT_TEST(panels_are_listed_as_data);
  CPPUNIT_TEST(rows_forward_the_query_and_the_reply);
  CPPUNIT_TEST(rows_have_defaults_and_a_limit_in_bounds);
  CPPUNIT_TEST(rows_are_sorted_only_by_sortable_columns);
  CPPUNIT_TEST(rows_of_a_child_panel_require_the_parent_row);
  CPPUNIT_TEST(a_row_forwards_the_request_and_the_reply);
  CPPUNIT_TEST(actions_forward_the_input_and_the_reply);
  CPPUNIT_TEST(unknown_panels_and_actions_are_404);
  CPPUNIT_TEST(input_other_than_an_object_is_400);
  CPPUNIT_TEST(statuses_become_http_statuses_with_code_and_reason);
  CPPUNIT_TEST(a_reply_may_nest_deeply_and_contain_any_number);
  CPPUNIT_TEST(a_reply_other_than_a_json_object_is_500);
  CPPUNIT_TEST(each_mutating_action_is_one_audit_line);
  CPPUNIT_TEST(a_panels_id_is_unique_in_its_plugin);
  CPPUNIT_TEST_SUITE_END();

  static constexpr const char* authorized = "Authorization: Bearer console-token\r\n";
  static constexpr const char* rows_path = "/console/api/panels/endpoints/list/rows";
  static constexpr const char* index_path = "/console/api/panels/endpoints/list/actions/index";

  static ConsoleSettings settings_with(const char* token) {
    ConsoleSettings settings;
    settings.token = token;
    return settings;
  }

  ConsoleApi::Parts parts(ServerFixture& fixture) {
    return {panels_, tasks_, fixture.registry, fixture.readiness, fixture.admission, shown_, heartbeat_, fixture.log,
            "",      ""};
  }

  FakePanel fake_;
  PanelTable panels_;
  ServerFixture fixture_;
  const TaskTable tasks_;
  const ShownConfig shown_;
  Heartbeat heartbeat_{"", fixture_.registry, fixture_.log};
  ConsoleApi api_{settings_with("console-token"), parts(fixture_)};

  RawResponse get(const std::string& path) { return request(fixture_.port, "GET", path, authorized); }
  RawResponse act(const std::string& path, const std::string& input) {
    return request(fixture_.port, "POST", path, authorized, input);
  }
  static boost::json::value json(const std::string& text) { return boost::json::parse(text); }

 public:
  void setUp() override {
    Panel panel;
    panel.owner = "endpoints";
    panel.id = "list";
    panel.title = "Endpoints";
    panel.columns = {{"slug", "Slug", "text", true}, {"url", "URL", "url"}};
    panel.actions = {
        {"index", "Index now", "Index it?", true, false, "slug", {{"url", "URL", "url", true, "url", "Why?"}}},
        {"show", "Show", "", false, true, "", {}}};
    panel.rows = &FakePanel::rows;
    panel.row = &FakePanel::row;
    panel.act = &FakePanel::act;
    panel.self = &fake_;
    CPPUNIT_ASSERT(panels_.add(panel));
    panel.id = "runs";
    panel.parent = "list";
    panel.columns.clear();
    panel.actions.clear();
    panel.row = nullptr;
    CPPUNIT_ASSERT(panels_.add(panel));
    api_.add_routes(fixture_.routes);
    fixture_.start();
  }

  void every_route_requires_the_token() {
    for (const char* header : {"", "Authorization: Bearer console-toke\r\n", "Authorization: Bearer console-token1\r\n",
                               "Authorization: bearer console-token\r\n"}) {
      for (const char* path : {"/console/api/panels", rows_path}) {
        const RawResponse response = request(fixture_.port, "GET", path, header);
        CPPUNIT_ASSERT_EQUAL(401, response.status);
        CPPUNIT_ASSERT(json(response.body).at("error") == "Unauthorized");
      }
      CPPUNIT_ASSERT_EQUAL(401, request(fixture_.port, "POST", index_path, header, R"({"id":"1"})").status);
    }
    CPPUNIT_ASSERT_EQUAL(std::string(), fake_.seen_query + fake_.seen_action);
  }

  void an_empty_token_grants_no_access() {
    ServerFixture open;
    ConsoleApi api(settings_with(""), parts(open));
    api.add_routes(open.routes);
    open.start();
    for (const char* header : {"", "Authorization: Bearer \r\n", "Authorization: Bearer\r\n"})
      CPPUNIT_ASSERT_EQUAL(401, request(open.port, "GET", "/console/api/panels", header).status);
  }

  void panels_are_listed_as_data() {
    const RawResponse response = get("/console/api/panels");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT(json(response.body) == json(R"({"panels": [{
      "plugin": "endpoints", "id": "list", "title": "Endpoints", "parent": null, "hasRow": true,
      "columns": [{"key": "slug", "title": "Slug", "kind": "text", "sortable": true},
                  {"key": "url", "title": "URL", "kind": "url", "sortable": false}],
      "actions": [{"id": "index", "title": "Index now", "scope": "row", "mutates": true, "confirm": "Index it?",
                   "confirmColumn": "slug", "fields": [{"key": "url", "title": "URL", "kind": "url", "required": true,
                                                        "column": "url", "help": "Why?"}]},
                  {"id": "show", "title": "Show", "scope": "panel", "mutates": false, "confirm": null,
                   "confirmColumn": null, "fields": []}]},
      {"plugin": "endpoints", "id": "runs", "title": "Endpoints", "parent": "list", "hasRow": false, "columns": [],
       "actions": []}]})"));
  }

  void rows_forward_the_query_and_the_reply() {
    fake_.json = R"({"rows":[{"id":"1","slug":"my-app"}],"cursor":"2"})";
    const RawResponse response = get(std::string(rows_path) + "?limit=7&cursor=a%26b&filter=my+app&sort=-slug");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(fake_.json, response.body);
    CPPUNIT_ASSERT(json(fake_.seen_query) ==
                   json(R"({"limit": 7, "cursor": "a&b", "filter": "my app", "sort": "-slug", "parent": null})"));
  }

  void rows_have_defaults_and_a_limit_in_bounds() {
    CPPUNIT_ASSERT_EQUAL(200, get(rows_path).status);
    CPPUNIT_ASSERT(json(fake_.seen_query) ==
                   json(R"({"limit": 50, "cursor": null, "filter": null, "sort": null, "parent": null})"));
    for (const char* limit : {"0", "201", "-1", "x", "1x", "99999999999"}) {
      const RawResponse response = get(std::string(rows_path) + "?limit=" + limit);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(limit, 400, response.status);
      CPPUNIT_ASSERT(response.body.find("1 to 200") != std::string::npos);
    }
    CPPUNIT_ASSERT_EQUAL(200, get(std::string(rows_path) + "?limit=200").status);
  }

  void rows_are_sorted_only_by_sortable_columns() {
    CPPUNIT_ASSERT_EQUAL(200, get(std::string(rows_path) + "?sort=slug").status);
    for (const char* sort : {"url", "-url", "nope", "-", "--slug"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(sort, 400, get(std::string(rows_path) + "?sort=" + sort).status);
  }

  void rows_of_a_child_panel_require_the_parent_row() {
    const std::string path = "/console/api/panels/endpoints/runs/rows";
    const RawResponse refused = get(path);
    CPPUNIT_ASSERT_EQUAL(400, refused.status);
    CPPUNIT_ASSERT(refused.body.find("send its id as parent") != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(200, get(path + "?parent=row%2F1").status);
    CPPUNIT_ASSERT(json(fake_.seen_query).at("parent") == "row/1");
  }

  void a_row_forwards_the_request_and_the_reply() {
    fake_.json = R"({"id":"1","title":"One"})";
    const RawResponse response = get("/console/api/panels/endpoints/list/row?id=a%2Fb&against=c");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(fake_.json, response.body);
    CPPUNIT_ASSERT(json(fake_.seen_query) == json(R"({"id": "a/b", "against": "c"})"));
    get("/console/api/panels/endpoints/list/row?id=a");
    CPPUNIT_ASSERT(json(fake_.seen_query) == json(R"({"id": "a", "against": null})"));
    CPPUNIT_ASSERT_EQUAL(400, get("/console/api/panels/endpoints/list/row").status);
    CPPUNIT_ASSERT_EQUAL(404, get("/console/api/panels/endpoints/runs/row?id=1").status);
    CPPUNIT_ASSERT_EQUAL(404, get("/console/api/panels/endpoints/other/row?id=1").status);
  }

  void actions_forward_the_input_and_the_reply() {
    fake_.json = R"({"taskId":"7"})";
    const RawResponse response = act(index_path, R"({"id":"row-1","deep":true})");
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(fake_.json, response.body);
    CPPUNIT_ASSERT_EQUAL(std::string("index"), fake_.seen_action);
    CPPUNIT_ASSERT_EQUAL(std::string(R"({"id":"row-1","deep":true})"), fake_.seen_input);
  }

  void unknown_panels_and_actions_are_404() {
    CPPUNIT_ASSERT_EQUAL(404, get("/console/api/panels/endpoints/other/rows").status);
    CPPUNIT_ASSERT_EQUAL(404, get("/console/api/panels/other/list/rows").status);
    CPPUNIT_ASSERT_EQUAL(404, act("/console/api/panels/endpoints/list/actions/drop", "{}").status);
    CPPUNIT_ASSERT_EQUAL(404, act("/console/api/panels/other/list/actions/index", "{}").status);
    CPPUNIT_ASSERT_EQUAL(std::string(), fake_.seen_action);
  }

  void input_other_than_an_object_is_400() {
    for (const char* input : {"{", "[]", "1", ""}) CPPUNIT_ASSERT_EQUAL(400, act(index_path, input).status);
    CPPUNIT_ASSERT_EQUAL(std::string(), fake_.seen_action);
  }

  void statuses_become_http_statuses_with_code_and_reason() {
    fake_.explains = true;
    for (const auto& [status, expected] : {std::pair<kf_status, int>{KF_BAD_ARGUMENT, 400},
                                           {KF_NOT_FOUND, 404},
                                           {KF_CONFLICT, 409},
                                           {KF_FAILED, 422},
                                           {KF_RETRY, 503},
                                           {KF_UNAVAILABLE, 503},
                                           {KF_CANCELLED, 503},
                                           {KF_DEADLINE, 504},
                                           {KF_INTERNAL, 500}}) {
      fake_.status = status;
      for (const RawResponse& response : {act(index_path, R"({"id":"1"})"), get(rows_path)}) {
        CPPUNIT_ASSERT_EQUAL(expected, response.status);
        const auto body = json(response.body);
        CPPUNIT_ASSERT(body.at("code") == "NO_SUCH_ROW");
        CPPUNIT_ASSERT(body.at("reason") == "The row is gone. Reload the page.");
        CPPUNIT_ASSERT_EQUAL(expected == 503, response.headers.count("retry-after") == 1);
      }
    }
  }

  void a_reply_may_nest_deeply_and_contain_any_number() {
    fake_.json =
        R"({"document":)" + std::string(1000, '[') + "1" + std::string(400, '0') + std::string(1000, ']') + "}";
    const RawResponse response = get(rows_path);
    CPPUNIT_ASSERT_EQUAL(200, response.status);
    CPPUNIT_ASSERT_EQUAL(fake_.json, response.body);
  }

  void a_reply_other_than_a_json_object_is_500() {
    for (const char* reply : {"", "[]", "{"}) {
      fake_.json = reply;
      CPPUNIT_ASSERT_EQUAL(500, get(rows_path).status);
    }
  }

  void each_mutating_action_is_one_audit_line() {
    act(index_path, R"({"id":"row-1"})");
    act("/console/api/panels/endpoints/list/actions/show", R"({"id":"row-2"})");
    fake_.status = KF_FAILED;
    act(index_path, R"({"id":"row-3"})");
    const std::string log = fixture_.stop_and_read_log();
    for (
        const char* line :
        {R"("who":"operator token","remote":"127.0.0.1","plugin":"endpoints","panel":"list","action":"index","row":"row-1","outcome":"200")",
         R"("action":"index","row":"row-3","outcome":"422")"})
      CPPUNIT_ASSERT_MESSAGE(log, log.find(line) != std::string::npos);
    CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find("row-2"));
    CPPUNIT_ASSERT_EQUAL(std::string::npos, log.find("console-token"));
  }

  void a_panels_id_is_unique_in_its_plugin() {
    Panel panel;
    panel.owner = "endpoints";
    panel.id = "list";
    CPPUNIT_ASSERT(!panels_.add(panel));
    panel.owner = "another";
    CPPUNIT_ASSERT(panels_.add(panel));
    CPPUNIT_ASSERT(panels_.find("another", "list") != panels_.find("endpoints", "list"));
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(ConsoleApiTest);

}  // namespace kongflow::host::test
