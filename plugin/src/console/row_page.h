// The page of a panel's row.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domain/endpoint.h"

namespace kongflow::endpoints {

// The facts of a row page. Omits unknown values.
class Facts {
 public:
  // `kind` is the display format of a column: text, time, url, status, copy.
  Facts& add(std::string_view title, std::optional<std::string_view> value, std::string_view kind = "text");
  Facts& add_number(std::string_view title, std::optional<std::int64_t> value, std::string_view kind = "number");
  Facts& add_json(std::string_view title, const std::optional<std::string>& json);
  std::string json() const;

 private:
  std::vector<std::string> facts_;
};

struct RowPage {
  std::string id;
  std::string title;
  std::string values_json;  // as in the panel's rows
  Facts facts = {};
  std::optional<Endpoint> endpoint = {};  // the owner of the row
  std::optional<std::string> document_json = {};
  std::optional<std::string> queue = {};
  std::vector<std::string> others_json = {};  // {"id","title"} each
  std::optional<std::string> changes_json = {};
};

std::string to_json(const RowPage& page);

}  // namespace kongflow::endpoints
