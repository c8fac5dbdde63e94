// Routes that take their time: GET /slow until the host cancels it, GET /stubborn for ever.
#include <chrono>
#include <thread>

#include "kongflow/plugin.hpp"

namespace {

class Slow final : public kongflow::Plugin {
 public:
  void start(kongflow::Registrar& registrar) override {
    registrar.route("GET", "/slow", kongflow::Access::open, [](const kongflow::Request&, kongflow::Call& call) {
      while (!call.cancelled()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
      return kongflow::Response::text(503, "cancelled");
    });
    registrar.route("GET", "/stubborn", kongflow::Access::open,
                    [](const kongflow::Request&, kongflow::Call&) -> kongflow::Response {
                      for (;;) std::this_thread::sleep_for(std::chrono::hours(1));
                    });
  }
};

}  // namespace

KONGFLOW_PLUGIN(Slow, kongflow::Descriptor("slow", "Slow", "1.0.0").build("tests").needs(KF_HTTP_SERVICE))
