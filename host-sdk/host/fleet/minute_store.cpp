#include "host/fleet/minute_store.h"

#include <algorithm>
#include <charconv>
#include <string_view>

#include "postgres/iso_time.h"

namespace kongflow::host::minute_store {
namespace {

constexpr char kAddSql[] = R"(
insert into kongflow_minutes as old (minute, host, done, retried, failed, http, http_errors, http_buckets)
values (date_trunc('minute', now()), $1, $2::bigint, $3::bigint, $4::bigint, $5::bigint, $6::bigint, $7::bigint[])
on conflict (minute, host) do update set done = old.done + excluded.done, retried = old.retried + excluded.retried,
  failed = old.failed + excluded.failed, http = old.http + excluded.http,
  http_errors = old.http_errors + excluded.http_errors,
  http_buckets = array(select coalesce(before, 0) + coalesce(more, 0)
                       from unnest(old.http_buckets, excluded.http_buckets) with ordinality as pair(before, more, place)
                       order by place))";

constexpr char kPruneSql[] = "delete from kongflow_minutes where minute < now() - interval '1 day'";

const std::string& last_sql() {
  static const std::string text = "select " + postgres::iso_time("times.minute") + R"(,
  coalesce(sum(work.done), 0), coalesce(sum(work.retried), 0), coalesce(sum(work.failed), 0),
  coalesce(sum(work.http), 0), coalesce(sum(work.http_errors), 0),
  array_to_string(array(
    select sum(bucket.count) from kongflow_minutes as same, unnest(same.http_buckets) with ordinality as bucket(count, place)
    where same.minute = times.minute group by bucket.place order by bucket.place), ' ')
from generate_series(date_trunc('minute', now()) - ($1::int - 1) * interval '1 minute', date_trunc('minute', now()),
                     interval '1 minute') as times(minute)
left join kongflow_minutes as work on work.minute = times.minute
group by times.minute order by times.minute)";
  return text;
}

Work& combine(Work& sum, const Work& other, std::int64_t factor) {
  sum.done += factor * other.done;
  sum.retried += factor * other.retried;
  sum.failed += factor * other.failed;
  sum.http += factor * other.http;
  sum.http_errors += factor * other.http_errors;
  sum.http_buckets.resize(std::max(sum.http_buckets.size(), other.http_buckets.size()));
  for (std::size_t i = 0; i < other.http_buckets.size(); ++i) sum.http_buckets[i] += factor * other.http_buckets[i];
  return sum;
}

std::string literal(const std::vector<std::int64_t>& numbers) {
  std::string text = "{";
  for (const auto number : numbers) text += (text.size() > 1 ? "," : "") + std::to_string(number);
  return text + "}";
}

std::vector<std::int64_t> numbers_of(std::string_view text) {
  std::vector<std::int64_t> numbers;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    std::int64_t number = 0;
    std::from_chars(word.data(), word.data() + word.size(), number);
    numbers.push_back(number);
    text.remove_prefix(word.size() < text.size() ? word.size() + 1 : text.size());
  }
  return numbers;
}

}  // namespace

Work& Work::operator+=(const Work& more) {
  return combine(*this, more, 1);
}

Work& Work::operator-=(const Work& less) {
  return combine(*this, less, -1);
}

void add(postgres::Connection& connection, const std::string& host, const Work& work) {
  connection.execute(kAddSql,
                     {host, std::to_string(work.done), std::to_string(work.retried), std::to_string(work.failed),
                      std::to_string(work.http), std::to_string(work.http_errors), literal(work.http_buckets)});
}

void prune(postgres::Connection& connection) {
  connection.execute(kPruneSql);
}

std::vector<Minute> last(postgres::Connection& connection, int count) {
  const auto rows = connection.execute(last_sql().c_str(), {std::to_string(count)});
  std::vector<Minute> minutes;
  minutes.reserve(static_cast<std::size_t>(rows.size()));
  for (int row = 0; row < rows.size(); ++row)
    minutes.push_back({rows.text(row, 0),
                       {rows.integer(row, 1), rows.integer(row, 2), rows.integer(row, 3), rows.integer(row, 4),
                        rows.integer(row, 5), numbers_of(rows.view(row, 6))}});
  return minutes;
}

}  // namespace kongflow::host::minute_store
