#include "host/http/request_head.h"

#include <boost/beast/core/string.hpp>
#include <string>

namespace kongflow::host {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

// Path and query of the origin form and of the absolute form ("GET http://host/path"), which servers must accept.
std::string_view path_and_query(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.substr(0, scheme.size()) != scheme) continue;
    const std::size_t path = target.find('/', scheme.size());
    return path == std::string_view::npos ? "/" : target.substr(path);
  }
  return target;
}

}  // namespace

void take_head(const RequestHead& head, HttpRequest& request) {
  request.method = std::string(head.method_string());
  const std::string_view target = path_and_query({head.target().data(), head.target().size()});
  const std::size_t mark = target.find('?');
  request.path = target.substr(0, mark);
  if (mark != std::string_view::npos) request.query = target.substr(mark + 1);
  for (const auto& field : head)
    request.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
}

std::optional<Refusal> refusal_of(const RequestHead& head) {
  const bool http_1_1 = head.version() >= 11;
  const auto hosts = head.count(http::field::host);
  if (hosts > 1 || (http_1_1 && hosts == 0)) return Refusal{400, "The request needs exactly one Host header."};
  if (head.count(http::field::transfer_encoding) > 0) {
    if (head.count(http::field::content_length) > 0 || !http_1_1)
      return Refusal{
          400, "The request's length is ambiguous: Transfer-Encoding together with Content-Length or in HTTP/1.0."};
    if (!beast::iequals(head[http::field::transfer_encoding], "chunked"))
      return Refusal{501, "The host supports only the transfer coding chunked."};
  }
  const auto expectation = head[http::field::expect];
  if (!expectation.empty() && !beast::iequals(expectation, "100-continue"))
    return Refusal{417, "The host supports only the expectation 100-continue."};
  return std::nullopt;
}

bool expects_continue(const RequestHead& head) {
  return head.version() >= 11 && head.count(http::field::expect) > 0;
}

}  // namespace kongflow::host
