#include "settings.h"

#include <map>
#include <stdexcept>

#include "client/tls.h"

namespace kongflow::endpoints {
namespace {

constexpr const char* kEnvironmentTypes[] = {"PRODUCTION", "STAGING", "DEVELOPMENT", "PREVIEW"};

constexpr std::int64_t kKiB = 1024;

constexpr const char* kMaxAttemptsDoc = "Maximum number of attempts at an index in environments of this type.";

std::string read_public_url(const Config& config) {
  std::string url = config.find_string("public_url").value_or("");
  while (!url.empty() && url.back() == '/') url.pop_back();
  if (!url.empty() && url.rfind("http://", 0) != 0 && url.rfind("https://", 0) != 0)
    throw ConfigError("public_url must begin with http:// or https://; it is \"" + url + "\".");
  return url;
}

}  // namespace

Descriptor with_options(Descriptor descriptor) {
  return std::move(descriptor)
      .option(Option::duration("ping.timeout", "5s", "Maximum total time of a ping: name lookup, redirects and answer.")
                  .between(100, 60'000))
      .option(Option::integer("ping.retries", "1",
                              "How often a ping that timed out is retried if the request leaves time; the first ping "
                              "may have woken a sleeping app. 0: never, as in trigger.dev.")
                  .between(0, 1))
      .option(Option::size("endpoint.max_url_length", "2048", "Maximum length of an endpoint's URL.")
                  .between(64, 64 * kKiB))
      .option(Option::duration("index.timeout", "15s", "Maximum total time of the request for a manifest.")
                  .between(100, 300'000))
      .option(
          Option::duration(
              "index.hook_delay", "5s",
              "Delay between a call of the deploy hook and the index, because a new deployment needs time to start.")
              .between(0, 3'600'000))
      .option(Option::integer("index.max_attempts.PRODUCTION", "25", kMaxAttemptsDoc).between(1, 1000))
      .option(Option::integer("index.max_attempts.STAGING", "25", kMaxAttemptsDoc).between(1, 1000))
      .option(Option::integer("index.max_attempts.DEVELOPMENT", "25", kMaxAttemptsDoc).between(1, 1000))
      .option(Option::integer("index.max_attempts.PREVIEW", "25", kMaxAttemptsDoc).between(1, 1000))
      .option(Option::size("manifest.max_size", "8MiB", "Maximum size of a manifest.").between(kKiB, 256 * kKiB * kKiB))
      .option(Option::integer("manifest.max_depth", "128", "Maximum nesting depth of arrays and objects in a manifest.")
                  .between(8, 1000))
      .option(Option::integer(
                  "manifest.max_entries", "10000",
                  "Maximum total number of jobs, sources, dynamic triggers and dynamic schedules in a manifest.")
                  .between(1, 1'000'000))
      .option(Option::integer("calls_per_environment", "16",
                              "Maximum number of requests and tasks of one environment that wait for its apps; at most "
                              "three quarters of them are tasks. Further ones wait for their turn.")
                  .between(1, 1000))
      .option(Option::list("egress.allow", nullptr,
                           "Private networks (10.1.0.0/16), addresses, host names and name patterns (*.internal) that "
                           "apps may use; by default, private networks and loopback are blocked. A network covers "
                           "names that resolve into it. Cloud metadata services stay blocked."))
      .option(Option::string(
          "tls.ca_file", nullptr,
          "PEM file of certificate authorities that the plugin trusts for apps, in addition to the system's."))
      .option(Option::integer("database.pool_size", "16", "Maximum number of this plugin's connections to PostgreSQL.")
                  .between(1, 500))
      .option(Option::duration("database.statement_timeout", "30s",
                               "Maximum time of one statement, and of the wait for a free connection.")
                  .between(100, 600'000))
      .option(Option::string("public_url", nullptr,
                             "Base of hook URLs, for instance https://jobs.example.com. If not set, hook URLs use the "
                             "scheme and the Host of the request."));
}

Settings read_settings(const Config& config) {
  Settings settings;
  settings.client.ping_timeout = config.duration("ping.timeout");
  settings.client.ping_retries = static_cast<int>(config.integer("ping.retries"));
  settings.client.index_timeout = config.duration("index.timeout");
  settings.client.max_url_bytes = config.size_bytes("endpoint.max_url_length");
  settings.client.max_manifest_bytes = config.size_bytes("manifest.max_size");
  settings.client.max_manifest_depth = static_cast<int>(config.integer("manifest.max_depth"));
  settings.client.max_manifest_entries = config.integer("manifest.max_entries");
  settings.calls_per_environment = static_cast<int>(config.integer("calls_per_environment"));
  settings.client.ca_file = config.find_string("tls.ca_file").value_or("");
  settings.egress.allow = config.list("egress.allow");
  std::map<std::string, int> max_attempts;
  for (const char* type : kEnvironmentTypes)
    max_attempts[type] = static_cast<int>(config.integer(std::string("index.max_attempts.") + type));
  settings.retries = RetryPolicy(std::move(max_attempts));
  settings.pool_size = static_cast<int>(config.integer("database.pool_size"));
  settings.hook_delay = config.duration("index.hook_delay");
  settings.statement_timeout = config.duration("database.statement_timeout");
  settings.public_url = read_public_url(config);
  try {
    if (const auto ineffective = ineffective_entry(settings.egress)) throw std::invalid_argument(*ineffective);
  } catch (const std::invalid_argument& error) {
    throw ConfigError(std::string("egress.allow: ") + error.what());
  }
  try {
    make_tls_context(settings.client.ca_file);
  } catch (const std::invalid_argument& error) {
    throw ConfigError(std::string("tls.ca_file: ") + error.what());
  }
  return settings;
}

}  // namespace kongflow::endpoints
