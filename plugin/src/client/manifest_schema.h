// The schema of manifests, as data. It accepts the manifests of every @trigger.dev/sdk from 2.0.0-next.22 to 3.3.17.
// Members without a shape are not checked.
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
  // The field applies only when the discriminator of the object, or of the nearest enclosing object with one, has this
  // value.
  std::string_view when = {};
};

struct IntegerRange {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
};

struct Shape {
  unsigned types = kAnything;
  std::vector<Field> fields = {};  // of an object
  const Shape* values = nullptr;   // elements of an array, or values of an object used as a dictionary
  std::vector<std::string_view> permitted_strings = {};  // permitted strings; empty: any
  const IntegerRange* integers = nullptr;                // permitted numbers; null: any
  bool cron = false;                                     // the string is a cron expression (cron_warning.h)
  std::string_view discriminator = {};                   // the member of an object that selects fields by `when`
  std::string_view otherwise = {};                       // used when its value equals no `when`
};

// A list in the manifest.
struct ManifestList {
  std::string_view name;  // "jobs"
  std::string_view noun;  // "Job"
  std::string_view id;    // the member that identifies an entry in messages
};

const std::vector<ManifestList>& manifest_lists();
const Shape& manifest_shape();

}  // namespace kongflow::endpoints
