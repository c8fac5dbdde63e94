// A client connection: reads its requests one after the other and writes the responses.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "host/config/settings.h"
#include "host/http/client_stream.h"
#include "host/http/connection_set.h"
#include "host/http/http_message.h"
#include "host/http/request_dispatcher.h"
#include "host/http/request_ids.h"
#include "host/http/request_journal.h"

namespace kongflow::host {

// Shared by all connections of a server; must outlive them.
struct ConnectionContext {
  const HttpSettings& settings;
  RequestDispatcher& dispatcher;
  RequestJournal& journal;
  RequestIds& ids;
  ConnectionSet& connections;
};

// Lives until the client has disconnected and the current request is answered. [I/O thread]
class Connection : public OpenConnection, public std::enable_shared_from_this<Connection> {
 public:
  Connection(ClientStream stream, const ConnectionContext& context);

  void start();
  void close() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Expiry = void (Connection::*)();
  using Error = boost::system::error_code;

  static constexpr std::uint32_t kMaxHeaderBytes = 16 * 1024;

  // Reading: connection.cpp.
  void start_handshake();
  void await_request();
  void read_header();
  void header_read(Error error);
  void admit_body(std::size_t bytes);
  void body_admitted(BodyVerdict verdict);
  void send_continue();
  void read_body();
  void body_read(Error error);
  void dispatch();
  void abort_read();
  void expire_exchange();
  void read_failed(Error error);
  void body_too_large();

  // Answering: connection_answers.cpp.
  void begin_answer();
  void refuse(unsigned status, std::string_view reason);
  void send(RequestDispatcher::Reply reply);
  void write_head(const HttpResponse& answer);
  void written(Error error);
  void upgrade_to_event_stream();
  void linger();
  void discard();

  // Calls `expired` unless arm() or disarm() is called within `time`. Rapid requests do not restart the timer: a
  // running timer continues to its end and is then set to the remaining time.
  void arm(std::chrono::milliseconds time, Expiry expired);
  void disarm() { deadline_ = Clock::time_point::max(); }
  void await_deadline();

  const ConnectionContext& context_;
  ClientStream stream_;
  const std::string remote_address_;
  const bool local_is_loopback_;
  boost::asio::steady_timer timer_;
  Clock::time_point timer_at_ = Clock::time_point::max();  // expiry of timer_; max(): not running
  Clock::time_point deadline_ = Clock::time_point::max();
  Expiry expired_ = nullptr;
  boost::beast::flat_buffer buffer_;

  // The current request:
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  HttpRequest request_;
  unsigned version_ = 11;
  bool keep_alive_ = false;
  bool reading_timed_out_ = false;
  bool continue_sent_ = false;
  Clock::time_point read_at_;
  std::shared_ptr<kf_exchange> exchange_;

  // The current response:
  std::string answer_head_, answer_body_;
  std::function<void(std::shared_ptr<EventStream>)> on_stream_;
  std::shared_ptr<void> unfinished_;
};

}  // namespace kongflow::host
