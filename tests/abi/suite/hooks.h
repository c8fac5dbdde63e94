// Calls the hooks of a loaded plugin, as the host does.
#pragma once

#include <cppunit/TestAssert.h>

#include <optional>
#include <string>
#include <vector>

#include "host/base/call.h"
#include "host/base/text.h"
#include "host/http/exchange.h"
#include "loaded_plugin.h"

namespace kongflow::testing {

inline kf_status run_task(LoadedPlugin& plugin, const std::string& identifier, const std::string& payload,
                          kf_call& call) {
  const host::TaskHandler* handler = plugin.runtime().tasks.find(identifier);
  CPPUNIT_ASSERT_MESSAGE(identifier, handler != nullptr);
  kf_task task{};
  task.struct_size = sizeof task;
  task.attempt = task.max_attempts = 1;
  task.identifier = host::to_abi(identifier);
  task.task_id = host::to_abi("8");
  task.payload_json = host::to_abi(payload);
  return handler->run(handler->self, &task, &call);
}

// The answer to a GET, given while the hook ran.
inline host::HttpResponse get(LoadedPlugin& plugin, const std::string& path) {
  std::optional<host::HttpResponse> answer;
  kf_exchange exchange(
      "req-1", kf_call::Clock::time_point::max(), [&](host::HttpResponse response) { answer = std::move(response); },
      [](kf_exchange&) {});
  const auto match = plugin.runtime().routes.match("GET", path);
  CPPUNIT_ASSERT_MESSAGE(path, match.route != nullptr);
  std::vector<kf_pair> parameters;
  for (const auto& [name, value] : match.parameters) parameters.push_back({host::to_abi(name), host::to_abi(value)});
  kf_http_request request{};
  request.struct_size = sizeof request;
  request.method = host::to_abi("GET");
  request.path = host::to_abi(path);
  request.path_parameters = parameters.data();
  request.path_parameter_count = static_cast<std::uint32_t>(parameters.size());
  match.route->handle(request, &exchange, &exchange.call());
  CPPUNIT_ASSERT_MESSAGE(path, answer.has_value());
  return *answer;
}

}  // namespace kongflow::testing
