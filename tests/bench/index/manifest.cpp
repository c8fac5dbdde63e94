#include "manifest.h"

namespace kongflow::bench {
namespace {

std::string make_job(int number) {
  const std::string id = "send-invoice-reminder-" + std::to_string(number);
  return R"({"id":")" + id + R"(","name":"Send invoice reminder )" + std::to_string(number) +
         R"(","version":"1.4.2","event":{"name":"invoice.overdue.)" + std::to_string(number) +
         R"(","title":"Invoice overdue","source":"billing.example","icon":"bell",)" +
         R"("examples":[{"id":"example","name":"An overdue invoice","payload":{"invoice":"in_)" +
         std::to_string(100000 + number) +
         R"(","amount":12950,"currency":"EUR"}}],"properties":[{"label":"Customer","text":"ACME GmbH"}]},)" +
         R"("trigger":{"type":"static","title":"Invoice overdue","properties":[],"rule":{"event":"invoice.overdue.)" +
         std::to_string(number) +
         R"(","payload":{"amount":[{"$gt":1000}]},"source":"billing.example"}},"integrations":{},)" +
         R"("startPosition":"initial","enabled":true,"preprocessRuns":false})";
}

}  // namespace

std::string make_manifest(int entries) {
  std::string manifest = R"({"jobs":[)";
  for (int number = 0; number < entries; ++number) manifest += (number > 0 ? "," : "") + make_job(number);
  return manifest + R"(],"sources":[],"webhooks":[],"dynamicTriggers":[],"dynamicSchedules":[],"httpEndpoints":[]})";
}

}  // namespace kongflow::bench
