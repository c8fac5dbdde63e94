#include "client/answer_head.h"

#include <Poco/String.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "client/display_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxLengthDigits = 18;
constexpr std::size_t kQuotedBytes = 60;

bool is_digit(char c) {
  return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

// Reads one line without its line end. Subtracts its size from `left`.
std::string read_line(std::istream& in, std::size_t& left) {
  std::string line;
  for (int c = in.get(); c != '\n'; c = in.get()) {
    if (c == std::char_traits<char>::eof())
      throw UnreadableAnswer("The connection ended in the middle of the response headers");
    if (left-- == 0)
      throw UnreadableAnswer("The response headers are larger than " + std::to_string(AnswerHead::kMaxBytes) +
                             " bytes");
    line += static_cast<char>(c);
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

bool is_http2_frame(std::string_view bytes) {
  constexpr char kSettings = 4;
  constexpr char kGoAway = 7;
  return bytes.size() >= 9 && bytes[0] == 0 && (bytes[3] == kSettings || bytes[3] == kGoAway) &&
         bytes.substr(5, 4) == std::string_view("\0\0\0\0", 4);
}

bool is_tls_record(std::string_view bytes) {
  return bytes.size() >= 2 && (bytes[0] == 0x15 || bytes[0] == 0x16) && bytes[1] == 0x03;
}

}  // namespace

std::string explain_protocol(std::string_view first_bytes) {
  if (is_http2_frame(first_bytes)) return "The server supports only HTTP/2: enable HTTP/1.1 on it";
  if (is_tls_record(first_bytes)) return "The server speaks TLS: use https:// in the URL";
  const std::string shown = first_line(first_bytes, kQuotedBytes);
  const std::string what = shown.empty() ? "binary data" : "\"" + shown + "\"";
  return "The server does not use HTTP: its response begins with " + what + ". Check the port of the URL";
}

void AnswerHead::read(std::istream& in) {
  clear();
  std::size_t left = kMaxBytes;
  std::string line;
  while (line.empty()) line = read_line(in, left);
  read_status_line(line);

  std::vector<std::pair<std::string, std::string>> fields;
  for (line = read_line(in, left); !line.empty(); line = read_line(in, left)) {
    const bool folded = line[0] == ' ' || line[0] == '\t';
    const auto colon = line.find(':');
    if (folded && !fields.empty()) {
      fields.back().second.append(" ").append(Poco::trim(line));
    } else if (!folded && colon != std::string::npos) {
      if (fields.size() == kMaxFields)
        throw UnreadableAnswer("The response has more than " + std::to_string(kMaxFields) + " headers");
      fields.emplace_back(Poco::trim(line.substr(0, colon)), Poco::trim(line.substr(colon + 1)));
    }
  }
  for (auto& [name, value] : fields) add(name, value);
  check_framing();
}

std::vector<std::string> AnswerHead::values(const std::string& name) const {
  std::vector<std::string> values;
  for (const auto& [field, value] : *this)
    if (Poco::icompare(field, name) == 0) values.push_back(value);
  return values;
}

void AnswerHead::read_status_line(std::string_view line) {
  const auto space = line.find(' ');
  const auto status = Poco::trim(std::string(line.substr(std::min(space, line.size())))).substr(0, 3);
  const bool numeric = status.size() == 3 && std::all_of(status.begin(), status.end(), is_digit);
  if (line.substr(0, 5) != "HTTP/" || !numeric) throw UnreadableAnswer(explain_protocol(line));
  status_ = std::stoi(status);
  setVersion(std::string(line.substr(0, space)));
  // Poco skips any number of 100 responses, and its enumeration ends at 511.
  if (status_ == HTTP_CONTINUE) {
    setStatus(HTTP_PROCESSING);
  } else {
    setStatus(status_ <= HTTP_NETWORK_AUTHENTICATION_REQUIRED ? static_cast<HTTPStatus>(status_)
                                                              : HTTP_INTERNAL_SERVER_ERROR);
  }
}

// Rejects responses whose headers disagree about the end of the body.
void AnswerHead::check_framing() const {
  bool chunked = false;
  for (const std::string& coding : values(TRANSFER_ENCODING)) {
    const bool is_chunked = Poco::icompare(coding, CHUNKED_TRANSFER_ENCODING) == 0;
    chunked = chunked || is_chunked;
    if (!is_chunked && Poco::icompare(coding, IDENTITY_TRANSFER_ENCODING) != 0)
      throw UnreadableAnswer("The response has the Transfer-Encoding \"" + first_line(coding, kQuotedBytes) +
                             "\", which is not supported");
  }
  const auto lengths = values(CONTENT_LENGTH);
  for (const std::string& length : lengths) {
    const bool numeric =
        !length.empty() && length.size() <= kMaxLengthDigits && std::all_of(length.begin(), length.end(), is_digit);
    if (!numeric)
      throw UnreadableAnswer("The Content-Length of the response is not a number: \"" +
                             first_line(length, kQuotedBytes) + "\"");
    if (length != lengths.front())
      throw UnreadableAnswer("The response has two different Content-Length headers, " + lengths.front() + " and " +
                             length);
  }
  if (chunked && !lengths.empty())
    throw UnreadableAnswer("The response has both a Content-Length and the Transfer-Encoding chunked");
}

}  // namespace kongflow::endpoints
