// Records each answered request: one log line, and the metrics of its route.
#pragma once

#include <chrono>
#include <map>
#include <string_view>
#include <tuple>

#include "host/base/log.h"
#include "host/http/http_message.h"
#include "host/http/route_table.h"

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
class Registry;
template <typename T>
class Family;
}  // namespace prometheus

namespace kongflow::host {

class RequestJournal {
 public:
  RequestJournal(prometheus::Registry& registry, Log& log);

  // `route` is null when none matched. `took`: from the request's last byte to its response. [I/O thread]
  void record(const HttpRequest& request, const Route* route, unsigned status, std::chrono::nanoseconds took);
  void in_flight(int requests);        // [any thread]
  void connections(std::size_t open);  // [any thread]

 private:
  struct Series {
    prometheus::Counter& requests;
    prometheus::Histogram& durations;
  };
  using Labels = std::tuple<const Route*, std::string_view, unsigned>;  // route, method, class of the status

  const Series& series(const Labels& labels);

  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& connections_;
  std::map<Labels, Series> series_;  // [I/O thread]
  Log& log_;
};

}  // namespace kongflow::host
