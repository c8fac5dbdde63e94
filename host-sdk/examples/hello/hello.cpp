// A C++ plugin that uses each service once: a setting, the task "hello.greet", the route GET /hello/:name, a metric, a
// health check and a console panel.
#include "kongflow/plugin.hpp"

#include <map>
#include <mutex>
#include <string>

namespace {

class Hello final : public kongflow::Plugin {
 public:
  void configure(const kongflow::Config& config) override {
    std::string greeting = config.string("greeting");
    if (greeting.empty())
      throw kongflow::ConfigError("greeting must not be empty. Remove the setting to use the default \"Hello\".");
    const std::lock_guard lock(mutex_);
    greeting_ = std::move(greeting);
  }

  void start(kongflow::Registrar& registrar) override {
    greetings_ = registrar.counter("hello_greetings_total", "Number of greetings.", {"by"});
    registrar.route("GET", "/hello/:name", kongflow::Access::open,
                    [this](const kongflow::Request& request, kongflow::Call&) {
                      return kongflow::Response::text(200, greet(request.parameter("name"), "http"));
                    });
    registrar.task("hello.greet", [this, log = registrar.host().log()](const kongflow::Task& task, kongflow::Call&) {
      if (task.payload_json == "{}") return kongflow::TaskOutcome::failed("The task hello.greet needs a payload.");
      log.info(greet(task.payload_json, "task"), {{"task", task.id}});
      return kongflow::TaskOutcome::done();
    });
    registrar.health("greeting", [this](kongflow::Call&) -> std::optional<std::string> {
      const std::lock_guard lock(mutex_);
      if (greeting_ != "Goodbye") return std::nullopt;
      return "The greeting is a farewell. Set greeting to another text.";
    });
    registrar.panel(panel());
  }

 private:
  std::string greet(std::string_view name, const char* by) {
    greetings_.add({by});
    const std::lock_guard lock(mutex_);
    ++counts_[by];
    return greeting_ + ", " + std::string(name);
  }

  kongflow::Panel panel() {
    kongflow::Panel panel;
    panel.id = "greetings";
    panel.title = "Greetings";
    panel.columns = {{"by", "Greeted by"}, {"count", "Count", "number"}};
    panel.actions = {{"forget", "Reset", true, "Reset the count of this row to zero?"}};
    panel.rows = [this](std::string_view, kongflow::Call&) {
      const std::lock_guard lock(mutex_);
      std::string rows;
      for (const auto& [by, count] : counts_) {
        if (!rows.empty()) rows += ',';
        rows.append(R"({"id":")").append(by).append(R"(","by":")").append(by);
        rows.append(R"(","count":)").append(std::to_string(count)).append("}");
      }
      return kongflow::PanelReply::json(R"({"rows":[)" + rows + R"(],"cursor":null})");
    };
    panel.act = [this](std::string_view, std::string_view input_json, kongflow::Call&) {
      const std::lock_guard lock(mutex_);
      for (auto& [by, count] : counts_) {
        if (input_json.find("\"" + by + "\"") == std::string_view::npos) continue;
        count = 0;
        return kongflow::PanelReply::json(R"({"message":"The count was reset."})");
      }
      return kongflow::PanelReply::not_found("There is no such row.");
    };
    return panel;
  }

  kongflow::Counter greetings_;
  std::mutex mutex_;
  std::string greeting_;               // protected by mutex_
  std::map<std::string, int> counts_;  // protected by mutex_
};

}  // namespace

KONGFLOW_PLUGIN(Hello, kongflow::Descriptor("hello", "Hello", "1.0.0")
                           .build("example")
                           .needs(KF_HTTP_SERVICE)
                           .needs(KF_TASKS_SERVICE)
                           .needs(KF_METRICS_SERVICE)
                           .needs(KF_HEALTH_SERVICE)
                           .needs(KF_CONSOLE_SERVICE)
                           .option(kongflow::Option::string("greeting", "Hello", "The text before the name.")))
