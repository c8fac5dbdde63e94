// A strict JSON scanner that works in one pass. Implementation of json_text.h; use that.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/json_text.h"

namespace kongflow::endpoints {

class JsonScanner {
 public:
  struct Slice {
    std::size_t offset;
    std::size_t length;
    std::string_view placeholder;
  };

  // Collects the slices that have a placeholder.
  JsonScanner(std::string_view text, int max_depth, const Placeholders& placeholders = {})
      : text_(text), max_depth_(max_depth), placeholders_(placeholders) {}

  std::optional<JsonProblem> scan();
  const std::vector<Slice>& collected() const { return collected_; }

 private:
  struct Step {  // an open array or object
    bool object;
    std::size_t index;      // the current element
    std::string_view name;  // the current member, as written
  };

  bool value();
  bool object();
  bool array();
  bool string();
  bool escape();
  bool unicode_escape();
  bool utf8_sequence();
  bool number();
  std::size_t digits();  // the number of digits
  bool word(std::string_view expected);
  bool take(char c);
  void skip_space();
  bool fail(JsonProblem::Kind kind, std::string message);
  bool unexpected();
  std::string path() const;

  const std::string_view text_;
  const int max_depth_;
  const Placeholders placeholders_;
  std::size_t position_ = 0;
  std::vector<Step> open_;
  std::vector<Slice> collected_;
  std::optional<JsonProblem> problem_;
};

// Parses the four hexadecimal digits at the beginning of `text`.
std::optional<unsigned> parse_hex4(std::string_view text);

constexpr bool is_high_surrogate(unsigned unit) {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
constexpr bool is_low_surrogate(unsigned unit) {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

}  // namespace kongflow::endpoints
