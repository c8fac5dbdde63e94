#include "host/http/connection.h"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <limits>
#include <string>
#include <utility>

#include "host/http/request_head.h"

namespace kongflow::host {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t kMaxBufferBytes = std::size_t{96} * 1024;
constexpr std::string_view kContinueLine = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(ClientStream stream, const ConnectionContext& context)
    : context_(context),
      stream_(std::move(stream)),
      remote_address_(stream_.remote_address()),
      local_is_loopback_(stream_.local_is_loopback()),
      timer_(stream_.get_executor()),
      buffer_(kMaxBufferBytes) {
  Error ignored;
  stream_.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Connection::start() {
  context_.connections.add(shared_from_this(), remote_address_);
  context_.connections.transferring(*this);
  if (stream_.secure()) return start_handshake();
  await_request();
}

void Connection::close() {
  disarm();
  timer_.cancel();
  stream_.close();
  const auto self = shared_from_this();  // the set may hold the last reference
  context_.connections.remove(*this);
}

void Connection::start_handshake() {
  arm(context_.settings.read_timeout, &Connection::close);
  stream_.async_handshake([self = shared_from_this()](Error error) {
    if (error) return self->close();
    self->await_request();
  });
}

// Waits without a buffer, so that idle connections need almost no memory. Under TLS the request may already be
// decrypted.
void Connection::await_request() {
  buffer_.shrink_to_fit();
  context_.connections.idle(*this);
  arm(context_.settings.idle_timeout, &Connection::close);
  const auto arrived = [self = shared_from_this()](Error error, std::size_t bytes) {
    if (error) return self->close();
    self->buffer_.commit(bytes);
    self->read_header();
  };
  if (stream_.secure()) return stream_.async_read_some(buffer_.prepare(kMaxHeaderBytes), arrived);
  stream_.socket().async_wait(ClientStream::Socket::wait_read, [arrived](Error error) { arrived(error, 0); });
}

void Connection::read_header() {
  context_.connections.transferring(*this);
  request_ = {};
  request_.remote_address = remote_address_;
  request_.local_is_loopback = local_is_loopback_;
  request_.secure = stream_.secure();
  keep_alive_ = false;
  version_ = 11;
  reading_timed_out_ = continue_sent_ = false;
  parser_.emplace();
  parser_->header_limit(kMaxHeaderBytes);
  parser_->body_limit(context_.settings.max_body_bytes);
  arm(context_.settings.read_timeout, &Connection::abort_read);
  http::async_read_header(stream_, buffer_, *parser_,
                          [self = shared_from_this()](Error error, std::size_t) { self->header_read(error); });
}

void Connection::header_read(Error error) {
  if (parser_->is_header_done() || error == http::error::body_limit) take_head(parser_->get(), request_);
  request_.id = context_.ids.next(request_.header("x-request-id"));
  if (error) return read_failed(error);
  version_ = parser_->get().version();
  if (const auto refusal = refusal_of(parser_->get())) return refuse(refusal->status, refusal->reason);
  keep_alive_ = parser_->get().keep_alive();
  const auto length = parser_->content_length();  // none for chunks
  if (length && *length > BodyAdmission::kUncheckedBytes) return admit_body(*length);
  send_continue();
}

// Neither reads nor writes until the decision.
void Connection::admit_body(std::size_t bytes) {
  context_.dispatcher.admit_body(request_, bytes, [self = shared_from_this()](BodyVerdict verdict) {
    asio::post(self->stream_.get_executor(),
               [self, verdict = std::move(verdict)]() mutable { self->body_admitted(std::move(verdict)); });
  });
}

void Connection::body_admitted(BodyVerdict verdict) {
  if (!stream_.socket().is_open()) return;
  if (!verdict.refusal && verdict.memory) {
    request_.body_memory = std::move(verdict.memory);
    return send_continue();
  }
  // Leaves the body unread; the connection closes after the response.
  keep_alive_ = false;
  if (!verdict.refusal) {
    request_.body_dropped = true;
    return dispatch();
  }
  begin_answer();
  send({std::move(*verdict.refusal), verdict.route, nullptr});
}

void Connection::send_continue() {
  if (!expects_continue(parser_->get()) || parser_->is_done() || std::exchange(continue_sent_, true))
    return read_body();
  asio::async_write(stream_, asio::buffer(kContinueLine.data(), kContinueLine.size()),
                    [self = shared_from_this()](Error error, std::size_t) {
                      if (error) return self->close();
                      self->read_body();
                    });
}

void Connection::read_body() {
  if (parser_->is_done()) return dispatch();
  const auto read = [self = shared_from_this()](Error error, std::size_t) { self->body_read(error); };
  const bool checked = request_.body_memory != nullptr || parser_->content_length();
  if (checked) return http::async_read(stream_, buffer_, *parser_, read);
  http::async_read_some(stream_, buffer_, *parser_, read);
}

void Connection::body_read(Error error) {
  if (error) return read_failed(error);
  if (!parser_->is_done() && parser_->get().body().size() > BodyAdmission::kUncheckedBytes)
    return admit_body(context_.settings.max_body_bytes);
  read_body();
}

void Connection::dispatch() {
  disarm();
  context_.connections.handling(*this);
  begin_answer();
  if (!request_.body_dropped) request_.body = std::move(parser_->get().body());
  parser_.reset();
  HttpRequest handled = std::move(request_);
  request_ = {};  // keeps the fields that the response and the journal need
  request_.id = handled.id;
  request_.method = handled.method;
  request_.path = handled.path;
  request_.remote_address = handled.remote_address;

  arm(context_.settings.request_timeout, &Connection::expire_exchange);
  exchange_ =
      context_.dispatcher.dispatch(std::move(handled), [self = shared_from_this()](RequestDispatcher::Reply reply) {
        asio::post(self->stream_.get_executor(),
                   [self, reply = std::move(reply)]() mutable { self->send(std::move(reply)); });
      });
}

// Closing the socket ends the pending read. Cancelling it would not stop a composed read whose next part is already
// queued.
void Connection::abort_read() {
  reading_timed_out_ = true;
  Error ignored;
  stream_.socket().shutdown(ClientStream::Socket::shutdown_receive, ignored);
}

void Connection::expire_exchange() {
  if (exchange_) exchange_->expire();
}

void Connection::read_failed(Error error) {
  if (reading_timed_out_) return refuse(408, "The request did not arrive in time.");
  if (error == http::error::body_limit) return body_too_large();
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return refuse(431, "The headers are larger than " + std::to_string(kMaxHeaderBytes) + " bytes.");
  const bool client_left = error == http::error::end_of_stream || error == http::error::partial_message;
  const bool malformed = error.category() == http::make_error_code(http::error::bad_method).category();
  if (client_left || !malformed) return close();
  refuse(400, "The request is not HTTP: " + error.message() + ".");
}

void Connection::body_too_large() {
  version_ = parser_->get().version();
  if (const auto refusal = refusal_of(parser_->get())) return refuse(refusal->status, refusal->reason);
  admit_body(std::numeric_limits<std::size_t>::max());
}

void Connection::arm(std::chrono::milliseconds time, Expiry expired) {
  deadline_ = Clock::now() + time;
  expired_ = expired;
  if (deadline_ < timer_at_) await_deadline();
}

void Connection::await_deadline() {
  timer_at_ = deadline_;
  timer_.expires_at(timer_at_);
  timer_.async_wait([self = shared_from_this()](Error cancelled) {
    if (cancelled) return;
    self->timer_at_ = Clock::time_point::max();
    if (self->deadline_ == Clock::time_point::max()) return;
    if (Clock::now() < self->deadline_) return self->await_deadline();
    self->disarm();
    (self.get()->*self->expired_)();
  });
}

}  // namespace kongflow::host
