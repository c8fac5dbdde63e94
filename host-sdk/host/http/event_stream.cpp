#include "host/http/event_stream.h"

#include <utility>

namespace kongflow::host {

EventStream::EventStream(std::function<void(std::string)> write, std::function<void()> disconnect)
    : write_(std::move(write)), disconnect_(std::move(disconnect)) {}

bool EventStream::send(std::string_view event, std::string_view data) {
  std::string text = "event: " + std::string(event) + "\n";
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = data.find('\n');
    text.append("data: ").append(data.substr(0, end)).append("\n");
    if (end != std::string_view::npos) data.remove_prefix(end + 1);
  }
  return write(std::move(text) + "\n");
}

bool EventStream::comment() {
  return write(":\n\n");
}

bool EventStream::open() const {
  const std::lock_guard lock(mutex_);
  return static_cast<bool>(write_);
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  write_ = nullptr;
  if (const auto disconnect = std::exchange(disconnect_, nullptr)) disconnect();
}

void EventStream::written(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  waiting_ -= bytes;
}

bool EventStream::write(std::string text) {
  {
    const std::lock_guard lock(mutex_);
    if (!write_) return false;
    if (waiting_ + text.size() <= kMaxWaitingBytes) {
      waiting_ += text.size();
      write_(std::move(text));
      return true;
    }
  }
  close();
  return false;
}

}  // namespace kongflow::host
