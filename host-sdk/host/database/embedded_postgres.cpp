#include "host/database/embedded_postgres.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include "host/base/data_dir.h"
#include "host/database/embedded_postgres_log.h"
#include "host/database/embedded_postgres_process.h"
#include "host/database/embedded_postgres_programs.h"
#include "host/database/file_descriptor.h"
#include "postgres/connection.h"

namespace kongflow::host {
namespace fs = std::filesystem;
using namespace std::chrono_literals;
namespace {

constexpr char kComponent[] = "database";
constexpr char kRole[] = "kongflow";
constexpr char kDatabase[] = "kongflow";
constexpr char kPort[] = "5432";
constexpr std::size_t kLongestSocketPath = 107;
constexpr auto kStartLimit = 120s;
constexpr auto kPause = 10ms;

std::string system_error() {
  return std::strerror(errno);
}

// Builds a URI for libpq and other PostgreSQL clients.
std::string connection_string(const std::string& socket_dir, const std::string& port, const char* database) {
  std::string host;
  for (const unsigned char c : socket_dir) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    if (std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.')
      host += static_cast<char>(c);
    else
      host += {'%', kHex[c >> 4], kHex[c & 15]};
  }
  return std::string("postgresql://") + kRole + "@" + host + ":" + port + "/" + database;
}

void make_dir(const fs::path& dir, mode_t mode) {
  if ((::mkdir(dir.c_str(), mode) != 0 && errno != EEXIST) || ::chmod(dir.c_str(), mode) != 0)
    throw std::runtime_error("The folder " + dir.string() + " cannot be created: " + system_error() + ".");
}

// Only the server's user may access it.
void make_private_dir(const fs::path& dir, const ServerUser& user) {
  make_dir(dir, 0700);
  if (user.switch_user && ::chown(dir.c_str(), user.uid, user.gid) != 0)
    throw std::runtime_error("The folder " + dir.string() + " cannot be given to the user " + user.name + ": " +
                             system_error() + ".");
}

int major_version(const fs::path& cluster) {
  int major = 0;
  std::ifstream(cluster / "PG_VERSION") >> major;
  return major;
}

// Best effort: a terminating initdb process may still write into the folder. The next start removes it.
void remove_unfinished(const fs::path& cluster) {
  std::error_code ignored;
  fs::remove_all(cluster, ignored);
}

fs::path prepared(const fs::path& data_dir) {
  return fs::weakly_canonical(fs::absolute(data_dir)) / "postgres";
}

}  // namespace

EmbeddedPostgres::EmbeddedPostgres(const fs::path& data_dir, std::string bin_dir, Log& log,
                                   std::chrono::milliseconds unseen_server_limit)
    : root_(prepared(data_dir)),
      cluster_(root_ / "data"),
      server_log_(root_ / "server.log"),
      bin_dir_(std::move(bin_dir)),
      log_(log),
      lock_(root_, log, unseen_server_limit) {}

EmbeddedPostgres::~EmbeddedPostgres() {
  stop();
}

std::string EmbeddedPostgres::start(const StopRequest* stop_request) {
  const ServerUser user = server_user();
  const fs::path data_dir = root_.parent_path();
  create_data_dir(data_dir);
  check_reachable(data_dir, user);
  make_dir(root_, user.switch_user ? 0711 : 0700);
  try {
    lock_.acquire(stop_request);
    if (!fs::exists(cluster_ / "PG_VERSION")) create_cluster(stop_request);
    const fs::path socket_dir = make_socket_dir();
    launch(socket_dir);
    wait_until_ready(connection_string(socket_dir, kPort, "postgres"), stop_request);
    auto connection = postgres::Connection::open(connection_string(socket_dir, kPort, "postgres"));
    if (connection.execute("select 1 from pg_database where datname = $1", {kDatabase}).empty())
      connection.execute_script(std::string("create database ") + kDatabase);
    log_.info(kComponent, "The embedded PostgreSQL is running", {{"folder", cluster_}, {"socket", socket_dir}});
    return connection_string(socket_dir, kPort, kDatabase);
  } catch (...) {
    stop();
    throw;
  }
}

void EmbeddedPostgres::create_cluster(const StopRequest* stop_request) {
  const ServerUser user = server_user();
  const PostgresPrograms programs = find_postgres_programs(bin_dir_, 0);
  const fs::path unfinished = root_ / "data.new";
  fs::remove_all(unfinished);
  make_private_dir(unfinished, user);
  log_.info(kComponent, "Creating the embedded PostgreSQL", {{"folder", cluster_}});
  const fs::path output_file = root_ / "initdb.log";
  const FileDescriptor output(output_file, O_WRONLY | O_CREAT | O_TRUNC);
  const pid_t initdb = start_process({programs.initdb, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                                      std::string("--username=") + kRole, "--pgdata=" + unfinished.string()},
                                     user, root_, output.get(), lock_.server_lock(), SIGKILL);
  std::optional<int> status;
  while (!(status = try_wait(initdb))) {
    if (stop_request != nullptr && stop_request->requested()) {
      for (const pid_t target : {initdb, -initdb}) ::kill(target, SIGKILL);  // it may not have a process group yet
      wait_for(initdb);
      remove_unfinished(unfinished);
      throw StopRequested();
    }
    std::this_thread::sleep_for(kPause);
  }
  if (*status != 0) {
    remove_unfinished(unfinished);
    throw std::runtime_error("The embedded database cannot be created: " + failure_reason(output_file, 0) +
                             " (more in " + output_file.string() + ")");
  }
  fs::rename(unfinished, cluster_);
}

// PostgreSQL limits the length of socket paths, and libpq and the server split lists of them at commas and quotes. Any
// other path is replaced by a link to a private folder below /tmp.
fs::path EmbeddedPostgres::make_socket_dir() {
  remove_socket_dir();
  const ServerUser user = server_user();
  fs::path usual = root_ / "socket";
  const bool fits = (usual / ".s.PGSQL.").string().size() + std::strlen(kPort) <= kLongestSocketPath;
  if (fits && usual.string().find_first_of(",\"") == std::string::npos) {
    make_private_dir(usual, user);
    return usual;
  }
  std::string name = "/tmp/kongflow-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr)
    throw std::runtime_error("Cannot create a folder for the database's socket below /tmp: " + system_error() + ".");
  make_private_dir(name, user);
  fs::create_directory_symlink(name, usual);
  return name;
}

// Also removes the socket and lock file of a killed server; the lock file may contain the ID of a live process.
void EmbeddedPostgres::remove_socket_dir() {
  std::error_code ignored;
  const fs::path usual = root_ / "socket";
  const fs::path dir = fs::is_symlink(usual, ignored) ? fs::read_symlink(usual, ignored) : usual;
  const std::string socket = std::string(".s.PGSQL.") + kPort;
  for (const fs::path& path : {dir / socket, dir / (socket + ".lock"), dir, usual}) fs::remove(path, ignored);
}

void EmbeddedPostgres::launch(const fs::path& socket_dir) {
  const PostgresPrograms programs = find_postgres_programs(bin_dir_, major_version(cluster_));
  rotate_when_large(server_log_);
  log_begin_ = size_of(server_log_);
  const FileDescriptor output(server_log_, O_WRONLY | O_CREAT | O_APPEND);
  server_ = start_process({programs.postgres,
                           "-D",
                           cluster_,
                           "-p",
                           kPort,
                           "-c",
                           "listen_addresses=",
                           "-c",
                           "unix_socket_directories=\"" + socket_dir.string() + "\"",
                           "-c",
                           "unix_socket_permissions=0700",
                           "-c",
                           "max_connections=100",
                           "-c",
                           "logging_collector=off",
                           "-c",
                           "log_destination=stderr",
                           "-c",
                           "log_line_prefix=%m [%p] ",
                           "-c",
                           "jit=off"},
                          server_user(), root_, output.get(), lock_.server_lock(), SIGINT);
}

void EmbeddedPostgres::wait_until_ready(const std::string& connection_string, const StopRequest* stop_request) {
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (::PQping(connection_string.c_str()) != PQPING_OK) {
    if (!running())
      throw std::runtime_error("The embedded database exited during its start: " +
                               failure_reason(server_log_, log_begin_) + " (more in " + server_log_.string() + ")");
    if (stop_request != nullptr) stop_request->check();
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("The embedded database does not accept connections; its log is " + server_log_.string() +
                               ".");
    std::this_thread::sleep_for(kPause);
  }
}

bool EmbeddedPostgres::running() {
  if (server_ > 0 && try_wait(server_)) server_ = -1;
  rotate_when_large(server_log_);
  return server_ > 0;
}

bool EmbeddedPostgres::wait_for_exit(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (running()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

void EmbeddedPostgres::stop() noexcept {
  if (running()) {
    ::kill(server_, SIGINT);
    if (!wait_for_exit(kFastStopLimit)) {
      ::kill(server_, SIGQUIT);
      if (!wait_for_exit(kImmediateStopLimit)) {
        ::kill(server_, SIGKILL);
        wait_for(server_);
        server_ = -1;
      }
    }
  }
  if (lock_.acquired()) remove_socket_dir();
  lock_.release();
}

std::optional<std::string> EmbeddedPostgres::connection_string_if_running(const fs::path& data_dir) {
  const fs::path cluster = prepared(data_dir) / "data";
  const auto server = read_postmaster_file(cluster);
  if (!server || !server->ready || server->socket_dir.empty()) return std::nullopt;
  const std::string result = connection_string(server->socket_dir, server->port, kDatabase);
  if (::PQping(result.c_str()) != PQPING_OK) return std::nullopt;
  return result;
}

}  // namespace kongflow::host
