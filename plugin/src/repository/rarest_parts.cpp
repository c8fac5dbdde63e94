#include "repository/rarest_parts.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kTrigram = 3;
constexpr std::size_t kLongest = 6;
constexpr std::size_t kMostCharacters = 300;  // of a term that are considered

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

std::pair<std::string, std::string> rarest_parts(std::string_view term, std::string_view sample) {
  auto begins = boundaries(term);
  std::pair whole{std::string(term), std::string(term)};
  if (begins.size() <= kLongest + 1) return whole;
  if (begins.size() > kMostCharacters) begins.resize(kMostCharacters);
  const std::size_t unusable = sample.size() + 1;
  std::vector<std::size_t> counts;
  for (std::size_t i = 0; i + kTrigram < begins.size(); ++i) {
    const std::string_view trigram = term.substr(begins[i], begins[i + kTrigram] - begins[i]);
    counts.push_back(is_word(trigram) ? occurrences(trigram, sample) : unusable);
  }

  std::vector<std::size_t> sums;  // of each part's trigrams
  constexpr std::size_t kTrigrams = kLongest - kTrigram + 1;
  for (auto first = counts.begin(); counts.end() - first >= std::ptrdiff_t{kTrigrams}; ++first)
    sums.push_back(std::accumulate(first, first + kTrigrams, std::size_t{0}));
  // The later of equal ones: URLs differ towards their ends.
  const auto rarest = [&](const auto& allowed) {
    std::size_t best = sums.size();
    for (std::size_t i = 0; i < sums.size(); ++i)
      if (allowed(i) && (best == sums.size() || sums[i] <= sums[best])) best = i;
    return best;
  };
  const std::size_t first = rarest([](std::size_t) { return true; });
  if (sums[first] >= kTrigrams * unusable) return whole;
  const std::size_t second =
      rarest([&](std::size_t i) { return (i + kLongest <= first || i >= first + kLongest) && sums[i] <= sums[first]; });
  const auto part = [&](std::size_t i) {
    return std::string(term.substr(begins[i], begins[i + kLongest] - begins[i]));
  };
  return {part(first), part(second == sums.size() ? first : second)};
}

}  // namespace kongflow::endpoints
