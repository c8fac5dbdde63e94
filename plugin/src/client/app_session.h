// One HTTP exchange on a connection to an app.
#pragma once

#include <Poco/Net/HTTPClientSession.h>

#include <istream>

#include "client/answer_head.h"

namespace kongflow::endpoints {

// Poco's session, for servers that do not follow the protocol. Throws UnreadableAnswer, and what Poco throws.
class AppSession : public Poco::Net::HTTPClientSession {
 public:
  using HTTPClientSession::HTTPClientSession;

  // Reads the head of the answer, after at most ten 1xx before it (101 is an answer). The body comes from the stream.
  std::istream& receive_head(AnswerHead& head);

 protected:
  int write(const char* buffer, std::streamsize length) override;

 private:
  void await_http();
};

}  // namespace kongflow::endpoints
