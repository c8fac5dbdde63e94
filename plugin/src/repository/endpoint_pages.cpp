#include <algorithm>
#include <stdexcept>

#include "repository/listed_endpoints.h"
#include "repository/page_cursor.h"
#include "repository/pages.h"
#include "repository/pg_endpoint_repository.h"
#include "repository/rarest_parts.h"
#include "repository/uuid.h"

namespace kongflow::endpoints {
namespace {

// Two plans for a filtered page. If enough of the next kProbe endpoints in the list's order match, the page is selected
// from the next kWindow endpoints. Otherwise, or when these do not fill the page, all matching endpoints are found by
// their trigrams and sorted.
constexpr int kProbe = 200;
constexpr int kWindow = 20 * kProbe;
constexpr int kSample = 10'000;  // characters

// A database index on the sort key and the endpoint's id.
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

// All match the pattern in $1. Indexes are searched for patterns of parts of the filter, in $5 and $6; an expression
// prevents an index search for the whole pattern.
const std::string kStatuses = R"sql(array(
      select status
      from unnest(array['PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'NEVER_INDEXED']) status
      where E'\n' || lower(status) like lower($1)
    ))sql";
const std::string kMatches =
    "(listing.search like lower($1) or state.error like lower($1) or state.status = any(" + kStatuses + "))";
const std::string kMatching = R"sql((
      select endpoint_id as id from endpoint_listings where search like $5 and search like $6 and search || '' like lower($1)
      union select endpoint_id from endpoint_states where error like $5 and error like $6 and error || '' like lower($1)
      union select endpoint_id from endpoint_states where status = any()sql" +
                              kStatuses + "))";

// A filter of one or two characters has no trigram.
bool is_short(const std::string& filter) {
  return std::count_if(filter.begin(), filter.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }) < 3;
}

// A LIKE pattern for texts with a line feed before each part. Short filters match only at the beginning of a part.
std::string pattern_of(const std::string& filter) {
  std::string pattern = is_short(filter) ? "%\n" : "%";
  for (const char c : filter) {
    if (c == '%' || c == '_' || c == '\\') pattern += '\\';
    pattern += c;
  }
  return pattern + '%';
}

enum class Filter { none, window, all };

// The statements for a list in one order, after an optional cursor. Parameters: $1 the filter's pattern, $2 and $3 id
// and key of the last row of the previous page, $4 the limit, $5 and $6 only for Filter::all.
class List {
 public:
  List(EndpointOrder order, bool descending, bool has_cursor)
      : place_(place_of(order)),
        id_(std::string("place.") + place_.id),
        key_(std::string("place.") + place_.key),
        direction_(descending ? " desc" : " asc"),
        after_(has_cursor ? "(" + key_ + ", " + id_ + (descending ? ") < (" : ") > (") +
                                (place_.is_time ? timestamptz_of("$3") : "$3::text") + ", $2::uuid)"
                          : "$2::text is null and $3::text is null") {}

  // Counts the next kProbe endpoints (how many match, how many exist), and returns a sample of their searched text.
  std::string probe() const {
    return "select count(*) filter (where " + kMatches + "), count(*), left(string_agg(listing.search, ''), " +
           std::to_string(kSample) + "), lower($4::text) from " + next(kProbe);
  }
  // Counts the next endpoints, up to kWindow.
  std::string count_window() const {
    return std::string("select count(*) from (select from ") + place_.table + " place where $1::text is not null and " +
           after_ + " limit " + std::to_string(kWindow) + ") next";
  }

  std::string select_page(Filter filter) const {
    std::string page = "select " + id_ + " as id, " + key_ + " as key, " +
                       (place_.is_time ? microseconds_of(key_) : key_) + "::text as cursor from ";
    if (filter == Filter::none) page += std::string(place_.table) + " place where $1::text is null and " + after_;
    if (filter == Filter::window) page += next(kWindow) + " where " + kMatches;
    if (filter == Filter::all)
      page += kMatching + " matching join " + place_.table + " place on " + id_ + " = matching.id where " + after_;
    return select_listed(page + ordered() + " limit $4::bigint + 1", direction_);
  }

 private:
  std::string ordered() const { return " order by " + key_ + direction_ + ", " + id_ + direction_; }
  std::string next(int count) const {
    return std::string("(select * from ") + place_.table + " place where " + after_ + ordered() + " limit " +
           std::to_string(count) + ") place join endpoint_listings listing on listing.endpoint_id = " + id_ +
           " join endpoint_states state on state.endpoint_id = " + id_;
  }

  const Place place_;
  const std::string id_, key_, direction_, after_;
};

// "<id>.<key>" of the last row of the previous page.
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
  const List list(order, descending, request.cursor.has_value());
  std::vector<postgres::Parameter> parameters = {std::nullopt, after.id, after.key};
  Filter filter = Filter::none;
  bool all_seen = false;
  std::pair<std::string, std::string> parts;  // of the filter
  if (!request.filter.empty()) {
    parameters[0] = pattern_of(request.filter);
    auto with_filter = parameters;
    with_filter.emplace_back(request.filter);
    const postgres::Rows probe = execute_unprepared(list.probe(), with_filter);
    all_seen = probe.integer(0, 1) < kProbe;
    filter = all_seen || probe.integer(0, 0) * (kWindow / kProbe) > request.limit ? Filter::window : Filter::all;
    parts = rarest_parts(probe.view(0, 3), probe.view(0, 2));
  }
  const auto select = [&](Filter among) {
    auto with_limit = parameters;
    with_limit.emplace_back(std::to_string(request.limit));
    if (among == Filter::all)
      for (const std::string& part : {parts.first, parts.second}) with_limit.emplace_back(pattern_of(part));
    return execute_unprepared(list.select_page(among), with_limit);
  };
  postgres::Rows rows = select(filter);
  if (filter == Filter::window && rows.size() <= request.limit && !all_seen &&
      execute_unprepared(list.count_window(), parameters).integer(0, 0) == kWindow)
    rows = select(Filter::all);
  return read_page(rows, request.limit, read_listed, [](const postgres::Rows& page, int row) {
    return page.text(row, 0) + '.' + page.text(row, kCursorColumn);
  });
}

}  // namespace kongflow::endpoints
