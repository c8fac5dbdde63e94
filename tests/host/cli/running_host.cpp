#include "running_host.h"

#include <boost/json.hpp>

#include "expect.h"
#include "host/database/embedded_postgres.h"
#include "support/temporary_folder.h"

namespace kongflow::host::test {

std::filesystem::path RunningHost::folder() {
  static const testing::TemporaryFolder shared;
  return shared.path();
}

std::string RunningHost::config_text(const std::string& config, const std::filesystem::path& data_dir) {
  return "data_dir = \"" + data_dir.string() +
         "\"\nplugin_dir = \"" PLUGINS "\"\nsql_dir = \"" SQL "\"\nhttp.listen = \"127.0.0.1:0\"\n" + config;
}

void RunningHost::rewrite_config(const std::string& config) {
  write_file(config_file_, config_text(config, data_dir()));
}

RunningHost::RunningHost(const std::string& config) : config_file_(folder() / "kongflow.toml") {
  rewrite_config(config);
  process_ = std::make_unique<Process>(command({"run"}), folder());
  process_->wait_for("listening on http://127.0.0.1:");
  port_ = port_of_host_in(data_dir());
}

std::string RunningHost::database() const {
  const auto connection_string = EmbeddedPostgres::connection_string_if_running(data_dir());
  CPPUNIT_ASSERT_MESSAGE("no host runs; it wrote:\n" + process_->err(), connection_string.has_value());
  return *connection_string;
}

std::uint16_t port_of_host_in(const std::filesystem::path& data_dir) {
  const std::string url(boost::json::parse(read_file(data_dir / "host.json")).at("url").as_string());
  return static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
}

std::vector<std::string> RunningHost::command(std::vector<std::string> words) const {
  words.insert(words.end(), {"--config", config_file_.string()});
  return words;
}

std::filesystem::path service_config(const std::filesystem::path& folder, const std::filesystem::path& data_dir,
                                     const std::string& config) {
  namespace fs = std::filesystem;
  const fs::path sql = SQL;
  const auto all = fs::copy_options::recursive;
  fs::create_directory(folder / "sql");
  for (const char* set : {"platform", "endpoints"}) fs::copy(sql / set, folder / "sql" / set, all);
  fs::copy(sql / "queue/node_modules/graphile-worker/sql", folder / "sql/queue", all);
  fs::copy(TEST_PLUGINS, folder / "plugins", all);
  fs::create_directory(folder / "console");
  const auto readable = fs::perms::group_read | fs::perms::group_exec | fs::perms::others_read | fs::perms::others_exec;
  for (const char* part : {"sql", "plugins", "console"}) {  // whatever the umask is
    fs::permissions(folder / part, readable, fs::perm_options::add);
    for (const auto& entry : fs::recursive_directory_iterator(folder / part))
      fs::permissions(entry.path(), readable, fs::perm_options::add);
  }
  return write_file(folder / "kongflow.toml",
                    "data_dir = \"" + data_dir.string() + "\"\nplugin_dir = \"" + (folder / "plugins").string() +
                        "\"\nsql_dir = \"" + (folder / "sql").string() + "\"\nconsole.assets_dir = \"" +
                        (folder / "console").string() + "\"\nhttp.listen = \"127.0.0.1:0\"\n" + config);
}

}  // namespace kongflow::host::test
