// Executes the register tasks that an index enqueues, and stores the registered jobs, sources, dynamic triggers and
// dynamic schedules in a table. GET /api/v1/registered and a console panel show the table.
#include <charconv>
#include <string>
#include <utility>

#include "kongflow/plugin.hpp"
#include "registrations.h"

namespace registrar {
namespace {

constexpr std::pair<const char*, const char*> kTasks[] = {{"registerJob", "job"},
                                                          {"registerSource", "source"},
                                                          {"registerDynamicTrigger", "dynamicTrigger"},
                                                          {"registerDynamicSchedule", "dynamicSchedule"}};
constexpr int kMaxListed = 200;

const char* name_of(Put put) {
  return put == Put::added ? "added" : put == Put::updated ? "updated" : "unchanged";
}

kongflow::Response error(std::uint32_t status, const char* code, const char* sentence) {
  return kongflow::Response::json(status, std::string(R"({"error":")") + sentence + R"(","code":")" + code + R"("})");
}

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number < 1) return std::nullopt;
  return number;
}

std::string connection_string(const kongflow::Host& host) {
  try {
    return host.database();
  } catch (const kongflow::Error& refused) {
    throw DatabaseError(refused.what(), "");
  }
}

// Calls a function of the panel; converts database errors to replies.
template <typename Function>
kongflow::PanelReply panel_reply(Function&& function) {
  try {
    return std::forward<Function>(function)();
  } catch (const DatabaseError& fault) {
    if (fault.permanent()) return kongflow::PanelReply::bad_input("The query is invalid for this panel.");
    return kongflow::PanelReply::retry(fault.what());
  }
}

}  // namespace

class RegistrarPlugin final : public kongflow::Plugin {
 public:
  explicit RegistrarPlugin(kongflow::Host host)
      : log_(host.log()), database_([host] { return connection_string(host); }), registrations_(database_) {}

  void configure(const kongflow::Config& config) override {
    database_.set_max_connections(static_cast<int>(config.integer("connections")));
  }

  void start(kongflow::Registrar& registrar) override {
    entries_ = registrar.counter("registrar_entries_total", "Completed register tasks.", {"kind", "outcome"});
    for (const auto& [identifier, kind] : kTasks)
      registrar.task(identifier, [this, kind = kind](const kongflow::Task& task, kongflow::Call& call) {
        return put(kind, task, call);
      });
    registrar.route("GET", "/api/v1/registered", kongflow::Access::environment,
                    [this](const kongflow::Request& request, kongflow::Call& call) { return list(request, call); });
    registrar.health("table", [this](kongflow::Call& call) -> std::optional<std::string> {
      try {
        registrations_.prepare(call);
        return std::nullopt;
      } catch (const std::exception& fault) {
        return std::string("The table registrar_entries cannot be used: ") + fault.what();
      }
    });
    registrar.panel(panel());
  }

 private:
  kongflow::TaskOutcome put(const char* kind, const kongflow::Task& task, const kongflow::Call& call) {
    try {
      entries_.add({kind, name_of(registrations_.put(kind, task.payload_json, task.id, call))});
      return kongflow::TaskOutcome::done();
    } catch (const DatabaseError& fault) {
      if (fault.permanent()) return kongflow::TaskOutcome::failed(fault.what(), "BAD_PAYLOAD");
      return kongflow::TaskOutcome::retry(fault.what(), "NO_DATABASE");
    }
  }

  kongflow::Response list(const kongflow::Request& request, const kongflow::Call& call) {
    const auto limit = whole_number(request.query_parameter("limit").value_or("50"));
    const auto cursor = request.query_parameter("cursor");
    if (!limit || *limit > kMaxListed) return error(400, "BAD_LIMIT", "limit must be a whole number from 1 to 200.");
    if (cursor && !whole_number(*cursor))
      return error(400, "BAD_CURSOR", "cursor must be the nextCursor of the previous page.");
    try {
      return kongflow::Response::json(
          200, registrations_.list(request.environment()->id, request.query_parameter("kind"), static_cast<int>(*limit),
                                   cursor, call));
    } catch (const DatabaseError& fault) {
      log_.write(KF_LOG_ERROR, &call, "The registered entries could not be listed.", {{"error", fault.what()}});
      return error(503, "NO_DATABASE", "The database cannot be reached.");
    }
  }

  kongflow::Panel panel() {
    kongflow::Panel panel;
    panel.id = "registered";
    panel.title = "Registered";
    panel.columns = {{"key", "Key", "copy"},          {"kind", "Kind"},
                     {"endpoint", "Endpoint"},        {"name", "Name"},
                     {"version", "Version"},          {"registeredAt", "Registered", "time"},
                     {"updatedAt", "Updated", "time"}};
    panel.actions = {{"forget", "Forget", true, "Remove this row? The next index of its app adds it again."}};
    panel.rows = [this](std::string_view query, kongflow::Call& call) {
      return panel_reply([&] { return kongflow::PanelReply::json(registrations_.panel_rows(query, call)); });
    };
    panel.row = [this](std::string_view query, kongflow::Call& call) {
      return panel_reply([&] {
        auto row = registrations_.panel_row(query, call);
        return row ? kongflow::PanelReply::json(*std::move(row))
                   : kongflow::PanelReply::not_found("There is no such row.");
      });
    };
    panel.act = [this](std::string_view, std::string_view input, kongflow::Call& call) {
      return panel_reply([&] {
        return registrations_.remove(input, call) ? kongflow::PanelReply::json(R"({"message":"The row was removed."})")
                                                  : kongflow::PanelReply::not_found("There is no such row.");
      });
    };
    panel.version = [this](kongflow::Call& call) { return registrations_.version(call); };
    return panel;
  }

  const kongflow::Log log_;
  Database database_;
  Registrations registrations_;
  kongflow::Counter entries_;
};

}  // namespace registrar

KONGFLOW_PLUGIN(registrar::RegistrarPlugin,
                kongflow::Descriptor("registrar", "Registrar", "1.0.0")
                    .build("example")
                    .needs(KF_CONSOLE_SERVICE)
                    .needs(KF_DATABASE_SERVICE)
                    .needs(KF_HEALTH_SERVICE)
                    .needs(KF_HTTP_SERVICE)
                    .needs(KF_METRICS_SERVICE)
                    .needs(KF_TASKS_SERVICE)
                    .option(kongflow::Option::integer("connections", "4",
                                                      "Maximum number of database connections of this plugin.")
                                .between(1, 64)))
