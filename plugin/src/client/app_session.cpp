#include "client/app_session.h"

#include <Poco/Ascii.h>
#include <Poco/Net/NetException.h>

#include <algorithm>
#include <array>

namespace kongflow::endpoints {
namespace {

constexpr int kMaxInterimAnswers = 10;
constexpr std::size_t kMaxChunkDigits = 15;  // so that the size fits into 64 bits
constexpr int kEof = std::char_traits<char>::eof();

}  // namespace

void AppSession::receive_head(AnswerHead& head) {
  check_protocol();
  int interim = 0;
  do {
    body_ = &receiveResponse(head);
  } while (head.status() != 101 && head.status() >= 100 && head.status() <= 199 && interim++ < kMaxInterimAnswers);
  chunked_ = head.getChunkedTransferEncoding() && head.status() != Poco::Net::HTTPResponse::HTTP_NO_CONTENT;
}

void AppSession::read_body(std::string& body, std::size_t max_bytes) {
  std::array<char, 16'384> buffer;
  while (!ended_ && body.size() <= max_bytes) {
    try {
      body.append(buffer.data(), read_some(buffer.data(), buffer.size()));
    } catch (const Poco::Exception& e) {
      setException(e);
      ended_ = true;
    }
  }
}

std::size_t AppSession::read_some(char* buffer, std::size_t size) {
  if (!chunked_) {
    ended_ = body_->peek() == kEof;
    // Poco's stream discards the bytes that a read received before the connection broke. Request only available bytes.
    if (!ended_) body_->read(buffer, std::min(body_->rdbuf()->in_avail(), static_cast<std::streamsize>(size)));
    return ended_ ? 0 : static_cast<std::size_t>(body_->gcount());
  }
  if (chunk_left_ == 0) read_chunk_size();
  if (ended_) return 0;
  const int count = read(buffer, static_cast<std::streamsize>(std::min(size, chunk_left_)));
  ended_ = count <= 0;
  chunk_left_ -= static_cast<std::size_t>(std::max(count, 0));
  return static_cast<std::size_t>(std::max(count, 0));
}

// Poco's reader treats a lost connection or a malformed size as the last chunk.
void AppSession::read_chunk_size() {
  int c = get();
  while (Poco::Ascii::isSpace(c)) c = get();
  std::string digits;
  for (; Poco::Ascii::isHexDigit(c) && digits.size() < kMaxChunkDigits; c = get()) digits += static_cast<char>(c);
  for (; c != '\n' && c != kEof; c = get()) {  // skips a chunk extension
  }
  if (c != kEof && !digits.empty()) chunk_left_ = std::stoull(digits, nullptr, 16);
  last_chunk_ = c != kEof && !digits.empty() && chunk_left_ == 0;
  ended_ = chunk_left_ == 0;
}

// A server may have sent a response or TLS alert before it closed the connection. The next read receives it.
int AppSession::write(const char* buffer, std::streamsize length) {
  try {
    return HTTPClientSession::write(buffer, length);
  } catch (const Poco::Net::NetException&) {
    clearException();
    return static_cast<int>(length);
  }
}

// A server of another protocol may send no line end and then wait. Check the first bytes instead.
void AppSession::check_protocol() {
  const int first = peek();
  if (first == kEof) throw Poco::Net::NoMessageException();
  if (first == 'H' || first == '\r' || first == '\n') return;
  std::array<char, 128> bytes;
  const int count = read(bytes.data(), std::min<int>(buffered(), bytes.size()));
  throw UnreadableAnswer(explain_protocol({bytes.data(), static_cast<std::size_t>(std::max(count, 0))}));
}

}  // namespace kongflow::endpoints
