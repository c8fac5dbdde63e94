// The status line and headers of an app's response.
#pragma once

#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

// The response is not HTTP, or its head is malformed. message() is a sentence for people that quotes text of the app.
class UnreadableAnswer : public Poco::Net::MessageException {
 public:
  using MessageException::MessageException;
};

// Names the protocol of a response that is not HTTP/1, from its first bytes. Returns a sentence.
std::string explain_protocol(std::string_view first_bytes);

// Replaces Poco's parser, which rejects values of more than 8 KiB and has no enumerator for a status above 511.
class AnswerHead final : public Poco::Net::HTTPResponse {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{32} * 1024;
  static constexpr std::size_t kMaxFields = 1000;

  // Reads up to and including the empty line. Throws UnreadableAnswer.
  void read(std::istream& in) override;

  int status() const { return status_; }  // 0 to 999

  // The values of all headers with this name, in order.
  std::vector<std::string> values(const std::string& name) const;

 private:
  void read_status_line(std::string_view line);
  void check_framing() const;

  int status_ = 0;
};

}  // namespace kongflow::endpoints
