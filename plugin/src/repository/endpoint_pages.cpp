#include <algorithm>
#include <stdexcept>

#include "repository/listed_endpoints.h"
#include "repository/page_cursor.h"
#include "repository/pages.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

// A page of a filtered list is looked for among the next endpoints in the list's order, first among kProbe, then, if
// enough of those match, among kWindow: a filter that matches many fills it there. Otherwise all that match are found
// by their trigrams and sorted.
constexpr int kProbe = 200;
constexpr int kWindow = 20 * kProbe;

// An index with the key and the endpoint's id as its columns.
struct Place {
  const char* table;
  const char* id;
  const char* key;
  bool is_time;
};

Place place_of(EndpointOrder order) {
  switch (order) {
    case EndpointOrder::registered:
      return {"endpoints", "id", "created_at", true};
    case EndpointOrder::slug:
      return {"endpoint_listings", "endpoint_id", "slug", false};
    case EndpointOrder::project:
      return {"endpoint_listings", "endpoint_id", "project", false};
    case EndpointOrder::environment:
      return {"endpoint_listings", "endpoint_id", "environment", false};
    case EndpointOrder::url:
      return {"endpoint_listings", "endpoint_id", "url", false};
    case EndpointOrder::status:
      return {"endpoint_states", "endpoint_id", "status", false};
    case EndpointOrder::indexed:
      return {"endpoint_states", "endpoint_id", "indexed_at", true};
  }
  throw std::logic_error("unknown order of endpoints");
}

// All with the pattern in $1.
const std::string kStatuses = R"sql(array(
      select status
      from unnest(array['PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'NEVER_INDEXED']) status
      where E'\n' || lower(status) like lower($1)
    ))sql";
const std::string kMatches =
    "(listing.search like lower($1) or state.error like lower($1) or state.status = any(" + kStatuses + "))";
const std::string kMatching = R"sql((
      select endpoint_id as id from endpoint_listings where search like lower($1)
      union select endpoint_id from endpoint_states where error like lower($1)
      union select endpoint_id from endpoint_states where status = any()sql" +
                              kStatuses + "))";

// A LIKE pattern for texts with a line feed before each part. One or two characters have no trigram of their own: they
// match where a part begins.
std::string pattern_of(const std::string& filter) {
  const auto characters =
      std::count_if(filter.begin(), filter.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; });
  std::string pattern = characters < 3 ? "%\n" : "%";
  for (const char c : filter) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

enum class Filter { none, probe, window, all };

// Parameters: $1 the pattern, $2 and $3 id and key of the last row before, $4 the limit.
std::string select_page(EndpointOrder order, bool descending, Filter filter, bool has_cursor) {
  const Place place = place_of(order);
  const std::string id = std::string("place.") + place.id, key = std::string("place.") + place.key;
  const std::string direction = descending ? " desc" : " asc";
  const std::string ordered = " order by " + key + direction + ", " + id + direction;
  const std::string after = has_cursor ? "(" + key + ", " + id + (descending ? ") < (" : ") > (") +
                                             (place.is_time ? timestamptz_of("$3") : "$3::text") + ", $2::uuid)"
                                       : "$2::text is null and $3::text is null";
  std::string page = "select " + id + " as id, " + key + " as key, " + (place.is_time ? microseconds_of(key) : key) +
                     "::text as cursor from ";
  switch (filter) {
    case Filter::none:
      page += std::string(place.table) + " place where $1::text is null and " + after;
      break;
    case Filter::probe:
    case Filter::window:
      page += std::string("(select * from ") + place.table + " place where " + after + ordered + " limit " +
              std::to_string(filter == Filter::probe ? kProbe : kWindow) +
              ") place join endpoint_listings listing on listing.endpoint_id = " + id +
              " join endpoint_states state on state.endpoint_id = " + id + " where " + kMatches;
      break;
    case Filter::all:
      page += kMatching + " matching join " + place.table + " place on " + id + " = matching.id where " + after;
      break;
  }
  return select_listed(page + ordered + " limit $4::bigint + 1", direction);
}

// "<id>.<key>" of the last row of the page before.
struct KeyCursor {
  postgres::Parameter id, key;

  static KeyCursor parse(const std::optional<std::string>& text, const Place& place) {
    constexpr std::size_t kUuid = 36;
    if (!text) return {};
    if (text->size() <= kUuid || (*text)[kUuid] != '.' || !is_uuid(text->substr(0, kUuid))) throw unknown_cursor();
    KeyCursor cursor{text->substr(0, kUuid), text->substr(kUuid + 1)};
    if (place.is_time && !is_microseconds(*cursor.key)) throw unknown_cursor();
    return cursor;
  }
};

}  // namespace

Page<ListedEndpoint> PgEndpointRepository::endpoints(const RowsRequest& request, EndpointOrder order, bool descending) {
  const KeyCursor after = KeyCursor::parse(request.cursor, place_of(order));
  const auto select = [&](Filter filter) {
    return execute_once(select_page(order, descending, filter, request.cursor.has_value()),
                        {request.filter.empty() ? std::nullopt : postgres::Parameter(pattern_of(request.filter)),
                         after.id, after.key, std::to_string(request.limit)});
  };
  const auto is_full = [&](const postgres::Rows& rows) { return rows.size() > request.limit; };
  postgres::Rows rows = select(request.filter.empty() ? Filter::none : Filter::probe);
  if (!request.filter.empty() && !is_full(rows)) {
    if (rows.size() * (kWindow / kProbe) > request.limit) rows = select(Filter::window);
    if (!is_full(rows)) rows = select(Filter::all);
  }
  return read_page(rows, request.limit, read_listed, [](const postgres::Rows& page, int row) {
    return page.text(row, 0) + '.' + page.text(row, kCursorColumn);
  });
}

}  // namespace kongflow::endpoints
