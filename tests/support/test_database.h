// A database of its own for each test.
#pragma once

#include <string>
#include <vector>

#include "postgres/connection.h"

namespace kongflow::testing {

// A fresh database with every migration applied, on a private PostgreSQL cluster in a temporary folder. The first one
// of a program starts the cluster, on the main thread; it ends with the program.
class TestDatabase {
 public:
  enum class Content { migrated, empty };
  explicit TestDatabase(Content content = Content::migrated);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& connection_string() const { return connection_string_; }
  postgres::Connection connect() const { return postgres::Connection::open(connection_string_); }

  // The first column of the first row, "" for NULL; through a connection of its own.
  std::string value(const std::string& sql, const std::vector<postgres::Parameter>& parameters = {}) const;
  void run(const std::string& script) const;

  // The folder of migrations that the tests use.
  static std::string sql_dir();
  // Ends every connection to this database, as a restart of the server would, and waits until their processes are gone.
  void disconnect_all() const;
  // Whether new connections to this database are accepted; those that exist stay.
  void allow_connections(bool allowed) const;

 private:
  std::string name_;
  std::string connection_string_;
};

}  // namespace kongflow::testing
