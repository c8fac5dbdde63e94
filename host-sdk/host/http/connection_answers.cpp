// The responding half of Connection: sends responses and closes the connection.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/status.hpp>
#include <ctime>
#include <utility>

#include "host/http/connection.h"
#include "host/http/event_connection.h"
#include "host/http/json_response.h"

namespace kongflow::host {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::chrono::milliseconds kLingerTime{2'000};

// "Sun, 06 Nov 1994 08:49:37 GMT", formatted once a second. [I/O thread]
std::string_view http_date() {
  static std::time_t shown = 0;
  static std::array<char, 40> text{};
  const std::time_t now = std::time(nullptr);
  if (now == shown) return text.data();
  std::tm utc{};
  gmtime_r(&now, &utc);
  std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
  shown = now;
  return text.data();
}

void add_field(std::string& head, std::string_view name, std::string_view value) {
  head.append(name).append(": ").append(value).append("\r\n");
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

  write_head(answer);
  const bool has_body = !on_stream_ && answer.status != 204 && answer.status != 304 && request_.method != "HEAD";
  if (has_body) answer_body_ = std::move(reply.response.body);

  context_.connections.transferring(*this);
  arm(context_.settings.idle_timeout, &Connection::close);
  const std::array buffers{asio::buffer(answer_head_), asio::buffer(answer_body_)};
  asio::async_write(stream_, buffers, [self = shared_from_this()](Error error, std::size_t) { self->written(error); });
}

// The values are valid: kf_exchange::complete() has checked those from plugins.
void Connection::write_head(const HttpResponse& answer) {
  const auto phrase = http::obsolete_reason(http::int_to_status(answer.status));
  answer_head_ = version_ == 10 ? "HTTP/1.0 " : "HTTP/1.1 ";
  answer_head_.append(std::to_string(answer.status)).append(" ").append(phrase.data(), phrase.size()).append("\r\n");
  for (const auto& [name, value] : answer.headers) add_field(answer_head_, name, value);
  add_field(answer_head_, "Date", http_date());
  add_field(answer_head_, "x-request-id", request_.id);
  if (!keep_alive_) add_field(answer_head_, "Connection", "close");
  if (keep_alive_ && version_ == 10) add_field(answer_head_, "Connection", "keep-alive");
  const bool has_length = answer.status != 204 && answer.status != 304 && !on_stream_;
  if (has_length) add_field(answer_head_, "Content-Length", std::to_string(answer.body.size()));
  answer_head_ += "\r\n";
}

void Connection::written(Error error) {
  disarm();
  std::string().swap(answer_head_);
  std::string().swap(answer_body_);
  unfinished_.reset();
  if (error) return close();
  if (on_stream_) return upgrade_to_event_stream();
  if (!keep_alive_) return linger();
  if (buffer_.size() > 0) return read_header();
  await_request();
}

void Connection::upgrade_to_event_stream() {
  const auto stream = std::make_shared<EventConnection>(std::move(stream_), context_.connections)->start();
  std::exchange(on_stream_, nullptr)(stream);
  disarm();
  timer_.cancel();
  const auto self = shared_from_this();  // the set may hold the last other reference
  context_.connections.remove(*this);
}

// Closing a socket with unread input resets the connection, and the client may lose the response.
void Connection::linger() {
  context_.connections.idle(*this);
  arm(kLingerTime, &Connection::close);
  if (stream_.secure()) return stream_.async_shutdown([self = shared_from_this()](Error) { self->close(); });
  Error error;
  stream_.socket().shutdown(ClientStream::Socket::shutdown_send, error);
  if (error) return close();
  discard();
}

void Connection::discard() {
  buffer_.clear();
  stream_.async_read_some(buffer_.prepare(kMaxHeaderBytes), [self = shared_from_this()](Error error, std::size_t) {
    if (error) return self->close();
    self->discard();
  });
}

}  // namespace kongflow::host
