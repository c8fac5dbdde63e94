// The endpoints plugin: connects the composition to the host.
#include "kongflow/plugin.hpp"

#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "composition.h"
#include "console/panels.h"
#include "http/routes.h"
#include "janitor.h"
#include "settings.h"
#include "tasks/tasks.h"

namespace kongflow::endpoints {
namespace {

constexpr std::chrono::minutes kCleanupInterval{1};
constexpr std::chrono::minutes kAbandonedAfter{1};  // added to the index timeout

class EndpointsPlugin final : public Plugin {
 public:
  explicit EndpointsPlugin(Host host) : host_(host) {}

  void configure(const Config& config) override {
    Settings settings = read_settings(config);
    host_.admission().limit_calls(static_cast<std::uint32_t>(settings.calls_per_environment));
    std::shared_ptr<Composition> old;  // destroyed after the lock is released
    const std::lock_guard lock(mutex_);
    settings_ = std::move(settings);
    old = std::move(composition_);
  }

  void start(Registrar& registrar) override {
    app_call_seconds_ = registrar.histogram("kongflow_endpoints_app_call_seconds", "Duration of calls to users' apps.",
                                            {0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15}, {"action", "outcome"});
    database_failures_ =
        registrar.counter("kongflow_endpoints_database_failures_total",
                          "Requests, tasks and console pages that failed because of the database.", {"cause"});
    for (const DatabaseCause cause : kDatabaseCauses) database_failures_.add({to_string(cause)}, 0);
    const ServicesSource services = [this] {
      const auto composition = current();
      return std::shared_ptr<const Services>(composition, &composition->services());
    };
    add_routes(registrar, services);
    add_tasks(registrar, services);
    add_panels(registrar, services);
    registrar.health("database", [this](Call&) { return database_problem(); });
    if (has_database()) janitor_.emplace(kCleanupInterval, [this] { fail_abandoned_runs(); });
  }

  void drain() noexcept override {
    if (janitor_) janitor_->request_stop();
  }
  void stop() noexcept override {
    janitor_.reset();
    composition_.reset();
  }

 private:
  // The composition of the current configuration. A call keeps the composition that it started with until it ends.
  std::shared_ptr<Composition> current() {
    const std::lock_guard lock(mutex_);
    if (composition_ == nullptr)
      composition_ = std::make_shared<Composition>(
          settings_, host_.database(), host_.admission(), app_call_seconds_,
          [this](const auto&... what) { log_failed_run(what...); },
          [this](const auto&... what) { report_database_failure(what...); });
    return composition_;
  }

  // False in the host's dry runs.
  bool has_database() const {
    try {
      return !host_.database().empty();
    } catch (const kongflow::Error&) {
      return false;
    }
  }

  std::optional<std::string> database_problem() {
    try {
      current()->repository().check();
      return std::nullopt;
    } catch (const RepositoryError& error) {
      return error.what();
    }
  }

  void log_failed_run(const IndexTarget& target, const IndexRun& run, const RunFailure& failure) const {
    const auto wait = failure.next_attempt_in;
    host_.log().warning("An index failed.", {{"endpoint", target.endpoint.slug},
                                             {"environment", target.environment.id},
                                             {"run", run.id},
                                             {"attempt", std::to_string(run.attempt)},
                                             {"next_attempt_in_ms", wait ? std::to_string(wait->count()) : "none"},
                                             {"code", failure.code},
                                             {"error", failure.message}});
  }

  void report_database_failure(const RepositoryError& error, const std::string& call) const {
    const std::string_view cause = to_string(error.cause());
    database_failures_.add({cause});
    host_.log().warning("The database failed.",
                        {{"call", call}, {"cause", cause}, {"sqlstate", error.sqlstate()}, {"error", error.what()}});
  }

  void fail_abandoned_runs() {
    try {
      const auto age = index_timeout() + kAbandonedAfter;
      if (const int failed = current()->repository().fail_abandoned_runs(age); failed > 0)
        host_.log().warning("Marked abandoned index runs as failed.", {{"runs", std::to_string(failed)}});
    } catch (const std::exception& error) {
      host_.log().warning("Could not search for abandoned index runs.", {{"error", error.what()}});
    }
  }

  std::chrono::milliseconds index_timeout() {
    const std::lock_guard lock(mutex_);
    return settings_.client.index_timeout;
  }

  const Host host_;
  Histogram app_call_seconds_;
  Counter database_failures_;
  std::mutex mutex_;
  Settings settings_;                         // protected by mutex_
  std::shared_ptr<Composition> composition_;  // protected by mutex_; created on first use
  std::optional<Janitor> janitor_;            // last, because its thread uses the other members
};

}  // namespace
}  // namespace kongflow::endpoints

KONGFLOW_PLUGIN(kongflow::endpoints::EndpointsPlugin,
                kongflow::endpoints::with_options(kongflow::Descriptor("endpoints", "KongFlow Endpoints",
                                                                       KONGFLOW_VERSION)
                                                      .build("gcc " __VERSION__)
                                                      .needs_minor(1)
                                                      .needs(KF_ADMISSION_SERVICE)
                                                      .needs(KF_HTTP_SERVICE)
                                                      .needs(KF_TASKS_SERVICE)
                                                      .needs(KF_DATABASE_SERVICE)
                                                      .needs(KF_CONSOLE_SERVICE)
                                                      .needs(KF_HEALTH_SERVICE)
                                                      .needs(KF_METRICS_SERVICE)))
