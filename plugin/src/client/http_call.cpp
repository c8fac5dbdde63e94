#include "client/http_call.h"

#include <Poco/Exception.h>
#include <Poco/Net/NetException.h>
#include <Poco/Net/SocketAddress.h>
#include <Poco/Timespan.h>

#include <algorithm>
#include <utility>

#include "client/answer_message.h"
#include "client/app_session.h"
#include "client/content_coding.h"
#include "client/tls.h"

namespace kongflow::endpoints {
namespace {

using Kind = ClientFailure::Kind;
using Poco::Net::StreamSocket;

constexpr std::size_t kManifestCopies = 4;  // of a manifest in memory at once: its text, parsed, as parameters, as sent
constexpr const char* kClosedWithoutAnswer =
    "The server closed the connection without a response. If it expects https, use https:// in the URL";
constexpr Poco::Timespan::TimeDiff kErrorBodyReadTimeout = 1'000'000;  // microseconds between two reads

Poco::Timespan remaining(const CallContext& context) {
  const auto left = context.deadline - std::chrono::steady_clock::now();
  const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(left).count();
  return {std::max<Poco::Timespan::TimeDiff>(microseconds, 1)};
}

bool is_success(int status) {
  return status >= 200 && status <= 299;
}

}  // namespace

std::variant<HttpAnswer, HttpFailure> HttpCall::send(const TargetUrl& url, Poco::Net::HTTPRequest& request,
                                                     const BodyLimit& limit) {
  auto permitted = permitted_addresses(url);
  if (auto* refused = std::get_if<HttpFailure>(&permitted)) return std::move(*refused);
  const auto& addresses = std::get<Addresses>(permitted);

  request.setURI(url.path_and_query);
  request.set("Host", url.host_header());
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    stage_ = "Could not connect to " + url.host_header();
    StreamSocket socket(addresses[i].family());
    const Watchdog::Watch watch(watchdog_, socket.impl()->sockfd(), context_.deadline, context_.cancelled);
    if (!connect(socket, {addresses[i], url.port}, addresses.size() - i)) {
      if (watch.fired()) break;
      continue;
    }
    try {
      return exchange(socket, url, request, limit);
    } catch (const UnreadableAnswer& e) {
      return failure(e.message());
    } catch (const Poco::TimeoutException&) {
      return failure(stage_, Kind::timed_out);
    } catch (const Poco::Exception& e) {
      return failure(url.https ? explain_lost_tls(e) : kClosedWithoutAnswer);
    }
  }
  return failure("No server responds at " + url.host_header());
}

std::variant<HttpCall::Addresses, HttpFailure> HttpCall::permitted_addresses(const TargetUrl& url) {
  const auto refused = [](Refusal refusal) { return HttpFailure{Kind::refused, std::move(refusal.rule)}; };
  if (auto refusal = policy_.refusal_before_lookup(url)) return refused(std::move(*refusal));
  if (url.address) return Addresses{*url.address};
  stage_ = "The name " + url.host + " could not be resolved";
  const Addresses addresses = resolver_.resolve(url.host, context_);
  if (addresses.empty()) return failure("The name " + url.host + " has no address");
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

std::variant<HttpAnswer, HttpFailure> HttpCall::exchange(StreamSocket& socket, const TargetUrl& url,
                                                         Poco::Net::HTTPRequest& request, const BodyLimit& limit) {
  socket.setReceiveTimeout(remaining(context_));
  socket.setSendTimeout(remaining(context_));
  StreamSocket stream = socket;
  if (url.https) {
    stage_ = "The TLS handshake with " + url.host_header() + " did not complete";
    auto secured = start_tls(socket, url.host, tls_);
    if (auto* reason = std::get_if<std::string>(&secured)) return failure(std::move(*reason));
    stream = std::get<StreamSocket>(std::move(secured));
  }
  stage_ = "The app did not respond";
  AppSession session(stream);
  session.setTimeout(remaining(context_));
  session.sendRequest(request);
  session.flushRequest();

  HttpAnswer answer;
  session.receive_head(answer.head);
  const auto codings = answer.head.values("Content-Encoding");
  if (answer.head.status() >= 400) {
    stream.setReceiveTimeout(std::min(remaining(context_), Poco::Timespan(kErrorBodyReadTimeout)));
    std::string body;
    session.read_body(body, kSmallBodyBytes);
    std::size_t limit = kSmallBodyBytes;
    if ((body.size() > limit || !codings.empty()) && try_reserve(kMaxExplainedBytes, answer)) {
      limit = kMaxExplainedBytes;
      session.read_body(body, limit);
    }
    DecodedBody decoded = decode_body(std::move(body), codings, limit);
    if (decoded.text.empty()) answer.unread = std::move(decoded.problem);
    answer.body = std::move(decoded.text);
  }
  if (!is_success(answer.head.status())) return answer;

  const std::size_t read_limit = std::max(limit.max_bytes, kMaxExplainedBytes);
  const bool counted = answer.head.hasContentLength() && !answer.head.getChunkedTransferEncoding();
  std::string body;
  session.read_body(body, std::min(read_limit, kSmallBodyBytes));
  if (body.size() > kSmallBodyBytes) {
    const auto announced = static_cast<std::size_t>(counted ? answer.head.getContentLength64() : 0);
    const bool known = counted && codings.empty() && announced < read_limit;
    if (!reserve(known ? announced : read_limit, answer)) return failure(stage_);
    session.read_body(body, read_limit);
  }
  const std::size_t received = body.size();
  if (must_stop()) return failure(stage_);
  if (counted && received <= read_limit && static_cast<std::size_t>(answer.head.getContentLength64()) != received)
    return failure("The response ended early: " + std::to_string(received) + " of " +
                       std::to_string(answer.head.getContentLength64()) + " bytes were received",
                   Kind::unparsable);
  if (received <= read_limit && session.lacks_last_chunk())
    return failure(
        "The response ended early: " + std::to_string(received) + " bytes were received, without the last chunk",
        Kind::unparsable);
  if (session.networkException())
    return failure("The connection was lost after " + std::to_string(received) + " bytes of the response");
  DecodedBody decoded;
  if (answer.memory) {
    decoded = decode_body(std::move(body), codings, read_limit);
  } else {
    decoded = decode_body(body, codings, std::min(read_limit, kSmallBodyBytes));
    if (decoded.text.size() > kSmallBodyBytes) {
      if (!reserve(read_limit, answer)) return failure(stage_);
      decoded = decode_body(std::move(body), codings, read_limit);
    }
  }
  answer.body = std::move(decoded.text);
  if (body_kind(answer.body) == BodyKind::html) return answer;
  const bool too_large = received > limit.max_bytes;
  if (too_large || answer.body.size() > limit.max_bytes)
    return failure("The response is larger than " + std::to_string(limit.max_bytes) + " bytes" +
                   (too_large ? "" : " after decompression") +
                   (limit.setting.empty() ? "" : " (" + limit.setting + ")"));
  if (decoded.problem) return failure(std::move(*decoded.problem), Kind::unparsable);
  return answer;
}

bool HttpCall::reserve(std::size_t bytes, HttpAnswer& answer) {
  const std::string before = std::exchange(stage_, "The host had no free memory for the app's response");
  answer.memory = memory_.reserve(environment_id_, kManifestCopies * bytes, context_);
  if (answer.memory) stage_ = before;
  return answer.memory != nullptr;
}

bool HttpCall::try_reserve(std::size_t bytes, HttpAnswer& answer) {
  CallContext at_once = context_;
  at_once.deadline = std::chrono::steady_clock::now();
  answer.memory = memory_.reserve(environment_id_, kManifestCopies * bytes, at_once);
  return answer.memory != nullptr;
}

bool HttpCall::must_stop() const {
  return context_.cancelled() || std::chrono::steady_clock::now() >= context_.deadline;
}

HttpFailure HttpCall::failure(std::string reason, Kind kind) const {
  if (context_.cancelled()) return {Kind::cancelled, "The caller cancelled the call"};
  if (std::chrono::steady_clock::now() >= context_.deadline) return {Kind::timed_out, stage_};
  return {kind, std::move(reason)};
}

}  // namespace kongflow::endpoints
