#include "host/http/request_journal.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <cstdio>
#include <string>

namespace kongflow::host {
namespace {

using Milliseconds = std::chrono::duration<double, std::milli>;
using Seconds = std::chrono::duration<double>;

// Clients choose the method; only known methods become label values.
std::string_view method_label(std::string_view method) {
  for (const std::string_view known : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
    if (method == known) return known;
  return "other";
}

std::string one_decimal(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

// Limits the path to 512 bytes and escapes bytes that are invalid in paths: clients choose the path.
std::string shown_path(std::string_view path) {
  std::string shown;
  for (const unsigned char c : path.substr(0, 512)) {
    if (c > ' ' && c <= '~') {
      shown += static_cast<char>(c);
    } else {
      std::array<char, 4> escape{};
      std::snprintf(escape.data(), escape.size(), "%%%02X", c);
      shown += escape.data();
    }
  }
  return shown;
}

LogLevel level_of(const Route* route, unsigned status) {
  if (route != nullptr && route->is_probe()) return LogLevel::debug;
  return status >= 500 ? LogLevel::warning : LogLevel::info;
}

}  // namespace

RequestJournal::RequestJournal(prometheus::Registry& registry, Log& log)
    : requests_(prometheus::BuildCounter()
                    .Name("kongflow_http_requests_total")
                    .Help("Requests answered, by route, method and status class.")
                    .Register(registry)),
      durations_(prometheus::BuildHistogram()
                     .Name("kongflow_http_request_duration_seconds")
                     .Help("Time from a request's last byte to its response.")
                     .Register(registry)),
      in_flight_(prometheus::BuildGauge()
                     .Name("kongflow_http_requests_in_flight")
                     .Help("Requests being handled, without probes.")
                     .Register(registry)
                     .Add({})),
      connections_(prometheus::BuildGauge()
                       .Name("kongflow_http_connections")
                       .Help("Open client connections.")
                       .Register(registry)
                       .Add({})),
      log_(log) {}

void RequestJournal::record(const HttpRequest& request, const Route* route, unsigned status,
                            std::chrono::nanoseconds took) {
  const Series& counted = series({route, method_label(request.method), status / 100});
  counted.requests.Increment();
  counted.durations.Observe(Seconds(took).count());
  const LogLevel level = level_of(route, status);
  if (!log_.enabled(level)) return;
  log_.write(level, "http", "request",
             {{"call", request.id},
              {"method", request.method},
              // The pattern if there is one: paths may contain secrets, such as hook URLs.
              {"path", route == nullptr ? shown_path(request.path) : route->pattern},
              {"status", std::to_string(status)},
              {"duration_ms", one_decimal(Milliseconds(took).count())},
              {"remote", request.remote_address}});
}

void RequestJournal::in_flight(int requests) {
  in_flight_.Set(requests);
}

void RequestJournal::connections(std::size_t open) {
  connections_.Set(static_cast<double>(open));
}

// Cached because the registry compares and copies the labels on each lookup.
const RequestJournal::Series& RequestJournal::series(const Labels& labels) {
  static const prometheus::Histogram::BucketBoundaries buckets{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                                               0.5,   1,     2.5,  5,     10,   30};
  const auto known = series_.find(labels);
  if (known != series_.end()) return known->second;
  const auto& [route, method, status_class] = labels;
  const prometheus::Labels common{{"route", route == nullptr ? "none" : route->pattern},
                                  {"method", std::string(method)}};
  prometheus::Labels with_status = common;
  with_status["status"] = std::to_string(status_class) + "xx";
  return series_.emplace(labels, Series{requests_.Add(with_status), durations_.Add(common, buckets)}).first->second;
}

}  // namespace kongflow::host
