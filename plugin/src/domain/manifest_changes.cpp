#include "domain/manifest_changes.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <unordered_map>

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

struct Section {
  std::string_view list;
  std::string_view title;
  std::string_view key;
};
constexpr Section kSections[] = {{"jobs", "job", "id"},
                                 {"sources", "source", "key"},
                                 {"dynamicTriggers", "dynamic trigger", "id"},
                                 {"dynamicSchedules", "dynamic schedule", "id"},
                                 {"webhooks", "webhook", "key"},
                                 {"httpEndpoints", "HTTP endpoint", "id"}};

using Members = std::map<std::string, std::string_view>;

Members members_of(std::string_view object) {
  Members members;
  for (JsonMember& member : json_members(object)) members[std::move(member.name)] = member.value;
  return members;
}

std::string member_path(const std::string& path, const std::string& name) {
  const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '_' || c == '-';
  });
  if (!plain) return path + '[' + quote_json(name) + ']';
  return path.empty() ? name : path + '.' + name;
}

// Collects the fields that differ between two values, up to a limit.
class FieldComparison {
 public:
  void compare(const std::string& path, std::string_view before, std::string_view after) {
    if (before == after || full()) return;
    const JsonType type = json_type(before);
    if (type == json_type(after) && type == JsonType::object) {
      compare_objects(path, members_of(before), members_of(after));
    } else if (type == json_type(after) && type == JsonType::array) {
      compare_arrays(path, json_elements(before), json_elements(after));
    } else {
      add(path, before, after);
    }
  }
  void compare_objects(const std::string& path, const Members& before, const Members& after) {
    for (const auto& [name, value] : before) {
      const auto now = after.find(name);
      if (now == after.end()) {
        add(member_path(path, name), value, std::nullopt);
      } else {
        compare(member_path(path, name), value, now->second);
      }
    }
    for (const auto& [name, value] : after)
      if (before.count(name) == 0) add(member_path(path, name), std::nullopt, value);
  }
  bool full() const { return fields_.size() > ManifestChanges::kMaxFields; }
  std::vector<FieldChange> take() { return std::move(fields_); }

 private:
  void compare_arrays(const std::string& path, const std::vector<std::string_view>& before,
                      const std::vector<std::string_view>& after) {
    for (std::size_t i = 0; i < std::max(before.size(), after.size()) && !full(); ++i) {
      const std::string place = path + '[' + std::to_string(i) + ']';
      if (i >= before.size()) {
        add(place, std::nullopt, after[i]);
      } else if (i >= after.size()) {
        add(place, before[i], std::nullopt);
      } else {
        compare(place, before[i], after[i]);
      }
    }
  }
  void add(const std::string& path, std::optional<std::string_view> before, std::optional<std::string_view> after) {
    if (!full()) fields_.push_back({path, before, after});
  }

  std::vector<FieldChange> fields_;
};

std::vector<ManifestEntry> entries_of(const Members& manifest, const Section& section) {
  std::vector<ManifestEntry> entries;
  const auto list = manifest.find(std::string(section.list));
  if (list == manifest.end()) return entries;
  std::unordered_map<std::string, int> seen;
  for (const std::string_view value : json_elements(list->second)) {
    const auto key = json_member(value, section.key);
    std::string name(section.title);
    name += key ? " " + std::string(*key) : " #" + std::to_string(entries.size() + 1);
    if (const int times = ++seen[name]; times > 1) name += " (" + std::to_string(times) + ")";
    entries.push_back({std::move(name), value});
  }
  return entries;
}

template <typename T>
void list(std::vector<T>& items, T item, ManifestChanges& changes) {
  if (items.size() < ManifestChanges::kMaxEntries) {
    items.push_back(std::move(item));
  } else {
    ++changes.more;
  }
}

std::unordered_map<std::string_view, std::string_view> by_name(const std::vector<ManifestEntry>& entries) {
  std::unordered_map<std::string_view, std::string_view> values;
  for (const ManifestEntry& entry : entries) values.emplace(entry.name, entry.value);
  return values;
}

void compare_section(const std::vector<ManifestEntry>& before, const std::vector<ManifestEntry>& after,
                     ManifestChanges& changes) {
  const auto old_values = by_name(before);
  const auto new_values = by_name(after);
  for (const ManifestEntry& entry : before)
    if (new_values.count(entry.name) == 0) list(changes.removed, entry, changes);
  for (const ManifestEntry& entry : after) {
    const auto old = old_values.find(entry.name);
    if (old == old_values.end()) {
      list(changes.added, entry, changes);
    } else if (old->second != entry.value) {
      FieldComparison comparison;
      comparison.compare("", old->second, entry.value);
      EntryChange change{entry.name, {{"$", old->second, entry.value}}};
      if (!comparison.full()) change.fields = comparison.take();
      list(changes.changed, std::move(change), changes);
    }
  }
}

void compare_rest(Members before, Members after, ManifestChanges& changes) {
  for (const Section& section : kSections) {
    before.erase(std::string(section.list));
    after.erase(std::string(section.list));
  }
  FieldComparison comparison;
  comparison.compare_objects("", before, after);
  EntryChange change{"manifest", comparison.take()};
  if (!change.fields.empty()) list(changes.changed, std::move(change), changes);
}

}  // namespace

ManifestChanges compare_manifests(std::string_view before, std::string_view after) {
  const Members old_manifest = members_of(before);
  const Members new_manifest = members_of(after);
  ManifestChanges changes;
  for (const Section& section : kSections)
    compare_section(entries_of(old_manifest, section), entries_of(new_manifest, section), changes);
  compare_rest(old_manifest, new_manifest, changes);
  return changes;
}

}  // namespace kongflow::endpoints
