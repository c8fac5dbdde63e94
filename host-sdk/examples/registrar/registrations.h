// The table of registered entries: one row for each job, source, dynamic trigger and dynamic schedule.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <string_view>

#include "database.h"
#include "kongflow/call.hpp"

namespace registrar {

enum class Put { added, updated, unchanged };

// Thread-safe. Every function throws DatabaseError. The table is created on first use. Where the host's role may not
// create tables, create it beforehand with the statement in registrations.cpp.
class Registrations {
 public:
  explicit Registrations(Database& database) : database_(database) {}

  // Stores the entry of a register task: {kind: entry, "endpointId": uuid}. Idempotent, and independent of the order of
  // execution: of several tasks for one entry, the one that was enqueued last wins. One statement.
  Put put(const std::string& kind, std::string_view payload_json, std::string_view task_id, const kongflow::Call& call);

  // Returns {"registered": […], "nextCursor"}: the entries of one environment's endpoints, newest first, of one kind or
  // of all kinds (nullopt).
  std::string list(std::string_view environment_id, const std::optional<std::string>& kind, int limit,
                   const std::optional<std::string>& cursor, const kongflow::Call& call);

  // Functions of the console panel; kongflow/abi/console.h describes queries and replies.
  std::string panel_rows(std::string_view query_json, const kongflow::Call& call);
  std::optional<std::string> panel_row(std::string_view query_json, const kongflow::Call& call);
  bool remove(std::string_view input_json, const kongflow::Call& call);
  std::string version(const kongflow::Call& call);

  // Creates the table when it is missing.
  void prepare(const kongflow::Call& call);

 private:
  Result run(const char* sql, const std::vector<std::optional<std::string>>& parameters, const kongflow::Call& call);

  Database& database_;
  std::atomic<bool> prepared_{false};
};

}  // namespace registrar
