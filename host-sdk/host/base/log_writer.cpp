#include "host/base/log_writer.h"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <utility>

#include "host/base/start_thread.h"

namespace kongflow::host {
namespace {

constexpr std::size_t kMaxWaitingBytes = std::size_t{4} * 1024 * 1024;
constexpr std::chrono::seconds kPatienceAtTheEnd{2};

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN) {  // another process may have set the shared descriptor to non-blocking
      pollfd ready{descriptor, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

LogWriter::LogWriter(int descriptor, Notice notice)
    : state_(std::make_shared<State>(descriptor, std::move(notice))),
      thread_(start_thread([state = state_] { state->work(); })) {}

LogWriter::~LogWriter() {
  const bool idle = flush(kPatienceAtTheEnd);
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_all();
  if (idle) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

void LogWriter::add(const std::string& line) {
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->writing_bytes + state_->waiting.size() + line.size() > kMaxWaitingBytes) {
      ++state_->dropped;
      ++state_->unreported;
      return;
    }
    state_->waiting += line;
    ++state_->waiting_lines;
  }
  state_->changed.notify_all();
}

bool LogWriter::flush(std::chrono::milliseconds limit) {
  std::unique_lock lock(state_->mutex);
  return state_->changed.wait_for(lock, limit,
                                  [this] { return state_->waiting.empty() && state_->writing_bytes == 0; });
}

std::uint64_t LogWriter::dropped() const {
  const std::lock_guard lock(state_->mutex);
  return state_->dropped;
}

void LogWriter::State::work() {
  std::unique_lock lock(mutex);
  for (;;) {
    changed.wait(lock, [this] { return stopping || !waiting.empty(); });
    if (stopping) return;
    write_waiting(lock);
    changed.notify_all();
  }
}

void LogWriter::State::write_waiting(std::unique_lock<std::mutex>& lock) {
  const std::string text = std::exchange(waiting, {});
  const std::uint64_t lines = std::exchange(waiting_lines, 0);
  const std::uint64_t missing = std::exchange(unreported, 0);
  writing_bytes = text.size();
  lock.unlock();
  const bool written = write_all(descriptor, text);
  const bool reported = missing == 0 || write_all(descriptor, notice(missing));
  lock.lock();
  writing_bytes = 0;
  if (!written) {
    dropped += lines;
    unreported += lines;
  }
  if (!reported) unreported += missing;
}

}  // namespace kongflow::host
