#include "client/resolver.h"

#include <Poco/Exception.h>
#include <Poco/Net/DNS.h>

#include <algorithm>
#include <future>
#include <memory>
#include <system_error>
#include <thread>

namespace kongflow::endpoints {
namespace {

using Addresses = std::vector<Poco::Net::IPAddress>;
constexpr std::chrono::milliseconds kCancelPoll{50};

Addresses query_system_resolver(const std::string& host) {
  try {
    return Poco::Net::DNS::hostByName(host, Poco::Net::DNS::DNS_HINT_NONE).addresses();
  } catch (const Poco::Exception&) {
    return {};
  }
}

}  // namespace

SystemResolver::SystemResolver() : look_up_(query_system_resolver) {}

Addresses SystemResolver::resolve(const std::string& host, const CallContext& context) {
  const auto task =
      std::make_shared<std::packaged_task<Addresses()>>([look_up = look_up_, host] { return look_up(host); });
  std::future<Addresses> answer = task->get_future();
  try {
    std::thread([task] { (*task)(); }).detach();
  } catch (const std::system_error&) {
    (*task)();
  }
  while (true) {
    const auto now = std::chrono::steady_clock::now();
    if (answer.wait_until(std::min(context.deadline, now + kCancelPoll)) == std::future_status::ready)
      return answer.get();
    if (now >= context.deadline || context.cancelled()) return {};
  }
}

}  // namespace kongflow::endpoints
