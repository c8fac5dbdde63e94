// One HTTP exchange on one connection to an app.
#pragma once

#include <Poco/Net/HTTPClientSession.h>

#include <cstddef>
#include <istream>
#include <string>

#include "client/answer_head.h"

namespace kongflow::endpoints {

// Poco's client session, hardened against servers that violate the protocol. Throws UnreadableAnswer and Poco
// exceptions.
class AppSession : public Poco::Net::HTTPClientSession {
 public:
  using HTTPClientSession::HTTPClientSession;

  // Reads the head of the final response. Accepts at most ten 1xx responses before it (101 is final).
  void receive_head(AnswerHead& head);

  // Call after receive_head(). Appends to `body` until the body ends or `body` exceeds `max_bytes`. A further call
  // continues. A lost connection ends the body and sets networkException().
  void read_body(std::string& body, std::size_t max_bytes);

  // True when the body is chunked and its last chunk is missing.
  bool lacks_last_chunk() const { return chunked_ && !last_chunk_; }

 protected:
  int write(const char* buffer, std::streamsize length) override;

 private:
  void check_protocol();
  std::size_t read_some(char* buffer, std::size_t size);
  void read_chunk_size();

  std::istream* body_ = nullptr;
  bool ended_ = false;
  bool chunked_ = false;
  bool last_chunk_ = false;
  std::size_t chunk_left_ = 0;
};

}  // namespace kongflow::endpoints
