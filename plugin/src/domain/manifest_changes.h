// What differs between two manifests of one endpoint.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

// Values are JSON, slices of the two texts that were compared.
struct ManifestEntry {
  std::string name;  // job "send-mail"; without an id of its own: job #3, counted from 1
  std::string_view value;
};

struct FieldChange {
  std::string path;                        // trigger.rule.events[0], $ for the whole entry
  std::optional<std::string_view> before;  // nullopt: was not there
  std::optional<std::string_view> after;   // nullopt: is not there
};

struct EntryChange {
  std::string name;  // as of ManifestEntry; manifest: what is in no list that is known
  std::vector<FieldChange> fields;
};

struct ManifestChanges {
  static constexpr std::size_t kMaxEntries = 1000;  // in each list
  static constexpr std::size_t kMaxFields = 200;    // of an entry; one with more is shown as a whole
  std::vector<ManifestEntry> added;
  std::vector<ManifestEntry> removed;
  std::vector<EntryChange> changed;
  std::size_t more = 0;  // entries that the lists had no room for
};

// Of JSON texts without a problem (json_text.h) in which equal values are written equally, as PostgreSQL writes jsonb.
// Jobs, sources, dynamic triggers, dynamic schedules, webhooks and HTTP endpoints are matched by their id or key.
ManifestChanges compare_manifests(std::string_view before, std::string_view after);

}  // namespace kongflow::endpoints
