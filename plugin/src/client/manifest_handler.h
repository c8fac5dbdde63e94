// Validates a manifest from the events of Poco's JSON parser. Implementation of manifest_validator.h; use that.
#pragma once

#include <Poco/JSON/Handler.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "client/manifest_problems.h"
#include "client/manifest_schema.h"
#include "domain/json_text.h"
#include "domain/manifest.h"

namespace kongflow::endpoints {

// Poco's parser ends names at \u0000 and rejects numbers beyond 64 bits. Therefore its input contains placeholders with
// U+FFFF, which valid text does not contain, for characters and numbers that jsonb cannot store.
constexpr std::string_view kUnstorableNumber = "\xEF\xBF\xBF#";
constexpr Placeholders kManifestPlaceholders{"\xEF\xBF\xBF", "\"\xEF\xBF\xBF#\"", "1e300"};

class ManifestHandler final : public Poco::JSON::Handler {
 public:
  // `has_unstorable`: the text contains placeholders. Entries beyond `max_entries` are counted, but not validated.
  ManifestHandler(bool has_unstorable, std::int64_t max_entries)
      : has_unstorable_(has_unstorable), max_entries_(max_entries) {}

  void reset() override {}
  void startObject() override;
  void endObject() override;
  void startArray() override;
  void endArray() override;
  void key(const std::string& name) override;
  void null() override { scalar(kNull); }
  void value(int number) override { integer(number); }
  void value(unsigned number) override { integer(number); }
  void value(Poco::Int64 number) override { integer(number); }
  void value(Poco::UInt64 number) override;
  void value(const std::string& text) override;
  void value(double number) override;
  void value(bool flag) override;

  // Valid after the last event.
  const ManifestProblems& problems() const { return problems_; }
  IndexStats stats() const;
  std::int64_t entries() const;

 private:
  struct MemberProblems {  // a member; [first, last) are the problems of its value
    bool seen = false;
    std::size_t first = 0;
    std::size_t last = 0;
  };
  struct Frame {         // an open object or array
    const Shape* shape;  // null: any value is accepted
    bool object;
    std::size_t first_inside;               // index of its first problem
    std::size_t first_of_value;             // index of the first problem of the current member or element
    std::vector<MemberProblems> seen;       // one per field of `shape`
    std::int64_t index = 0;                 // the current element
    std::string member = {};                // the current member
    std::optional<std::size_t> field = {};  // the field of `shape` for the current member
    std::string variant = {};               // value of the shape's discriminator
  };
  struct Counts {
    std::int64_t entries = 0;
    std::int64_t disabled = 0;
    std::map<std::string, int> ids;  // number of declarations per id
  };

  // Returns the shape of the value's contents; null when it has none, or has the wrong type (which is reported).
  const Shape* begin_value(JsonTypes type);
  void end_value();
  void begin_container(JsonTypes type);
  void end_container();
  void scalar(JsonTypes type);
  void integer(Poco::Int64 number);
  void check_range(const Shape* shape, double number);
  void check_characters(const std::string& text);
  void close_object(Frame& frame);
  void close_entry();
  void check_id(Counts& counts, const std::string& id);
  void report(std::string message, std::string_view when = {}, Severity severity = Severity::error);

  bool in_list() const { return list_ && frames_.size() > 1 && frames_[1].shape && !frames_[1].object; }
  bool in_entry() const { return frames_.size() > 2; }
  bool in_entry_itself() const { return frames_.size() == 3 && in_list(); }
  std::string path_from(std::size_t frame) const;

  const bool has_unstorable_;
  const std::int64_t max_entries_;
  std::vector<Frame> frames_;  // the manifest, a list, an entry, …
  ManifestProblems problems_;
  const ManifestList* list_ = nullptr;  // the list in the manifest's current member
  std::map<const ManifestList*, Counts> counts_;
  std::optional<std::string> entry_id_;
  bool entry_enabled_ = true;
};

}  // namespace kongflow::endpoints
