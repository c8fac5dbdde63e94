#include "client/http_call.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Timespan.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "client/tls.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::HTTPResponse;
using Poco::Net::StreamSocket;

constexpr int kMaxHeaderFields = 100;
constexpr int kMaxInterimAnswers = 10;
constexpr std::size_t kMaxErrorBody = std::size_t{16} * 1024;
constexpr Poco::Timespan::TimeDiff kErrorBodyPatience = 1'000'000;  // microseconds between two parts of it

Poco::Timespan remaining(const CallContext& context) {
  const auto left = context.deadline - std::chrono::steady_clock::now();
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
  return {std::max<Poco::Timespan::TimeDiff>(microseconds, 1)};
}

bool is_success(int status) {
  return status >= 200 && status <= 299;
}

// HTTPResponse::getStatus() is undefined for numbers beyond its enumeration, which apps may send.
int status_of(const HTTPResponse& head) {
  std::ostringstream text;
  head.write(text);
  const std::string line = text.str();
  return std::stoi(line.substr(line.find(' ')));
}

// The answer's head and status, behind any 1xx before it (but 101, which is one).
std::istream& receive_head(Poco::Net::HTTPClientSession& session, HttpAnswer& answer) {
  for (int i = 0;; ++i) {
    std::istream& body = session.receiveResponse(answer.head);
    answer.status = status_of(answer.head);
    if (answer.status < 102 || answer.status > 199 || i == kMaxInterimAnswers) return body;
  }
}

// Until the end or beyond `max_bytes`, whichever is first.
std::string read_body(std::istream& in, std::size_t max_bytes) {
  std::string body;
  std::array<char, 16'384> buffer;
  while (in && body.size() <= max_bytes) {
    in.read(buffer.data(), buffer.size());
    body.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
  }
  return body;
}

}  // namespace

std::variant<HttpAnswer, HttpTrouble> HttpCall::send(const TargetUrl& url, Poco::Net::HTTPRequest& request,
                                                     std::size_t max_body_bytes) {
  auto permitted = permitted_addresses(url);
  if (auto* refused = std::get_if<HttpTrouble>(&permitted)) return std::move(*refused);
  const auto& addresses = std::get<Addresses>(permitted);

  request.setURI(url.path_and_query);
  request.set("Host", url.host_header());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    StreamSocket socket(addresses[i].family());
    const Watchdog::Watch watch(watchdog_, socket.impl()->sockfd(), context_.deadline, context_.cancelled);
    if (!connect(socket, {addresses[i], url.port}, addresses.size() - i)) {
      if (watch.fired()) break;
      continue;
    }
    try {
      return exchange(socket, url, request, max_body_bytes);
    } catch (const Poco::Exception& e) {
      return trouble("The connection failed: " + e.displayText());
    }
  }
  return trouble("Nothing answers at " + url.host_header());
}

std::variant<HttpCall::Addresses, HttpTrouble> HttpCall::permitted_addresses(const TargetUrl& url) const {
  const auto refused = [](Refusal refusal) {
    return HttpTrouble{ClientFailure::Kind::refused, std::move(refusal.rule)};
  };
  if (auto refusal = policy_.refusal_before_lookup(url)) return refused(std::move(*refusal));
  if (url.address) return Addresses{*url.address};
  const Addresses addresses = resolver_.resolve(url.host, context_);
  if (addresses.empty()) return trouble("The name " + url.host + " has no address");
  auto permitted = policy_.permitted(url, addresses);
  if (auto* refusal = std::get_if<Refusal>(&permitted)) return refused(std::move(*refusal));
  return std::get<Addresses>(std::move(permitted));
}

bool HttpCall::connect(StreamSocket& socket, const Poco::Net::SocketAddress& address, std::size_t addresses_left) {
  try {
    const auto share = remaining(context_).totalMicroseconds() / static_cast<Poco::Timespan::TimeDiff>(addresses_left);
    socket.connect(address, Poco::Timespan(share));
    return true;
  } catch (const Poco::Exception&) {
    return false;
  }
}

std::variant<HttpAnswer, HttpTrouble> HttpCall::exchange(StreamSocket& socket, const TargetUrl& url,
                                                         Poco::Net::HTTPRequest& request, std::size_t max_body_bytes) {
  socket.setReceiveTimeout(remaining(context_));
  socket.setSendTimeout(remaining(context_));
  StreamSocket stream = socket;
  if (url.https) {
    auto secured = start_tls(socket, url.host, tls_);
    if (auto* reason = std::get_if<std::string>(&secured)) return trouble(std::move(*reason));
    stream = std::get<StreamSocket>(std::move(secured));
  }
  Poco::Net::HTTPClientSession session(stream);
  session.setTimeout(remaining(context_));
  session.sendRequest(request);

  HttpAnswer answer;
  answer.head.setFieldLimit(kMaxHeaderFields);
  std::istream& in = receive_head(session, answer);
  if (answer.status >= 400) {
    stream.setReceiveTimeout(std::min(remaining(context_), Poco::Timespan(kErrorBodyPatience)));
    answer.body = read_body(in, kMaxErrorBody);
  }
  if (!is_success(answer.status)) return answer;

  std::string body = read_body(in, max_body_bytes);
  if (body.size() > max_body_bytes)
    return trouble("The answer is larger than " + std::to_string(max_body_bytes) + " bytes");
  if (const auto* error = session.networkException())
    return trouble("The connection failed while the answer came: " + error->displayText());
  if (over()) return trouble("The answer did not end");
  const bool counted = answer.head.hasContentLength() && !answer.head.getChunkedTransferEncoding();
  if (counted && static_cast<std::size_t>(answer.head.getContentLength64()) != body.size())
    return trouble("The answer ended early: " + std::to_string(body.size()) + " of " +
                   std::to_string(answer.head.getContentLength64()) + " bytes came");
  answer.body = std::move(body);
  return answer;
}

bool HttpCall::over() const {
  return context_.cancelled() || std::chrono::steady_clock::now() >= context_.deadline;
}

HttpTrouble HttpCall::trouble(std::string reason) const {
  if (context_.cancelled()) return {ClientFailure::Kind::cancelled, "The caller no longer waits"};
  if (std::chrono::steady_clock::now() >= context_.deadline)
    return {ClientFailure::Kind::unreachable, "The app did not answer in time"};
  return {ClientFailure::Kind::unreachable, std::move(reason)};
}

}  // namespace kongflow::endpoints
