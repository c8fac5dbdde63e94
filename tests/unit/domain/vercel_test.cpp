#include "domain/vercel.h"

#include <cppunit/extensions/HelperMacros.h>

namespace kongflow::endpoints {
namespace {

const std::string kGithubMeta =
    R"({"githubCommitAuthorName":"A","githubCommitMessage":"fix: things","githubCommitOrg":"o","githubCommitRef":"main",)"
    R"("githubCommitRepo":"r","githubCommitSha":"0123456789abcdef","githubDeployment":"1","githubOrg":"o",)"
    R"("githubRepo":"r","githubRepoOwnerType":"Organization","githubCommitRepoId":"1","githubRepoId":"1",)"
    R"("githubRepoVisibility":"private","githubCommitAuthorLogin":"a","branchAlias":"b"})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  CPPUNIT_ASSERT_MESSAGE(from, at != std::string::npos);
  return text.replace(at, from.size(), to);
}

class VercelTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(VercelTest);
  CPPUNIT_TEST(github_deployment_names_commit_branch_and_sha);
  CPPUNIT_TEST(other_deployment_names_project_and_url);
  CPPUNIT_TEST(one_missing_or_odd_github_member_makes_it_another);
  CPPUNIT_TEST(documented_event_needs_only_what_the_reason_uses);
  CPPUNIT_TEST(documented_event_names_the_commit_when_message_ref_and_sha_are_there);
  CPPUNIT_TEST(documented_event_without_name_or_url_has_no_reason);
  CPPUNIT_TEST(sha_is_cut_as_javascript_cuts);
  CPPUNIT_TEST(text_is_not_escaped);
  CPPUNIT_TEST(other_members_are_welcome);
  CPPUNIT_TEST(every_member_of_the_event_is_needed);
  CPPUNIT_TEST(event_of_a_personal_account_has_a_reason);
  CPPUNIT_TEST(other_events_have_no_reason);
  CPPUNIT_TEST(other_json_has_no_reason);
  CPPUNIT_TEST_SUITE_END();

 public:
  void github_deployment_names_commit_branch_and_sha() {
    assert_reason(R"("fix: things" was deployed from main (0123456) to my-proj)", event(kGithubMeta));
  }

  void other_deployment_names_project_and_url() {
    assert_reason("Vercel project my-proj was deployed to my-proj.vercel.app", event("{}"));
  }

  void one_missing_or_odd_github_member_makes_it_another() {
    const std::string reason = "Vercel project my-proj was deployed to my-proj.vercel.app";
    assert_reason(reason, event(replaced(kGithubMeta, R"(,"branchAlias":"b")", "")));
    assert_reason(reason, event(replaced(kGithubMeta, R"("githubRepoId":"1")", R"("githubRepoId":1)")));
  }

  void documented_event_needs_only_what_the_reason_uses() {
    const std::string reason = "Vercel project my-proj was deployed to my-proj.vercel.app";
    assert_reason(reason, documented_event(R"("meta":{},)"));
    assert_reason(reason, documented_event(""));
    assert_reason(reason, documented_event(R"("meta":null,)"));
    assert_reason(reason, documented_event(R"("meta":[],)"));
    assert_reason(reason, documented_event(R"("meta":{"githubCommitMessage":"m","githubCommitRef":"main"},)"));
    assert_reason(reason, documented_event(R"("meta":{"gitlabCommitMessage":"m"},)"));
    assert_reason(reason, R"({"type":"deployment.succeeded","payload":{"name":7,"url":null,"deployment":)"
                          R"({"name":"my-proj","url":"my-proj.vercel.app"}}})");
  }

  void documented_event_names_the_commit_when_message_ref_and_sha_are_there() {
    const std::string github =
        R"("githubCommitMessage":"fix: things","githubCommitRef":"main","githubCommitSha":"0123456789abcdef")";
    const std::string reason = R"("fix: things" was deployed from main (0123456) to my-proj)";
    assert_reason(reason, documented_event("\"meta\":{" + github + "},"));
    assert_reason(reason, documented_event("\"meta\":{\"githubRepoId\":1,\"githubDeployment\":1," + github + "},"));
    assert_reason(reason,
                  replaced(documented_event("\"meta\":{" + github + "},"), R"("url":"my-proj.vercel.app",)", ""));
  }

  void documented_event_without_name_or_url_has_no_reason() {
    CPPUNIT_ASSERT(!vercel_reason(replaced(documented_event(""), R"("name":"my-proj")", R"("name":null)")));
    CPPUNIT_ASSERT(!vercel_reason(replaced(documented_event(""), R"("url":"my-proj.vercel.app",)", "")));
    CPPUNIT_ASSERT(!vercel_reason(replaced(documented_event(""), "deployment.succeeded", "deployment.canceled")));
  }

  void sha_is_cut_as_javascript_cuts() {
    assert_reason(R"("fix: things" was deployed from main (abc) to my-proj)",
                  event(replaced(kGithubMeta, "0123456789abcdef", "abc")));
    assert_reason(R"("fix: things" was deployed from main (ab日é😀x) to my-proj)",
                  event(replaced(kGithubMeta, "0123456789abcdef", "ab日é😀xyz")));
    assert_reason("\"fix: things\" was deployed from main (abcdef\xEF\xBF\xBD) to my-proj",
                  event(replaced(kGithubMeta, "0123456789abcdef", "abcdef😀gh")));
  }

  void text_is_not_escaped() {
    assert_reason("\"say \"hi\"\n\nbody\" was deployed from main (0123456) to my-proj",
                  event(replaced(kGithubMeta, "fix: things", R"(say \"hi\"\n\nbody)")));
  }

  void other_members_are_welcome() {
    assert_reason("Vercel project my-proj was deployed to my-proj.vercel.app",
                  replaced(event("{\"x\":[1]}"), R"("plan":)", R"("extra":{"a":1},"plan":)"));
  }

  void every_member_of_the_event_is_needed() {
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{R"("regions":["iad1"],)", ""},
                                                          {R"("regions":["iad1"])", R"("regions":[1])"},
                                                          {R"("regions":["iad1"])", R"("regions":"iad1")"},
                                                          {R"("target":"production")", R"("target":null)"},
                                                          {R"("createdAt":1687900000000)", R"("createdAt":"2023")"},
                                                          {R"("meta":{})", R"("meta":[])"},
                                                          {R"("inspectorUrl":"i",)", ""},
                                                          {R"("user":{"id":"u"},)", ""},
                                                          {R"("project":{"id":"p"})", R"("project":{})"},
                                                          {R"("id":"evt_1",)", ""}})
      CPPUNIT_ASSERT_MESSAGE(from, !vercel_reason(replaced(event("{}"), from, to)));
  }

  void event_of_a_personal_account_has_a_reason() {
    for (const char* team : {R"("team":{"id":null},)", R"("team":null,)", R"("team":{},)", ""})
      assert_reason("Vercel project my-proj was deployed to my-proj.vercel.app",
                    replaced(event("{}"), R"("team":{"id":"t"},)", team));
  }

  void other_events_have_no_reason() {
    for (const char* type : {"deployment.created", "deployment.failed", "deployment.ready", "project.created"})
      CPPUNIT_ASSERT(!vercel_reason(replaced(event(kGithubMeta), "deployment.succeeded", type)));
  }

  void other_json_has_no_reason() {
    for (const char* body : {"{}", "[]", "7", "\"deployment.succeeded\"", R"({"type":"deployment.succeeded"})",
                             R"({"type":"deployment.succeeded","payload":5})"})
      CPPUNIT_ASSERT(!vercel_reason(body));
  }

 private:
  static std::string event(const std::string& meta) {
    return R"({"id":"evt_1","payload":{"user":{"id":"u"},"team":{"id":"t"},"deployment":{"id":"d","meta":)" + meta +
           R"(,"inspectorUrl":"i","name":"my-proj","url":"my-proj.vercel.app"},"links":{"deployment":"d","project":"p"},)"
           R"("name":"other","plan":"pro","project":{"id":"p"},"regions":["iad1"],"target":"production",)"
           R"("type":"LAMBDAS","url":"other.vercel.app"},"createdAt":1687900000000,"type":"deployment.succeeded"})";
  }
  // As Vercel documents it today, for a preview deployment of a personal account.
  static std::string documented_event(const std::string& meta) {
    return R"({"id":"uev_1","type":"deployment.succeeded","createdAt":1730000000000,"region":null,"payload":{)"
           R"("user":{"id":"u"},"team":{"id":null},"alias":["a.vercel.app"],"deployment":{"id":"dpl_1",)" +
           meta +
           R"("url":"my-proj.vercel.app","name":"my-proj"},"links":{"deployment":"d","project":"p"},)"
           R"("target":null,"project":{"id":"prj_1"},"plan":"pro","regions":["iad1"]}})";
  }
  static void assert_reason(const std::string& expected, const std::string& body) {
    const auto reason = vercel_reason(body);
    CPPUNIT_ASSERT_MESSAGE(body, reason.has_value());
    CPPUNIT_ASSERT_EQUAL(expected, *reason);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(VercelTest);

}  // namespace
}  // namespace kongflow::endpoints
