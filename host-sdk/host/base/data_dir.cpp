#include "host/base/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <cerrno>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <vector>

#include "host/base/random_token.h"

namespace kongflow::host {
namespace {

namespace fs = std::filesystem;

const char* advice_for(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
      return "free space on its volume";
    case EROFS:
      return "mount its file system for writing, or set data_dir to another folder";
    case EACCES:
    case EPERM:
      return "give the user of the host the right to write there, or set data_dir to another folder";
    case ENOTDIR:
    case EEXIST:
      return "a file or a broken link has this name: remove it, or set data_dir to another folder";
    default:
      return "set data_dir to another folder";
  }
}

std::runtime_error failure(const std::string& what, const fs::path& path, int error) {
  return std::runtime_error(what + " " + path.string() + ": " + std::generic_category().message(error) + "; " +
                            advice_for(error));
}

std::string first_line(const fs::path& file) {
  std::ifstream in(file);
  std::string line;
  std::getline(in, line);
  return line;
}

void write_private(const fs::path& file, const std::string& text) {
  const int fd = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) throw failure("cannot write", file, errno);
  const bool written = write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  const int error = errno;
  close(fd);
  if (!written) throw failure("cannot write", file, error);
}

void replace(const fs::path& file, const std::string& text) {
  const fs::path draft = file.string() + ".new";
  try {
    write_private(draft, text);
    fs::rename(draft, file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
}

}  // namespace

void create_data_dir(const fs::path& path) {
  const fs::path folder = fs::absolute(path).lexically_normal();
  std::error_code error;
  std::vector<fs::path> created;
  for (fs::path part = folder; !fs::exists(part, error) && !error; part = part.parent_path()) created.push_back(part);
  fs::create_directories(folder, error);
  const auto enter = fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec;
  for (const fs::path& part : created)
    if (!error && geteuid() == 0) fs::permissions(part, enter, fs::perm_options::add, error);
  if (error) throw failure("cannot create data_dir", folder, error.value());
}

DataDir::DataDir(const fs::path& path) : path_(fs::absolute(path).lexically_normal()) {
  create_data_dir(path_);
  const fs::path lock = path_ / "lock";
  lock_fd_ = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock_fd_ < 0) throw failure("cannot write", lock, errno);
  if (flock(lock_fd_, LOCK_EX | LOCK_NB) != 0) {
    const std::string pid = first_line(lock);
    close(lock_fd_);
    throw std::runtime_error("another kongflow-host (pid " + (pid.empty() ? "unknown" : pid) + ") uses data_dir " +
                             path_.string() + "; stop it, or set another data_dir for this host");
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(lock_fd_, 0) != 0 || pwrite(lock_fd_, pid.data(), pid.size(), 0) < 0) {
    const int code = errno;
    close(lock_fd_);
    throw failure("cannot write", lock, code);
  }
}

DataDir::~DataDir() {
  withdraw();
  close(lock_fd_);
}

void DataDir::announce(const std::string& url) {
  replace(path_ / "host.json", boost::json::serialize(boost::json::object{{"pid", getpid()}, {"url", url}}) + "\n");
}

void DataDir::withdraw() noexcept {
  std::error_code ignored;
  fs::remove(path_ / "host.json", ignored);
}

DataDir::TokenFile DataDir::console_token() const {
  if (fs::exists(token_file())) {
    std::string token = first_line(token_file());
    if (token.empty())
      throw std::runtime_error(token_file().string() + " is empty; remove it, and the host creates a new token");
    return {token, false};
  }
  std::string token = random_token();
  replace(token_file(), token + "\n");
  return {token, true};
}

}  // namespace kongflow::host
