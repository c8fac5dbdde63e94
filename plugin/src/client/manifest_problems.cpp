#include "client/manifest_problems.h"

#include <algorithm>

#include "client/display_text.h"
#include "domain/json_text.h"

namespace kongflow::endpoints {

void ManifestProblems::add(const std::string& path, std::string message, std::string_view when, Severity severity) {
  if (!full()) pending_.push_back({path, std::move(message), when, severity});
}

void ManifestProblems::limit_to_variant(std::size_t first, std::string_view when) {
  for (std::size_t i = first; i < pending_.size(); ++i)
    if (pending_[i].when.empty()) pending_[i].when = when;
}

void ManifestProblems::resolve_variant(std::size_t first, std::string_view variant) {
  const auto from = pending_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto settled = std::remove_if(from, pending_.end(), [&](const Pending& problem) {
    return problem.message.empty() || (!problem.when.empty() && problem.when != variant);
  });
  pending_.erase(settled, pending_.end());
  for (std::size_t i = first; i < pending_.size(); ++i) pending_[i].when = {};
}

void ManifestProblems::discard(std::size_t first, std::size_t last) {
  for (std::size_t i = first; i < last; ++i) pending_[i].message.clear();
}

void ManifestProblems::close_entry(const ManifestList* list, const std::string& label) {
  resolve_variant(0, {});
  for (const Pending& problem : pending_) {
    Lines& lines = lines_of(list, problem.severity);
    ++lines.count;
    if (lines.shown.size() == shown_of(problem.severity)) continue;
    const std::string place = problem.path.empty() ? "" : " at " + quote_json(shorten(problem.path));
    lines.shown.push_back(label);
    lines.shown.back().append(problem.message).append(place);
  }
  pending_.clear();
}

ManifestProblems::Lines& ManifestProblems::lines_of(const ManifestList* list, Severity severity) {
  const auto known = std::find_if(lists_.begin(), lists_.end(),
                                  [&](const Lines& lines) { return lines.list == list && lines.severity == severity; });
  return known != lists_.end() ? *known : lists_.emplace_back(Lines{list, severity, {}, 0});
}

void ManifestProblems::discard_list(const ManifestList* list) {
  const auto of_list = [list](const Lines& lines) { return lines.list == list; };
  lists_.erase(std::remove_if(lists_.begin(), lists_.end(), of_list), lists_.end());
}

std::string ManifestProblems::text(Severity severity) const {
  std::string text;
  std::size_t shown = 0;
  std::size_t count = 0;
  for (const Lines& lines : lists_) {
    if (lines.severity != severity) continue;
    count += lines.count;
    for (const std::string& line : lines.shown) {
      if (shown == shown_of(severity)) break;
      text += (shown++ > 0 ? "\n" : "") + line;
    }
  }
  if (count > shown)
    text +=
        "\nand " + std::to_string(count - shown) + (severity == Severity::error ? " more problems" : " more warnings");
  return text;
}

}  // namespace kongflow::endpoints
