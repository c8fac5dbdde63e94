#include "host/http/event_connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <utility>

namespace kongflow::host {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::seconds kWriteTimeout{30};

}  // namespace

EventConnection::EventConnection(ClientStream client, ConnectionSet& connections)
    : client_(std::move(client)), connections_(connections), deadline_(client_.get_executor()) {}

std::shared_ptr<EventStream> EventConnection::start() {
  connections_.add(shared_from_this(), client_.remote_address());
  const auto on_connection = [weak = weak_from_this(), executor = client_.get_executor()](auto action) {
    asio::post(executor, [weak, action = std::move(action)]() mutable {
      if (const auto self = weak.lock()) action(*self);
    });
  };
  stream_ = std::make_shared<EventStream>(
      [on_connection](std::string text) {
        on_connection([text = std::move(text)](EventConnection& self) { self.enqueue(text); });
      },
      [on_connection] { on_connection([](EventConnection& self) { self.close(); }); });
  watch();
  return stream_;
}

void EventConnection::close() {
  deadline_.cancel();
  client_.close();
  const auto self = shared_from_this();  // the set may hold the last reference
  connections_.remove(*this);
  stream_->close();
}

// Discards input after the request; reads only to detect a disconnect.
void EventConnection::watch() {
  client_.async_read_some(asio::buffer(ignored_), [self = shared_from_this()](Error error, std::size_t) {
    if (error) return self->close();
    self->watch();
  });
}

void EventConnection::enqueue(const std::string& text) {
  waiting_ += text;
  if (writing_.empty() && client_.socket().is_open()) flush();
}

void EventConnection::flush() {
  writing_.swap(waiting_);
  deadline_.expires_after(kWriteTimeout);
  deadline_.async_wait([self = shared_from_this()](Error cancelled) {
    if (!cancelled) self->close();
  });
  asio::async_write(client_, asio::buffer(writing_), [self = shared_from_this()](Error error, std::size_t written) {
    self->deadline_.cancel();
    self->writing_.clear();
    if (error) return self->close();
    self->stream_->written(written);
    if (!self->waiting_.empty()) self->flush();
  });
}

}  // namespace kongflow::host
