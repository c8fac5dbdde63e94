#include "console/panel_query.h"

#include <algorithm>
#include <charconv>

#include "domain/json_fields.h"

namespace kongflow::endpoints {
namespace {

constexpr int kMaxLimit = 200;

// Null counts as absent.
Result<std::optional<std::string>> text_or_null(const JsonFields& fields, std::string_view name) {
  if (!fields.data(name)) return std::optional<std::string>();
  return fields.optional_string(name);
}

Result<int> parse_limit(const JsonFields& fields) {
  int limit = RowsRequest().limit;
  const auto given = fields.data("limit");
  if (!given) return limit;
  const char* end = given->data() + given->size();
  if (std::from_chars(given->data(), end, limit).ptr != end) return fields.refused("\"limit\" must be a whole number.");
  return std::clamp(limit, 1, kMaxLimit);
}

}  // namespace

Result<RowsQuery> parse_rows_query(std::string_view json) {
  const auto fields = JsonFields::parse(json, "Invalid query");
  if (!fields) return fields.error();
  const auto limit = parse_limit(fields.value());
  if (!limit) return limit.error();
  RowsQuery query;
  query.request.limit = limit.value();
  std::optional<std::string> filter, sort, parent;
  const std::pair<const char*, std::optional<std::string>*> texts[] = {
      {"cursor", &query.request.cursor}, {"filter", &filter}, {"sort", &sort}, {"parent", &parent}};
  for (const auto& [name, target] : texts) {
    auto text = text_or_null(fields.value(), name);
    if (!text) return text.error();
    *target = std::move(text).value();
  }
  query.request.filter = filter.value_or("");
  query.sort = sort.value_or("");
  query.parent = parent.value_or("");
  query.descending = !query.sort.empty() && query.sort.front() == '-';
  if (query.descending) query.sort.erase(0, 1);
  return query;
}

Result<RowQuery> parse_row_query(std::string_view json) {
  const auto fields = JsonFields::parse(json, "Invalid query");
  if (!fields) return fields.error();
  auto id = fields->string("id");
  if (!id) return id.error();
  auto against = text_or_null(fields.value(), "against");
  if (!against) return against.error();
  return RowQuery{std::move(id).value(), std::move(against).value()};
}

}  // namespace kongflow::endpoints
