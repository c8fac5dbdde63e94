// Collects the errors and warnings of a manifest during validation.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/manifest_schema.h"

namespace kongflow::endpoints {

enum class Severity {
  error,    // the manifest is invalid
  warning,  // a valid part has no effect, or not the expected one
};

// Its memory is bounded for any number of problems.
class ManifestProblems {
 public:
  static constexpr std::size_t kShownErrors = 100;
  static constexpr std::size_t kShownWarnings = 10;

  // Adds a problem of the current entry. `path` is relative to the entry; empty: not shown. `when` as in Field.
  void add(const std::string& path, std::string message, std::string_view when = {},
           Severity severity = Severity::error);
  std::size_t pending() const { return pending_.size(); }
  bool full() const { return pending_.size() >= kMaxPending; }  // further problems of this entry are ignored

  // Problems from index `first` on apply only when the enclosing discriminator has this value.
  void limit_to_variant(std::size_t first, std::string_view when);
  // Sets the value of the discriminator of the object that the problems from index `first` on belong to.
  void resolve_variant(std::size_t first, std::string_view variant);
  // Discards the problems [first, last) of a duplicate member: the last one counts.
  void discard(std::size_t first, std::size_t last);

  // Ends the current entry: its problems become lines that begin with `label`. `list` null: not in a list.
  void close_entry(const ManifestList* list, const std::string& label);
  // Discards the problems of a duplicate list.
  void discard_list(const ManifestList* list);

  std::string text(Severity severity) const;  // one line per problem; empty: none

 private:
  static constexpr std::size_t kMaxPending = 1000;

  struct Pending {
    std::string path;
    std::string message;  // empty: discarded
    std::string_view when;
    Severity severity;
  };
  struct Lines {
    const ManifestList* list;
    Severity severity;
    std::vector<std::string> shown;  // at most shown_of(severity)
    std::size_t count;
  };

  static std::size_t shown_of(Severity severity) { return severity == Severity::error ? kShownErrors : kShownWarnings; }
  Lines& lines_of(const ManifestList* list, Severity severity);

  std::vector<Pending> pending_;
  std::vector<Lines> lists_;
};

}  // namespace kongflow::endpoints
