#include "client/manifest_handler.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/cron_warning.h"
#include "client/display_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::size_t kShownWord = 60;

std::string type_names(unsigned types) {
  static constexpr std::array<std::pair<JsonTypes, const char*>, 6> kNames{{{kNull, "null"},
                                                                            {kBoolean, "boolean"},
                                                                            {kNumber, "number"},
                                                                            {kString, "string"},
                                                                            {kArray, "array"},
                                                                            {kObject, "object"}}};
  std::string names;
  for (const auto& [type, name] : kNames)
    if (types & type) names += (names.empty() ? "" : " or ") + std::string(name);
  return names;
}

std::string word_list(const std::vector<std::string_view>& permitted_strings) {
  std::string list;
  for (std::string_view word : permitted_strings) list += (list.empty() ? "" : " or ") + quote_json(word);
  return list;
}

const ManifestList* find_list(const std::string& name) {
  for (const ManifestList& list : manifest_lists())
    if (list.name == name) return &list;
  return nullptr;
}

}  // namespace

void ManifestHandler::startObject() {
  begin_container(kObject);
}
void ManifestHandler::endObject() {
  end_container();
}
void ManifestHandler::startArray() {
  begin_container(kArray);
}
void ManifestHandler::endArray() {
  end_container();
}

void ManifestHandler::key(const std::string& name) {
  Frame& frame = frames_.back();
  frame.member = name;
  frame.field.reset();
  frame.first_of_value = problems_.pending();
  if (frames_.size() == 1) list_ = find_list(name);
  check_characters(name);
  if (!frame.shape) return;

  const auto& fields = frame.shape->fields;
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.name == name; });
  if (found == fields.end()) return;
  frame.field = static_cast<std::size_t>(found - fields.begin());
  if (frame.shape->discriminator == name) frame.variant.clear();
  MemberProblems& seen = frame.seen[*frame.field];
  if (seen.seen && frames_.size() == 1) {
    problems_.discard_list(list_);
    counts_.erase(list_);
  } else if (seen.seen) {
    problems_.discard(seen.first, seen.last);
  }
  seen = {true, frame.first_of_value, frame.first_of_value};
}

void ManifestHandler::value(Poco::UInt64 number) {
  check_range(begin_value(kNumber), static_cast<double>(number));
  end_value();
}

void ManifestHandler::value(double number) {
  check_range(begin_value(kNumber), number);
  end_value();
}

void ManifestHandler::value(const std::string& text) {
  if (has_unstorable_ && text == kUnstorableNumber) {
    begin_value(kNumber);
    report("Contains a number that is too large or too precise to be stored");
    return end_value();
  }
  const Shape* shape = begin_value(kString);
  check_characters(text);
  if (shape && !shape->permitted_strings.empty() &&
      std::find(shape->permitted_strings.begin(), shape->permitted_strings.end(), text) ==
          shape->permitted_strings.end())
    report("Expected " + word_list(shape->permitted_strings) + ", received " + quote_json(shorten(text, kShownWord)));
  if (shape && shape->cron)
    if (auto warning = cron_warning(text)) report(*std::move(warning), {}, Severity::warning);
  if (!frames_.empty()) {
    Frame& frame = frames_.back();
    if (frame.shape && !frame.shape->discriminator.empty() && frame.shape->discriminator == frame.member)
      frame.variant = text;
    if (in_entry_itself() && frame.member == list_->id) entry_id_ = text;
  }
  end_value();
}

void ManifestHandler::value(bool flag) {
  begin_value(kBoolean);
  if (in_entry_itself() && frames_.back().member == "enabled") entry_enabled_ = flag;
  end_value();
}

IndexStats ManifestHandler::stats() const {
  const auto count = [this](const char* name) -> std::optional<std::int64_t> {
    const auto found = counts_.find(find_list(name));
    if (found == counts_.end()) return std::nullopt;
    return found->second.entries;
  };
  IndexStats stats;
  const auto jobs = counts_.find(find_list("jobs"));
  const std::int64_t disabled = jobs == counts_.end() ? 0 : jobs->second.disabled;
  stats.jobs = count("jobs").value_or(0) - disabled;
  stats.sources = count("sources").value_or(0);
  stats.dynamic_triggers = count("dynamicTriggers").value_or(0);
  stats.dynamic_schedules = count("dynamicSchedules").value_or(0);
  stats.webhooks = count("webhooks");
  stats.http_endpoints = count("httpEndpoints");
  if (disabled > 0) stats.disabled_jobs = disabled;
  return stats;
}

std::int64_t ManifestHandler::entries() const {
  std::int64_t sum = 0;
  for (const auto& [list, counts] : counts_) sum += counts.entries;
  return sum;
}

const Shape* ManifestHandler::begin_value(JsonTypes type) {
  if (frames_.empty()) return &manifest_shape();
  Frame& parent = frames_.back();
  if (!parent.object) parent.first_of_value = problems_.pending();
  if (!parent.shape) return nullptr;
  if (in_list() && frames_.size() == 2 && entries() >= max_entries_) return nullptr;
  const Shape* shape = parent.field ? parent.shape->fields[*parent.field].shape : nullptr;
  if (parent.shape->fields.empty()) shape = parent.shape->values;
  if (!shape) return nullptr;
  if (shape->types & type) return shape;
  report("Expected " + type_names(shape->types) + ", received " + type_names(type));
  return nullptr;
}

void ManifestHandler::end_value() {
  if (frames_.empty()) return;
  Frame& parent = frames_.back();
  if (parent.field) {
    const std::string_view when = parent.shape->fields[*parent.field].when;
    if (!when.empty()) problems_.limit_to_variant(parent.first_of_value, when);
    parent.seen[*parent.field].last = problems_.pending();
  }
  if (!parent.object) ++parent.index;
}

void ManifestHandler::begin_container(JsonTypes type) {
  const Shape* shape = begin_value(type);
  const std::size_t pending = problems_.pending();
  frames_.push_back({shape, type == kObject, pending, pending,
                     std::vector<MemberProblems>(shape ? shape->fields.size() : std::size_t{0})});
  if (frames_.size() == 2 && in_list()) counts_[list_] = {};
  if (frames_.size() == 3) {
    entry_id_.reset();
    entry_enabled_ = true;
  }
}

void ManifestHandler::end_container() {
  if (frames_.back().object) close_object(frames_.back());
  if (frames_.size() == 3) close_entry();
  frames_.pop_back();
  end_value();
}

void ManifestHandler::close_object(Frame& frame) {
  if (!frame.shape) return;
  const auto& fields = frame.shape->fields;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (frame.seen[i].seen || !fields[i].required) continue;
    frame.member = fields[i].name;
    report("Required", fields[i].when);
  }
  if (frame.shape->discriminator.empty()) return;
  const std::string_view otherwise = frame.shape->otherwise;
  const bool known = otherwise.empty() || std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
                       return !frame.variant.empty() && field.when == frame.variant;
                     });
  problems_.resolve_variant(frame.first_inside, known ? std::string_view(frame.variant) : otherwise);
}

void ManifestHandler::close_entry() {
  std::string label;
  if (in_list()) {
    Counts& counts = counts_[list_];
    ++counts.entries;
    if (!entry_enabled_ && list_->name == "jobs") ++counts.disabled;
    if (entry_id_ && counts.entries <= max_entries_) check_id(counts, *entry_id_);
    label = std::string(list_->noun) + " " +
            (entry_id_ ? quote_json(shorten(*entry_id_)) : "number " + std::to_string(frames_[1].index + 1)) + ": ";
  }
  problems_.close_entry(list_, label);
}

void ManifestHandler::check_id(Counts& counts, const std::string& id) {
  if (++counts.ids[id] != 2) return;
  problems_.add("",
                "Declared more than once with this " + std::string(list_->id) +
                    ". Each declaration is registered, so that the last one counts",
                {}, Severity::warning);
}

void ManifestHandler::scalar(JsonTypes type) {
  begin_value(type);
  end_value();
}

void ManifestHandler::integer(Poco::Int64 number) {
  check_range(begin_value(kNumber), static_cast<double>(number));
  end_value();
}

void ManifestHandler::check_range(const Shape* shape, double number) {
  if (!shape || !shape->integers) return;
  const IntegerRange& range = *shape->integers;
  if (number != std::floor(number)) {
    report("Expected a whole number, received a fraction");
  } else if (number < static_cast<double>(range.min)) {
    report("Expected a number of at least " + std::to_string(range.min));
  } else if (number > static_cast<double>(range.max)) {
    report("Expected a number of at most " + std::to_string(range.max));
  }
}

void ManifestHandler::check_characters(const std::string& text) {
  if (has_unstorable_ && text.find(kManifestPlaceholders.characters) != std::string::npos)
    report("Contains \\u0000 or an unpaired surrogate, which cannot be stored");
}

void ManifestHandler::report(std::string message, std::string_view when, Severity severity) {
  if (problems_.full()) return;
  problems_.add(path_from(in_entry() && in_list() ? 2 : 0), std::move(message), when, severity);
  if (!in_entry()) problems_.close_entry(list_, "");
}

std::string ManifestHandler::path_from(std::size_t frame) const {
  std::string path;
  for (std::size_t i = frame; i < frames_.size(); ++i) {
    if (i > frame) path += '.';
    path += frames_[i].object ? frames_[i].member : std::to_string(frames_[i].index);
  }
  return path;
}

}  // namespace kongflow::endpoints
