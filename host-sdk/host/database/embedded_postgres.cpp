#include "host/database/embedded_postgres.h"

#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/file.h>
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

#include "host/data_dir.h"
#include "host/database/embedded_postgres_log.h"
#include "host/database/embedded_postgres_process.h"
#include "host/database/embedded_postgres_programs.h"
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
constexpr auto kFastStopLimit = 30s;
constexpr auto kImmediateStopLimit = 10s;
constexpr auto kPause = 10ms;

std::string system_error() {
  return std::strerror(errno);
}

// A URI that libpq and other PostgreSQL clients read.
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
    throw std::runtime_error("The folder " + dir.string() + " cannot be made: " + system_error() + ".");
}

// For the server's user alone.
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

// Closes at scope's end.
class File {
 public:
  File(const fs::path& path, int flags) : fd_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {
    if (fd_ < 0) throw std::runtime_error(path.string() + " cannot be opened: " + system_error() + ".");
  }
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int fd() const { return fd_; }
  int release() { return std::exchange(fd_, -1); }

 private:
  int fd_;
};

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
      unseen_server_limit_(unseen_server_limit) {}

EmbeddedPostgres::~EmbeddedPostgres() {
  stop();
}

std::string EmbeddedPostgres::start(const StopRequest* stop_request) {
  const ServerUser user = server_user();
  const fs::path data_dir = root_.parent_path();
  create_data_dir(data_dir);
  check_reachable(data_dir, user);
  make_dir(root_, user.switch_user ? 0711 : 0700);
  lock();
  try {
    end_leftovers(stop_request);
    if (!fs::exists(cluster_ / "PG_VERSION")) create_cluster();
    const fs::path socket_dir = make_socket_dir();
    launch(socket_dir);
    wait_until_ready(connection_string(socket_dir, kPort, "postgres"), stop_request);
    auto connection = postgres::Connection::open(connection_string(socket_dir, kPort, "postgres"));
    if (connection.execute("select 1 from pg_database where datname = $1", {kDatabase}).empty())
      connection.execute_script(std::string("create database ") + kDatabase);
    log_.info(kComponent, "The embedded PostgreSQL runs", {{"folder", cluster_}, {"socket", socket_dir}});
    return connection_string(socket_dir, kPort, kDatabase);
  } catch (...) {
    stop();
    throw;
  }
}

void EmbeddedPostgres::lock() {
  File file(root_ / "lock", O_RDWR | O_CREAT);
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0)
    throw std::runtime_error("Another host runs the embedded database in " + root_.string() +
                             ": stop it first, or give this one another data_dir.");
  lock_fd_ = file.release();
}

// False while a server, or a process of one, still works in the folder.
bool EmbeddedPostgres::lock_server() {
  File file(root_ / "server.lock", O_RDWR | O_CREAT);
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) return false;
  server_lock_fd_ = file.release();
  return true;
}

void EmbeddedPostgres::create_cluster() {
  const ServerUser user = server_user();
  const PostgresPrograms programs = find_postgres_programs(bin_dir_, 0);
  const fs::path unfinished = root_ / "data.new";
  fs::remove_all(unfinished);
  make_private_dir(unfinished, user);
  log_.info(kComponent, "Creating the embedded PostgreSQL", {{"folder", cluster_}});
  {
    const File output(root_ / "initdb.log", O_WRONLY | O_CREAT | O_TRUNC);
    const int status = wait_for(start_process({programs.initdb, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                                               std::string("--username=") + kRole, "--pgdata=" + unfinished.string()},
                                              user, root_, output.fd(), server_lock_fd_, SIGKILL));
    if (status != 0)
      throw std::runtime_error("The embedded database cannot be created: " + failure_reason(root_ / "initdb.log", 0) +
                               " (more in " + (root_ / "initdb.log").string() + ")");
  }
  fs::rename(unfinished, cluster_);
}

// A killed host's server gets a signal when that host dies, but may still be at its shutdown; and a lock file whose
// process number another program has by now would keep PostgreSQL from starting.
void EmbeddedPostgres::end_leftovers(const StopRequest* stop_request) {
  const auto begin = Clock::now();
  int last_signal = 0;
  std::optional<Clock::time_point> unseen_since;
  for (;;) {
    const auto left = postgres_processes_in(cluster_);
    if (left.empty() && lock_server()) break;
    if (left.empty()) {
      await_unseen_server(unseen_since);
    } else {
      unseen_since.reset();
      const auto waited = Clock::now() - begin;
      const int signal = waited < kFastStopLimit                         ? SIGINT
                         : waited < kFastStopLimit + kImmediateStopLimit ? SIGQUIT
                                                                         : SIGKILL;
      if (std::exchange(last_signal, signal) != signal) signal_leftovers(left, signal);
    }
    if (stop_request != nullptr) stop_request->check();
    std::this_thread::sleep_for(kPause);
  }
  std::error_code ignored;
  fs::remove(cluster_ / "postmaster.pid", ignored);
}

void EmbeddedPostgres::await_unseen_server(std::optional<Clock::time_point>& since) {
  if (!since) {
    log_.warning(kComponent,
                 "Waiting until the PostgreSQL of an earlier host, maybe in another container, leaves the folder",
                 {{"folder", cluster_}});
    since = Clock::now();
  }
  if (Clock::now() - *since >= unseen_server_limit_)
    throw std::runtime_error("A PostgreSQL that this host cannot see works in " + cluster_.string() +
                             ", in another container or on another machine: stop that one, then start this host "
                             "again, or give it another data_dir.");
}

void EmbeddedPostgres::signal_leftovers(const std::vector<pid_t>& left, int signal) {
  const auto postmaster = read_postmaster_file(cluster_);
  log_.warning(kComponent, "Stopping the PostgreSQL that an earlier host left behind", {{"folder", cluster_}});
  for (const pid_t pid : left)
    if (signal == SIGKILL || (postmaster && postmaster->pid == pid)) ::kill(pid, signal);
}

// The path of PostgreSQL's socket must be short, and libpq and the server split lists of such paths at commas and
// quotes; any other path is replaced by a link to a private folder below /tmp.
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
    throw std::runtime_error("No folder for the database's socket can be made below /tmp: " + system_error() + ".");
  make_private_dir(name, user);
  fs::create_directory_symlink(name, usual);
  return name;
}

// With the socket and the lock file that a killed server leaves in it, which may name a process that lives.
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
  const File output(server_log_, O_WRONLY | O_CREAT | O_APPEND);
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
                          server_user(), root_, output.fd(), server_lock_fd_, SIGINT);
}

void EmbeddedPostgres::wait_until_ready(const std::string& connection_string, const StopRequest* stop_request) {
  const auto deadline = std::chrono::steady_clock::now() + kStartLimit;
  while (::PQping(connection_string.c_str()) != PQPING_OK) {
    if (!running())
      throw std::runtime_error("The embedded database ended while it started: " +
                               failure_reason(server_log_, log_begin_) + " (more in " + server_log_.string() + ")");
    if (stop_request != nullptr) stop_request->check();
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error("The embedded database does not answer; " + server_log_.string() +
                               " says what it does.");
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
  if (server_lock_fd_ >= 0) {
    remove_socket_dir();
    ::close(std::exchange(server_lock_fd_, -1));
  }
  if (lock_fd_ >= 0) ::close(std::exchange(lock_fd_, -1));
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
