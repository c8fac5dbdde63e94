// Checks the platform's database: "database", "schema", "queue", "writable", "visibility" and "commits" of /readyz.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "host/base/health.h"
#include "postgres/connection.h"

namespace kongflow::host {

// Uses one connection, which it reopens when it is lost, and limits each statement to `limit`; the checks of one report
// take little more than three times as long. Thread-safe; callers are serialized.
class DatabaseHealth {
 public:
  static constexpr std::chrono::milliseconds limit{2'000};

  explicit DatabaseHealth(std::string connection_string) : connection_string_(std::move(connection_string)) {}

  // Adds the checks. The first check queries the database for all of them; reports omit the others while the database
  // is not available. The object must outlive the reports.
  void add_to(Health& health);

 private:
  std::optional<std::string> ask();
  void read_facts();
  std::optional<std::string> commit_problem();

  const std::string connection_string_;
  std::mutex mutex_;
  // Protected by mutex_:
  std::optional<postgres::Connection> connection_;
  std::map<std::string, std::optional<std::string>> problems_;  // by check; empty: not known
  std::chrono::steady_clock::time_point commit_at_;             // when to try a commit again
};

}  // namespace kongflow::host
