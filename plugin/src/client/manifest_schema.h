// The schema of manifests, as data. It accepts those of every @trigger.dev/sdk from 2.0.0-next.22 to 3.3.17. Members
// that no shape names are not checked.
#pragma once

#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace kongflow::endpoints {

enum JsonTypes : unsigned {
  kNull = 1,
  kBoolean = 2,
  kNumber = 4,
  kString = 8,
  kArray = 16,
  kObject = 32,
  kAnything = 63,
};

struct Shape;

struct Field {
  std::string_view name;
  const Shape* shape;
  bool required = true;
  // Counts only when the discriminator of the object, or of the nearest one around it that has one, is this.
  std::string_view when = {};
};

struct IntegerRange {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

struct Shape {
  unsigned types = kAnything;
  std::vector<Field> fields = {};            // of an object
  const Shape* values = nullptr;             // of an array, or of an object used as a dictionary
  std::vector<std::string_view> words = {};  // a string must be one of them; empty: any
  const IntegerRange* integers = nullptr;    // a number must be one of these; null: any number
  bool cron = false;                         // a string is a cron expression, checked for warnings
  std::string_view discriminator = {};       // of an object: the member that selects fields by `when`
  std::string_view otherwise = {};           // its value when it is none of the fields' `when`
};

// A list of the manifest.
struct ManifestList {
  std::string_view name;  // "jobs"
  std::string_view noun;  // "Job"
  std::string_view id;    // the member that names an entry to people
};

const std::vector<ManifestList>& manifest_lists();
const Shape& manifest_shape();

}  // namespace kongflow::endpoints
