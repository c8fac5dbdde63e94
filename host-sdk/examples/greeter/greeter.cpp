#include "kongflow/plugin.hpp"

class Greeter final : public kongflow::Plugin {
 public:
  void start(kongflow::Registrar& registrar) override {
    registrar.route("GET", "/greet/:name", kongflow::Access::open,
                    [](const kongflow::Request& request, kongflow::Call&) {
                      return kongflow::Response::text(200, "Hello, " + std::string(request.parameter("name")));
                    });
    registrar.task("greet", [log = registrar.host().log()](const kongflow::Task& task, kongflow::Call&) {
      if (task.payload_json == "{}") return kongflow::TaskOutcome::failed("The task greet needs a payload.");
      log.info("Greeted by a task.", {{"payload", task.payload_json}});
      return kongflow::TaskOutcome::done();
    });
  }
};

KONGFLOW_PLUGIN(Greeter,
                kongflow::Descriptor("greeter", "Greeter", "1.0.0").needs(KF_HTTP_SERVICE).needs(KF_TASKS_SERVICE))
