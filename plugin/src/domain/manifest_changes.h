// The difference between two manifests of one endpoint.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

// Values are JSON: slices of the two compared texts.
struct ManifestEntry {
  std::string name;  // job "send-mail"; for an entry without an id: job #3, counted from 1
  std::string_view value;
};

struct FieldChange {
  std::string path;                        // trigger.rule.events[0]; $ for the whole entry
  std::optional<std::string_view> before;  // nullopt: the field was added
  std::optional<std::string_view> after;   // nullopt: the field was removed
};

struct EntryChange {
  std::string name;  // as in ManifestEntry; "manifest" for members outside the known lists
  std::vector<FieldChange> fields;
};

struct ManifestChanges {
  static constexpr std::size_t kMaxEntries = 1000;  // in each list
  static constexpr std::size_t kMaxFields = 200;    // of an entry; with more, the whole entry is one change
  std::vector<ManifestEntry> added;
  std::vector<ManifestEntry> removed;
  std::vector<EntryChange> changed;
  std::size_t more = 0;  // number of entries beyond kMaxEntries
};

// Compares JSON texts without a problem (json_text.h) in which equal values have equal texts, as in PostgreSQL's jsonb
// output. Jobs, sources, dynamic triggers, dynamic schedules, webhooks and HTTP endpoints are matched by id or key.
ManifestChanges compare_manifests(std::string_view before, std::string_view after);

}  // namespace kongflow::endpoints
