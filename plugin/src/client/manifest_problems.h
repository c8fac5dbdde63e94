// The errors and warnings of a manifest, collected while it is read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/manifest_schema.h"

namespace kongflow::endpoints {

enum class Severity {
  error,    // the manifest is invalid
  warning,  // it is valid, but a part of it has no effect or another one than it seems to
};

// Uses a bounded amount of memory for any number of problems.
class ManifestProblems {
 public:
  static constexpr std::size_t kShownErrors = 100;
  static constexpr std::size_t kShownWarnings = 10;

  // Pending: of the entry being read. `path` begins in the entry, empty: none is shown; `when` as in Field.
  void add(const std::string& path, std::string message, std::string_view when = {},
           Severity severity = Severity::error);
  std::size_t pending() const { return pending_.size(); }
  bool full() const { return pending_.size() >= kMaxPending; }  // nothing more is taken of this entry

  // Those from `first` on count only with this value of the discriminator around them.
  void tag(std::size_t first, std::string_view when);
  // The discriminator of the object that those from `first` on belong to has this value.
  void settle(std::size_t first, std::string_view variant);
  // Those of [first, last) are of a member that comes a second time: the last one counts.
  void forget(std::size_t first, std::size_t last);

  // The entry ends: what is pending becomes lines that begin with `label`. `list` null: of no list.
  void close_entry(const ManifestList* list, const std::string& label);
  // The list comes a second time.
  void forget_list(const ManifestList* list);

  std::string text(Severity severity) const;  // one line a problem; empty: there are none

 private:
  static constexpr std::size_t kMaxPending = 1000;

  struct Pending {
    std::string path;
    std::string message;  // empty: forgotten
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
