// The table of what apps have registered: one row for each job, source, dynamic trigger and dynamic schedule.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

#include "database.h"
#include "kongflow/call.hpp"

namespace registrar {

enum class Put { added, updated, unchanged };

// Every function throws DatabaseError. The table makes itself at first use: whoever does not let the host create tables
// makes it before, with the statement in registrations.cpp. Thread-safe.
class Registrations {
 public:
  explicit Registrations(Database& database) : database_(database) {}

  // What a register task brings: {kind: entry, "endpointId": uuid}. Any number of times, in any order: of several tasks
  // for one entry, the one that was put into the queue last wins. One statement.
  Put put(const std::string& kind, std::string_view payload_json, std::string_view task_id, const kongflow::Call& call);

  // {"registered": […], "nextCursor"}: newest first, of one environment's endpoints, of one kind or all.
  std::string list(std::string_view environment_id, const std::optional<std::string>& kind, int limit,
                   const std::optional<std::string>& cursor, const kongflow::Call& call);

  // The console's panel; queries and answers as kongflow/abi/console.h describes them.
  std::string panel_rows(std::string_view query_json, const kongflow::Call& call);
  std::optional<std::string> panel_row(std::string_view query_json, const kongflow::Call& call);
  bool remove(std::string_view input_json, const kongflow::Call& call);
  std::string version(const kongflow::Call& call);

  // Makes the table when it is missing.
  void prepare(const kongflow::Call& call);

 private:
  Result run(const char* sql, const std::vector<std::optional<std::string>>& parameters, const kongflow::Call& call);

  Database& database_;
  std::atomic<bool> prepared_{false};
};

}  // namespace registrar
