// Routes on the host's HTTP listener.
#pragma once

#include <exception>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kongflow/abi/http.h"
#include "kongflow/call.hpp"
#include "kongflow/guard.hpp"
#include "kongflow/log.hpp"

namespace kongflow {

// The environment that owns the request's API key. Borrowed like the request.
struct RequestEnvironment {
  std::string_view id, slug, type;
  std::string_view api_key;  // secret
  std::string_view organization_id, project_id;
};

// A complete request. All of it is borrowed until the handler returns, in asynchronous routes too.
class Request {
 public:
  explicit Request(const kf_http_request& native) : native_(native) {}

  std::string_view method() const { return view(native_.method); }
  std::string_view path() const { return view(native_.path); }    // as received, without the query
  std::string_view query() const { return view(native_.query); }  // the part after "?", as received
  std::string_view body() const { return view(native_.body); }
  // True when the host discarded the client's body (RouteOptions::optional_body).
  bool body_dropped() const {
    return KF_HAS(&native_, body_state) && native_.body_state == static_cast<std::uint32_t>(KF_HTTP_BODY_DROPPED);
  }
  // True when the client's connection to the host uses TLS. Also false on a host of ABI 1.0, which does not report it.
  bool secure() const { return KF_HAS(&native_, secure) && native_.secure != 0; }
  std::string_view remote_address() const { return view(native_.remote_address); }
  std::string_view trace_parent() const { return view(native_.trace_parent); }
  // The first header with this name, which must be in lower case.
  std::optional<std::string_view> header(std::string_view name) const {
    return find(native_.headers, native_.header_count, name);
  }
  // The percent-decoded value of a ":name" segment; empty when the pattern has no such segment.
  std::string_view parameter(std::string_view name) const {
    return find(native_.path_parameters, native_.path_parameter_count, name).value_or(std::string_view());
  }
  // The first value of a query parameter, percent-decoded, with "+" as space; nullopt when the query lacks it.
  std::optional<std::string> query_parameter(std::string_view name) const;
  // nullopt on routes with Access::open.
  std::optional<RequestEnvironment> environment() const {
    const kf_environment* from = native_.environment;
    if (from == nullptr) return std::nullopt;
    return RequestEnvironment{
        view(from->id),        view(from->slug), view(from->type), view(from->api_key), view(from->organization_id),
        view(from->project_id)};
  }

 private:
  static std::optional<std::string_view> find(const kf_pair* pairs, std::uint32_t count, std::string_view name) {
    for (std::uint32_t i = 0; i < count; ++i)
      if (view(pairs[i].name) == name) return view(pairs[i].value);
    return std::nullopt;
  }
  const kf_http_request& native_;
};

struct Response {
  std::uint32_t status = 200;  // 200-599
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;

  static Response json(std::uint32_t status, std::string body) {
    return {status, std::move(body), {{"content-type", "application/json; charset=utf-8"}}};
  }
  static Response text(std::uint32_t status, std::string body) {
    return {status, std::move(body), {{"content-type", "text/plain; charset=utf-8"}}};
  }
};

// Responds to one request. A Responder that is destroyed before send() responds with 500, so that no request is left
// without a response. Movable. Usable from any thread, by one thread at a time.
class Responder {
 public:
  Responder(const kf_http_service* service, kf_exchange* exchange, Call call)
      : service_(service), exchange_(exchange), call_(call) {}
  Responder(Responder&& other) noexcept
      : service_(other.service_), exchange_(std::exchange(other.exchange_, nullptr)), call_(other.call_) {}
  Responder& operator=(Responder&& other) noexcept {
    if (this != &other) {
      drop();
      service_ = other.service_;
      exchange_ = std::exchange(other.exchange_, nullptr);
      call_ = other.call_;
    }
    return *this;
  }
  ~Responder() { drop(); }

  // The call behind the request; must not be used after send().
  Call& call() { return call_; }
  bool answered() const { return exchange_ == nullptr; }

  // Sends the response. KF_CONFLICT when this responder has already responded. KF_BAD_ARGUMENT (and a 500 to the
  // client) for a response that is not valid HTTP.
  kf_status send(const Response& response) noexcept {
    kf_exchange* exchange = std::exchange(exchange_, nullptr);
    if (exchange == nullptr) return KF_CONFLICT;
    try {
      std::vector<kf_pair> headers;
      headers.reserve(response.headers.size());
      for (const auto& [name, value] : response.headers) headers.push_back(kf_pair{to_abi(name), to_abi(value)});
      return service_->complete(exchange, response.status, headers.data(), static_cast<std::uint32_t>(headers.size()),
                                to_abi(response.body));
    } catch (...) {
      fail(exchange);
      return KF_INTERNAL;
    }
  }

 private:
  void drop() noexcept {
    if (exchange_ == nullptr) return;
    call_.set_error("INTERNAL", "The plugin dropped the request without an answer.");
    fail(std::exchange(exchange_, nullptr));
  }
  void fail(kf_exchange* exchange) noexcept {
    const kf_pair type{to_abi("content-type"), to_abi("application/json; charset=utf-8")};
    service_->complete(exchange, 500, &type, 1, to_abi(R"({"error":"Internal Server Error","code":"INTERNAL"})"));
  }

  const kf_http_service* service_;
  kf_exchange* exchange_;
  Call call_;
};

// May block. Several calls run at once [worker thread]. An exception becomes a 500 without its text; the log contains
// the text.
using RouteHandler = std::function<Response(const Request&, Call&)>;
// Responds through the responder, before it returns or later from another thread. Must copy the parts of the request
// that it needs after it returns.
using AsyncRouteHandler = std::function<void(const Request&, Responder)>;

enum class Access {
  open,        // no authentication
  environment  // requires an environment's API key; the host responds with 401 without one
};

// Optional services of the host for a route. Hosts before 1.1 reject a route that sets one of these.
struct RouteOptions {
  bool decoded_body = false;   // decode gzip and deflate; respond with 415 to other content codings
  bool optional_body = false;  // discard a body that is too large or undecodable: Request::body_dropped()
  bool waits = false;          // the handler waits for another party, such as a user's app (KF_HTTP_WAITS)
};

inline std::optional<std::string> Request::query_parameter(std::string_view name) const {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
  };
  const auto decoded = [&](std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool hex = text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0;
      if (hex) {
        out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
        i += 2;
      } else {
        out += text[i] == '+' ? ' ' : text[i];
      }
    }
    return out;
  };
  for (std::string_view rest = query(); !rest.empty();) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(pair.size() < rest.size() ? pair.size() + 1 : rest.size());
    const std::size_t equals = pair.find('=');
    if (decoded(pair.substr(0, equals)) == name)
      return equals == std::string_view::npos ? std::string() : decoded(pair.substr(equals + 1));
  }
  return std::nullopt;
}

namespace detail {

struct RouteHook {
  const kf_http_service* http;
  const kf_call_service* calls;
  Log log;
  AsyncRouteHandler handler;

  // When the handler throws, its Responder has already responded with 500, and the call may be gone.
  static void handle(void* self, const kf_http_request* request, kf_exchange* exchange, kf_call* native) noexcept {
    const auto* hook = static_cast<const RouteHook*>(self);
    guard(Call(nullptr, nullptr), [&] {
      try {
        hook->handler(Request(*request), Responder(hook->http, exchange, Call(hook->calls, native)));
      } catch (const std::exception& error) {
        hook->log.error("An HTTP handler failed.", {{"path", view(request->path)}, {"error", error.what()}});
      }
      return KF_OK;
    });
  }
};

inline AsyncRouteHandler to_async(Log log, RouteHandler handler) {
  return [log, handler = std::move(handler)](const Request& request, Responder responder) {
    Call call = responder.call();
    Response response = Response::json(500, R"({"error":"Internal Server Error","code":"INTERNAL"})");
    try {
      response = handler(request, call);
    } catch (const std::exception& error) {
      call.set_error("INTERNAL", error.what());
      log.write(KF_LOG_ERROR, &call, "An HTTP handler failed.", {{"path", request.path()}, {"error", error.what()}});
    }
    responder.send(response);
  };
}

}  // namespace detail
}  // namespace kongflow
