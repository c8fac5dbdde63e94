#include "console/changes_json.h"

#include <vector>

#include "domain/json_object.h"

namespace kongflow::endpoints {
namespace {

std::string entries_json(const std::vector<ManifestEntry>& entries) {
  std::vector<std::string> list;
  list.reserve(entries.size());
  for (const ManifestEntry& entry : entries)
    list.push_back(JsonObject().add("entry", entry.name).add_json("value", entry.value).text());
  return json_array(list);
}

std::string field_json(const FieldChange& field) {
  JsonObject json;
  json.add("path", field.path);
  if (field.before) json.add_json("before", *field.before);
  if (field.after) json.add_json("after", *field.after);
  return json.text();
}

std::string change_json(const EntryChange& change) {
  std::vector<std::string> fields;
  for (const FieldChange& field : change.fields) fields.push_back(field_json(field));
  return JsonObject().add("entry", change.name).add_json("fields", json_array(fields)).text();
}

}  // namespace

std::string changes_json(const ManifestChanges& changes) {
  std::vector<std::string> changed;
  for (const EntryChange& change : changes.changed) changed.push_back(change_json(change));
  return JsonObject()
      .add_json("added", entries_json(changes.added))
      .add_json("removed", entries_json(changes.removed))
      .add_json("changed", json_array(changed))
      .add("more", static_cast<std::int64_t>(changes.more))
      .text();
}

}  // namespace kongflow::endpoints
