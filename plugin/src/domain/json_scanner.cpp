#include "domain/json_scanner.h"

#include <charconv>

namespace kongflow::endpoints {
namespace {

// PostgreSQL's numeric has up to 131,072 digits before and 16,383 after the decimal point, and always writes all of
// them: a short 1e131071 would be returned as a long number.
constexpr std::size_t kMaxWholeDigits = 130'000;
constexpr std::size_t kMaxFractionDigits = 15'000;
constexpr int kMaxExponent = 400;

// Numbers within these limits fit into 64 bits or a double.
constexpr std::size_t kMaxSmallDigits = 18;
constexpr int kMaxSmallExponent = 200;

}  // namespace

std::optional<unsigned> parse_hex4(std::string_view text) {
  unsigned unit = 0;
  if (text.size() < 4) return std::nullopt;
  const auto end = text.data() + 4;
  const auto parsed = std::from_chars(text.data(), end, unit, 16);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return unit;
}

std::optional<JsonProblem> JsonScanner::scan() {
  skip_space();
  if (value()) {
    skip_space();
    if (position_ != text_.size()) unexpected();
  }
  return problem_;
}

bool JsonScanner::value() {
  if (position_ == text_.size()) return unexpected();
  const char c = text_[position_];
  if (c == '{' || c == '[') {
    if (static_cast<int>(open_.size()) >= max_depth_)
      return fail(JsonProblem::Kind::depth, "is nested deeper than " + std::to_string(max_depth_) + " levels");
    ++position_;
    open_.push_back({c == '{', 0, {}});
    if (!(c == '{' ? object() : array())) return false;
    open_.pop_back();
    return true;
  }
  if (c == '"') return string();
  if (c == 't') return word("true");
  if (c == 'f') return word("false");
  if (c == 'n') return word("null");
  return number();
}

bool JsonScanner::object() {
  skip_space();
  if (take('}')) return true;
  for (;;) {
    const std::size_t begin = position_ + 1;
    if (position_ == text_.size() || text_[position_] != '"') return unexpected();
    if (!string()) return false;
    open_.back().name = text_.substr(begin, position_ - 1 - begin);
    skip_space();
    if (!take(':')) return unexpected();
    skip_space();
    if (!value()) return false;
    skip_space();
    if (take('}')) return true;
    if (!take(',')) return unexpected();
    skip_space();
  }
}

bool JsonScanner::array() {
  skip_space();
  if (take(']')) return true;
  for (;;) {
    if (!value()) return false;
    skip_space();
    if (take(']')) return true;
    if (!take(',')) return unexpected();
    ++open_.back().index;
    skip_space();
  }
}

bool JsonScanner::string() {
  ++position_;
  while (position_ < text_.size()) {
    const auto c = static_cast<unsigned char>(text_[position_]);
    if (c == '"') {
      ++position_;
      return true;
    }
    if (c < 0x20) return unexpected();
    if (c == '\\') {
      if (!escape()) return false;
    } else if (c < 0x80) {
      ++position_;
    } else if (!utf8_sequence()) {
      return false;
    }
  }
  return unexpected();
}

bool JsonScanner::escape() {
  if (position_ + 1 == text_.size()) return unexpected();
  if (text_[position_ + 1] == 'u') return unicode_escape();
  if (std::string_view("\"\\/bfnrt").find(text_[position_ + 1]) == std::string_view::npos) return unexpected();
  position_ += 2;
  return true;
}

bool JsonScanner::unicode_escape() {
  const auto unit = parse_hex4(text_.substr(position_ + 2));
  if (!unit) return unexpected();
  if (is_high_surrogate(*unit) && text_.substr(position_ + 6, 2) == "\\u") {
    const auto low = parse_hex4(text_.substr(position_ + 8));
    if (low && is_low_surrogate(*low)) {
      position_ += 12;
      return true;
    }
  }
  if (*unit == 0 || is_high_surrogate(*unit) || is_low_surrogate(*unit)) {
    if (placeholders_.characters.empty())
      return fail(JsonProblem::Kind::characters, *unit == 0 ? "contains the character \\u0000, which cannot be stored"
                                                            : "contains an unpaired surrogate, which cannot be stored");
    collected_.push_back({position_, 6, placeholders_.characters});
  }
  position_ += 6;
  return true;
}

bool JsonScanner::utf8_sequence() {
  const auto byte = [&](std::size_t i) {
    return position_ + i < text_.size() ? static_cast<unsigned char>(text_[position_ + i]) : 0U;
  };
  const auto tail = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  const unsigned lead = byte(0);
  std::size_t length = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = tail(1) ? 2 : 0;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    const bool overlong = lead == 0xE0 && byte(1) < 0xA0;
    const bool surrogate = lead == 0xED && byte(1) > 0x9F;
    length = tail(1) && tail(2) && !overlong && !surrogate ? 3 : 0;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    const bool overlong = lead == 0xF0 && byte(1) < 0x90;
    const bool too_large = lead == 0xF4 && byte(1) > 0x8F;
    length = tail(1) && tail(2) && tail(3) && !overlong && !too_large ? 4 : 0;
  }
  if (length == 0) return fail(JsonProblem::Kind::syntax, "is not UTF-8");
  position_ += length;
  return true;
}

bool JsonScanner::number() {
  const std::size_t begin = position_;
  take('-');
  const std::size_t behind_sign = position_;
  const std::size_t whole = take('0') ? 1 : digits();
  if (whole == 0) return unexpected();
  const std::size_t fraction = take('.') ? digits() : 0;
  if (text_[position_ - 1] == '.') return unexpected();
  int shift = 0;
  bool left = false;
  if (take('e') || take('E')) {
    left = !take('-');
    if (left) take('+');
    const std::size_t exponent = position_;
    if (digits() == 0) return unexpected();
    const auto parsed = std::from_chars(text_.data() + exponent, text_.data() + position_, shift);
    if (parsed.ec != std::errc()) shift = kMaxExponent + 1;
  }
  if (whole > kMaxWholeDigits || fraction > kMaxFractionDigits || shift > kMaxExponent) {
    if (placeholders_.number.empty())
      return fail(JsonProblem::Kind::number, "contains a number that is too large or too precise to be stored");
    collected_.push_back({begin, position_ - begin, placeholders_.number});
  } else if (!placeholders_.large_number.empty() && (whole > kMaxSmallDigits || (left && shift > kMaxSmallExponent))) {
    collected_.push_back({behind_sign, position_ - behind_sign, placeholders_.large_number});
  }
  return true;
}

std::size_t JsonScanner::digits() {
  const std::size_t begin = position_;
  while (position_ < text_.size() && text_[position_] >= '0' && text_[position_] <= '9') ++position_;
  return position_ - begin;
}

bool JsonScanner::word(std::string_view expected) {
  if (text_.substr(position_, expected.size()) != expected) return unexpected();
  position_ += expected.size();
  return true;
}

bool JsonScanner::take(char c) {
  if (position_ == text_.size() || text_[position_] != c) return false;
  ++position_;
  return true;
}

void JsonScanner::skip_space() {
  while (take(' ') || take('\t') || take('\r') || take('\n')) {
  }
}

bool JsonScanner::fail(JsonProblem::Kind kind, std::string message) {
  problem_ = JsonProblem{kind, path(), std::move(message), position_};
  return false;
}

bool JsonScanner::unexpected() {
  return fail(JsonProblem::Kind::syntax, position_ == text_.size() ? "ends too early" : "is not JSON");
}

std::string JsonScanner::path() const {
  std::string joined;
  for (const Step& step : open_) {
    if (!joined.empty()) joined += '.';
    joined += step.object ? std::string(step.name) : std::to_string(step.index);
  }
  return joined;
}

}  // namespace kongflow::endpoints
