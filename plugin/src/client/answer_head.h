// The status line and the headers of an app's answer.
#pragma once

#include <Poco/Net/HTTPResponse.h>
#include <Poco/Net/NetException.h>

#include <cstddef>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

// The answer is not HTTP, or its head is malformed. message() is a sentence for people, with text of the app in it.
class UnreadableAnswer : public Poco::Net::MessageException {
 public:
  using MessageException::MessageException;
};

// A sentence about the protocol of an answer that is not HTTP/1, recognized by its first bytes.
std::string explain_protocol(std::string_view first_bytes);

// Replaces the reader of Poco, which rejects values of more than 8 KiB and has no number for a status above 511.
class AnswerHead final : public Poco::Net::HTTPResponse {
 public:
  static constexpr std::size_t kMaxBytes = std::size_t{32} * 1024;
  static constexpr std::size_t kMaxFields = 1000;

  // Until the empty line. Throws UnreadableAnswer.
  void read(std::istream& in) override;

  int status() const { return status_; }  // 0 to 999

  // Of all headers of this name, in their order.
  std::vector<std::string> values(const std::string& name) const;

 private:
  void read_status_line(std::string_view line);
  void check_framing() const;

  int status_ = 0;
};

}  // namespace kongflow::endpoints
