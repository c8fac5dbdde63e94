#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

void set_error(kf_call* call, kf_str code, kf_str message) noexcept {
  if (call != nullptr) call->set_error(std::string(view(code)), std::string(view(message)));
}

std::int32_t cancelled(const kf_call* call) noexcept {
  return call != nullptr && call->cancelled() ? 1 : 0;
}

std::int64_t remaining_ms(const kf_call* call) noexcept {
  return call == nullptr ? INT64_MAX : call->remaining_ms();
}

kf_str id(const kf_call* call) noexcept {
  return call == nullptr ? kf_str{nullptr, 0} : to_abi(call->id());
}

}  // namespace

const kf_call_service call_service{sizeof(kf_call_service), &set_error, &cancelled, &remaining_ms, &id};

}  // namespace kongflow::host
