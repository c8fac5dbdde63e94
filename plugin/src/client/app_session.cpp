#include "client/app_session.h"

#include <Poco/Net/NetException.h>

#include <algorithm>
#include <array>
#include <string>

namespace kongflow::endpoints {
namespace {

constexpr int kMaxInterimAnswers = 10;

}  // namespace

std::istream& AppSession::receive_head(AnswerHead& head) {
  await_http();
  for (int i = 0;; ++i) {
    std::istream& body = receiveResponse(head);
    if (head.status() == 101 || head.status() < 100 || head.status() > 199 || i == kMaxInterimAnswers) return body;
  }
}

// A server that has closed the connection may have said why before: the answer or the TLS alert is read next.
int AppSession::write(const char* buffer, std::streamsize length) {
  try {
    return HTTPClientSession::write(buffer, length);
  } catch (const Poco::Net::NetException&) {
    clearException();
    return static_cast<int>(length);
  }
}

// Another protocol may send no line end and then wait for ever: the first bytes decide.
void AppSession::await_http() {
  const int first = peek();
  if (first == std::char_traits<char>::eof()) throw Poco::Net::NoMessageException();
  if (first == 'H' || first == '\r' || first == '\n') return;
  std::array<char, 128> bytes;
  const int count = read(bytes.data(), std::min<int>(buffered(), bytes.size()));
  throw UnreadableAnswer(explain_protocol({bytes.data(), static_cast<std::size_t>(std::max(count, 0))}));
}

}  // namespace kongflow::endpoints
