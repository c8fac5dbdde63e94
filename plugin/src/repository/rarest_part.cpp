#include "repository/rarest_part.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kTrigram = 3;
constexpr std::size_t kLongest = 6;

std::string ascii_lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// Where the characters of a UTF-8 text begin, and its end.
std::vector<std::size_t> boundaries(std::string_view text) {
  std::vector<std::size_t> begins;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) begins.push_back(i);
  begins.push_back(text.size());
  return begins;
}

// PostgreSQL ignores trigrams with other characters.
bool is_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c >= 0x80; });
}

std::size_t occurrences(std::string_view wanted, std::string_view text) {
  std::size_t count = 0;
  for (auto found = text.find(wanted); found != std::string_view::npos; found = text.find(wanted, found + 1)) ++count;
  return count;
}

}  // namespace

std::string rarest_part(std::string_view term, std::string_view sample) {
  const auto begins = boundaries(term);
  if (begins.size() <= kLongest + 1) return std::string(term);
  const std::string lower = ascii_lower(term);
  const std::size_t unusable = sample.size() + 1;
  std::vector<std::size_t> counts;
  for (std::size_t i = 0; i + kTrigram < begins.size(); ++i) {
    const std::string_view trigram = std::string_view(lower).substr(begins[i], begins[i + kTrigram] - begins[i]);
    counts.push_back(is_word(trigram) ? occurrences(trigram, sample) : unusable);
  }

  constexpr std::size_t kTrigrams = kLongest - kTrigram + 1;  // of a part
  std::size_t best = 0, fewest = kTrigrams * unusable;
  for (std::size_t i = 0; i + kTrigrams <= counts.size(); ++i) {
    const auto first = counts.begin() + static_cast<std::ptrdiff_t>(i);
    const std::size_t sum = std::accumulate(first, first + kTrigrams, std::size_t{0});
    if (sum >= fewest) continue;
    fewest = sum;
    best = i;
  }
  if (fewest == kTrigrams * unusable) return std::string(term);
  return std::string(term.substr(begins[best], begins[best + kLongest] - begins[best]));
}

}  // namespace kongflow::endpoints
