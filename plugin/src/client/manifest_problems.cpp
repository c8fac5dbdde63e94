#include "client/manifest_problems.h"

#include <algorithm>

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kMaxPending = 10'000;

}  // namespace

std::string shorten(std::string_view utf8, std::size_t max_bytes) {
  if (utf8.size() <= max_bytes) return std::string(utf8);
  while (max_bytes > 0 && (static_cast<unsigned char>(utf8[max_bytes]) & 0xC0) == 0x80) --max_bytes;
  return std::string(utf8.substr(0, max_bytes)) + "…";
}

void ManifestProblems::add(const std::string& path, std::string message, std::string_view when) {
  if (pending_.size() < kMaxPending) pending_.push_back({path, std::move(message), when});
}

void ManifestProblems::tag(std::size_t first, std::string_view when) {
  for (std::size_t i = first; i < pending_.size(); ++i)
    if (pending_[i].when.empty()) pending_[i].when = when;
}

void ManifestProblems::settle(std::size_t first, std::string_view variant) {
  const auto from = pending_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto settled = std::remove_if(
      from, pending_.end(), [&](const Pending& problem) { return !problem.when.empty() && problem.when != variant; });
  pending_.erase(settled, pending_.end());
  for (std::size_t i = first; i < pending_.size(); ++i) pending_[i].when = {};
}

void ManifestProblems::forget_member(const std::string& path) {
  const auto inside = [&path](const Pending& problem) {
    return problem.path == path || problem.path.compare(0, path.size() + 1, path + ".") == 0;
  };
  pending_.erase(std::remove_if(pending_.begin(), pending_.end(), inside), pending_.end());
}

void ManifestProblems::close_entry(const ManifestList* list, const std::string& label) {
  for (const Pending& problem : pending_) {
    const std::string place = problem.path.empty() ? "" : " at " + quote_json(shorten(problem.path));
    lines_.push_back({list, label + problem.message + place});
  }
  pending_.clear();
}

void ManifestProblems::forget_list(const ManifestList* list) {
  const auto of_list = [list](const Line& line) { return line.list == list; };
  lines_.erase(std::remove_if(lines_.begin(), lines_.end(), of_list), lines_.end());
}

std::string ManifestProblems::text() const {
  std::string text;
  for (std::size_t i = 0; i < lines_.size() && i < kShown; ++i) text += (i > 0 ? "\n" : "") + lines_[i].text;
  if (lines_.size() > kShown) text += "\nand " + std::to_string(lines_.size() - kShown) + " more problems";
  return text;
}

}  // namespace kongflow::endpoints
