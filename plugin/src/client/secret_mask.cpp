#include "client/secret_mask.h"

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <utility>
#include <vector>

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kRecognizableLetters = 8;

constexpr int kMaxEncodings = 3;

// A character and the bytes of the text that encode it.
struct Letter {
  char value;
  std::size_t begin;
  std::size_t end;
};
using Letters = std::vector<Letter>;

std::optional<int> hex_digit(const Letter& letter) {
  const auto byte = static_cast<unsigned char>(letter.value);
  if (std::isxdigit(byte) == 0) return std::nullopt;
  return std::isdigit(byte) != 0 ? byte - '0' : std::tolower(byte) - 'a' + 10;
}

Letters percent_decoded(const Letters& letters) {
  Letters decoded;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    decoded.push_back(letters[i]);
    if (letters[i].value != '%' || i + 2 >= letters.size()) continue;
    const auto high = hex_digit(letters[i + 1]);
    const auto low = hex_digit(letters[i + 2]);
    if (!high || !low) continue;
    decoded.back() = {static_cast<char>(*high * 16 + *low), letters[i].begin, letters[i + 2].end};
    i += 2;
  }
  return decoded;
}

// The letters and digits in lower case, after removing all percent-encoding.
Letters decode_letters(std::string_view text) {
  Letters letters;
  for (std::size_t at = 0; at < text.size(); ++at) letters.push_back({text[at], at, at + 1});
  for (int i = 0; i < kMaxEncodings; ++i) letters = percent_decoded(letters);
  const auto is_separator = [](const Letter& letter) {
    const auto byte = static_cast<unsigned char>(letter.value);
    return byte >= 0x80 || std::isalnum(byte) == 0;
  };
  letters.erase(std::remove_if(letters.begin(), letters.end(), is_separator), letters.end());
  for (Letter& letter : letters) letter.value = static_cast<char>(std::tolower(letter.value));
  return letters;
}

// The length of the longest run from `first` that occurs in `secret`.
std::size_t match(const Letters& letters, std::size_t first, const Letters& secret) {
  std::size_t longest = 0;
  for (std::size_t from = 0; from + longest < secret.size(); ++from) {
    std::size_t length = 0;
    while (first + length < letters.size() && from + length < secret.size() &&
           letters[first + length].value == secret[from + length].value)
      ++length;
    longest = std::max(longest, length);
  }
  return longest;
}

}  // namespace

std::string mask_secret(std::string text, std::string_view secret) {
  const auto letters = decode_letters(text);
  const auto wanted = decode_letters(secret);
  if (wanted.empty()) return text;
  const std::size_t shortest = std::min(kRecognizableLetters, wanted.size());
  std::string masked;
  std::size_t copied = 0;
  for (std::size_t i = 0; i < letters.size();) {
    const std::size_t length = match(letters, i, wanted);
    if (length < shortest) {
      ++i;
      continue;
    }
    masked.append(text, copied, letters[i].begin - copied).append("***");
    copied = letters[i + length - 1].end;
    i += length;
  }
  return masked.append(text, copied, std::string::npos);
}

std::optional<ClientFailure> mask_secret(std::optional<ClientFailure> failure, std::string_view secret) {
  if (!failure) return failure;
  failure->message = mask_secret(std::move(failure->message), secret);
  if (failure->reason) failure->reason = mask_secret(std::move(*failure->reason), secret);
  return failure;
}

}  // namespace kongflow::endpoints
