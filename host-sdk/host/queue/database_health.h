// Whether the platform's database can be worked on: the checks "database", "schema", "queue", "writable", "visibility"
// and "commits" of /readyz.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "host/base/health.h"
#include "postgres/connection.h"

namespace kongflow::host {

// One connection, made anew when it is lost, and a statement limit of `limit`: the checks of one report take little
// more than three times as long. Thread-safe; callers take turns.
class DatabaseHealth {
 public:
  static constexpr std::chrono::milliseconds limit{2'000};

  explicit DatabaseHealth(std::string connection_string) : connection_string_(std::move(connection_string)) {}

  // Adds the checks; the first asks the database for all of them, and the others are left out of a report while it does
  // not answer. The object outlives the reports.
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
