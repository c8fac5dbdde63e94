#include "host/console/asset_files.h"

#include <cppunit/extensions/HelperMacros.h>
#include <unistd.h>

#include <fstream>

#include "../http/server_fixture.h"
#include "host/console/asset_routes.h"

namespace kongflow::host::test {

class AssetFilesTest : public CppUnit::TestFixture {
  CPPUNIT_TEST_SUITE(AssetFilesTest);
  CPPUNIT_TEST(files_are_served_with_type_and_policy);
  CPPUNIT_TEST(a_cached_file_is_not_sent_again);
  CPPUNIT_TEST(paths_of_pages_serve_the_start_page);
  CPPUNIT_TEST(nothing_outside_of_the_folder_is_served);
  CPPUNIT_TEST(missing_files_are_reported);
  CPPUNIT_TEST_SUITE_END();

  std::filesystem::path folder_;
  ServerFixture fixture_;
  const ConsoleSecrets secrets_{ConsoleSettings()};
  ConsoleSessions sessions_;
  ConsoleGuard guard_{true, secrets_, sessions_};
  std::unique_ptr<AssetFiles> assets_;

  void write(const std::string& name, const std::string& text) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  void start(const std::filesystem::path& folder) {
    assets_ = std::make_unique<AssetFiles>(folder);
    ConsoleRoutes routes(fixture_.routes, guard_, true);
    add_asset_routes(routes, *assets_);
    fixture_.start();
  }
  RawResponse get(const std::string& path, const std::string& headers = "") {
    return request(fixture_.port, "GET", path, headers);
  }

 public:
  void setUp() override {
    std::string name = (std::filesystem::temp_directory_path() / "kongflow-assets-XXXXXX").string();
    CPPUNIT_ASSERT(mkdtemp(name.data()) != nullptr);
    folder_ = std::filesystem::path(name) / "console";
    write("index.html", "<!doctype html>start");
    write("assets/app.js", "export {};");
    write("assets/styles/base.css", "body {}");
    std::ofstream(folder_.parent_path() / "secret.txt") << "secret";
    std::filesystem::create_symlink(folder_.parent_path() / "secret.txt", folder_ / "assets/link.txt");
  }
  void tearDown() override { std::filesystem::remove_all(folder_.parent_path()); }

  void files_are_served_with_type_and_policy() {
    start(folder_);
    for (const auto& [path, type, content] :
         {std::tuple("/console", "text/html; charset=utf-8", "<!doctype html>start"),
          {"/console/assets/app.js", "text/javascript; charset=utf-8", "export {};"},
          {"/console/assets/styles/base.css", "text/css; charset=utf-8", "body {}"}}) {
      const RawResponse response = get(path);
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 200, response.status);
      CPPUNIT_ASSERT_EQUAL(std::string(type), response.headers.at("content-type"));
      CPPUNIT_ASSERT_EQUAL(std::string(content), response.body);
      CPPUNIT_ASSERT_EQUAL(std::string("default-src 'none'; script-src 'self'; "),
                           response.headers.at("content-security-policy").substr(0, 39));
      CPPUNIT_ASSERT_EQUAL(std::string("nosniff"), response.headers.at("x-content-type-options"));
      CPPUNIT_ASSERT_EQUAL(std::string("no-referrer"), response.headers.at("referrer-policy"));
      CPPUNIT_ASSERT_EQUAL(std::string("same-origin"), response.headers.at("cross-origin-opener-policy"));
    }
  }

  void a_cached_file_is_not_sent_again() {
    start(folder_);
    const std::string etag = get("/console/assets/app.js").headers.at("etag");
    CPPUNIT_ASSERT(etag != get("/console").headers.at("etag"));
    const RawResponse again = RawClient(fixture_.port)
                                  .send(
                                      "GET /console/assets/app.js HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                      "If-None-Match: " +
                                      etag + "\r\n\r\n")
                                  .response(false);
    CPPUNIT_ASSERT_EQUAL(304, again.status);
    CPPUNIT_ASSERT_EQUAL(etag, again.headers.at("etag"));
  }

  void paths_of_pages_serve_the_start_page() {
    start(folder_);
    for (const char* path :
         {"/console/", "/console/tasks", "/console/queues/my.queue", "/console/panels/endpoints/a/b"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string("<!doctype html>start"), get(path).body);
    for (const char* path : {"/console/assets", "/console/assets/nope.js", "/console/api", "/console/api/nope"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, 404, get(path).status);
  }

  void nothing_outside_of_the_folder_is_served() {
    start(folder_);
    for (const char* path :
         {"/console/../secret.txt", "/console/assets/../../secret.txt", "/console/assets/%2e%2e/%2e%2e/secret.txt",
          "/console/assets%2f..%2f..%2fsecret.txt", "/console//secret.txt", "/console/assets/link.txt"})
      CPPUNIT_ASSERT_EQUAL_MESSAGE(path, std::string::npos, get(path).body.find("secret"));
  }

  void missing_files_are_reported() {
    start(folder_ / "nowhere");
    const RawResponse response = get("/console");
    CPPUNIT_ASSERT_EQUAL(404, response.status);
    CPPUNIT_ASSERT(response.body.find("not installed") != std::string::npos);
  }
};

CPPUNIT_TEST_SUITE_REGISTRATION(AssetFilesTest);

}  // namespace kongflow::host::test
