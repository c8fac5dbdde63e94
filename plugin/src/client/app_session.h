// One HTTP exchange on a connection to an app.
#pragma once

#include <Poco/Net/HTTPClientSession.h>

#include <cstddef>
#include <istream>
#include <string>

#include "client/answer_head.h"

namespace kongflow::endpoints {

// Poco's session, for servers that do not follow the protocol. Throws UnreadableAnswer, and what Poco throws.
class AppSession : public Poco::Net::HTTPClientSession {
 public:
  using HTTPClientSession::HTTPClientSession;

  // Reads the head of the answer, after at most ten 1xx before it (101 is an answer).
  void receive_head(AnswerHead& head);

  // After receive_head: appends the body to `body` until its end or beyond `max_bytes`, whichever is first. A further
  // call goes on. A lost connection ends the body; networkException() is set then.
  void read_body(std::string& body, std::size_t max_bytes);

  // The body is chunked, and its last chunk has not come.
  bool lacks_last_chunk() const { return chunked_ && !last_chunk_; }

 protected:
  int write(const char* buffer, std::streamsize length) override;

 private:
  void await_http();
  std::size_t read_some(char* buffer, std::size_t size);
  void begin_chunk();

  std::istream* body_ = nullptr;
  bool ended_ = false;
  bool chunked_ = false;
  bool last_chunk_ = false;
  std::size_t chunk_left_ = 0;
};

}  // namespace kongflow::endpoints
