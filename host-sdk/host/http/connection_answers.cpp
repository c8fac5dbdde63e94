// The answering half of Connection: what it sends, and how a connection ends.
#include <array>
#include <boost/beast/http/write.hpp>
#include <ctime>
#include <utility>

#include "host/http/connection.h"
#include "host/http/event_connection.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace http = boost::beast::http;

constexpr std::chrono::milliseconds linger_time{2'000};

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::array<char, 40> text{};
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  return text.data();
}

}  // namespace

void Connection::begin_answer() {
  read_at_ = Clock::now();
  if (request_.method.empty()) request_.method = request_.path = "-";
  if (request_.id.empty()) request_.id = context_.ids.next(request_.header("x-request-id"));
}

void Connection::refuse(unsigned status, std::string_view reason) {
  keep_alive_ = false;
  begin_answer();
  send({error_response(status, reason), nullptr, nullptr});
}

void Connection::send(RequestDispatcher::Reply reply) {
  exchange_.reset();
  if (!stream_.socket().is_open()) return;
  const HttpResponse& answer = reply.response;
  context_.journal.record(request_, reply.route, answer.status, Clock::now() - read_at_);
  unfinished_ = std::move(reply.unfinished);
  on_stream_ = std::move(reply.response.on_stream);
  keep_alive_ = keep_alive_ && !on_stream_ && !context_.dispatcher.draining();

  response_ = {};
  response_.version(version_);
  response_.result(answer.status);
  for (const auto& [name, value] : answer.headers) response_.insert(name, value);
  response_.set(http::field::date, http_date());
  response_.set("x-request-id", request_.id);
  response_.keep_alive(keep_alive_);
  const bool has_length = answer.status != 204 && answer.status != 304 && !on_stream_;
  if (has_length) response_.content_length(answer.body.size());
  if (has_length && request_.method != "HEAD") response_.body() = std::move(reply.response.body);

  context_.connections.transferring(*this);
  arm(context_.settings.idle_timeout, &Connection::close);
  http::async_write(stream_, response_,
                    [self = shared_from_this()](Error error, std::size_t) { self->written(error); });
}

void Connection::written(Error error) {
  disarm();
  response_ = {};
  unfinished_.reset();
  if (error) return close();
  if (on_stream_) return become_stream();
  if (!keep_alive_) return linger();
  if (buffer_.size() > 0) return read_header();
  await_request();
}

void Connection::become_stream() {
  const auto stream = std::make_shared<EventConnection>(std::move(stream_), context_.connections)->start();
  std::exchange(on_stream_, nullptr)(stream);
  close();
}

// Closing with unread input would reset the connection, and the client might lose the answer.
void Connection::linger() {
  context_.connections.idle(*this);
  arm(linger_time, &Connection::close);
  if (stream_.secure()) return stream_.async_shutdown([self = shared_from_this()](Error) { self->close(); });
  Error error;
  stream_.socket().shutdown(ClientStream::Socket::shutdown_send, error);
  if (error) return close();
  discard();
}

void Connection::discard() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(kMaxHeader_bytes), [self = shared_from_this()](Error error, std::size_t) {
    if (error) return self->close();
    self->discard();
  });
}

}  // namespace kongflow::host
