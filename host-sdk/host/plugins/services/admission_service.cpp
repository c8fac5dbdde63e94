#include <algorithm>
#include <chrono>
#include <limits>
#include <memory>

#include "host/admission/admission.h"
#include "host/base/call.h"
#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

struct kf_reservation {
  kongflow::host::ByteBudget::Reservation bytes;  // null in a dry run
};

namespace kongflow::host {
namespace {

constexpr std::int64_t kMaxWaitMs = 86'400'000;  // more than a day means no limit

kf_status limit_calls(const kf_host* abi, std::uint32_t per_share) noexcept {
  if (per_share == 0) return KF_BAD_ARGUMENT;
  constexpr std::uint32_t most = std::numeric_limits<int>::max();
  PluginHost::of(abi).set_call_limit(static_cast<int>(std::min(per_share, most)));
  return KF_OK;
}

kf_status reserve(const kf_host* abi, kf_str share, std::uint64_t bytes, std::int64_t wait_ms, kf_call* call,
                  kf_reservation** out) noexcept {
  if (out == nullptr) return KF_BAD_ARGUMENT;
  *out = nullptr;
  const PluginHost& host = PluginHost::of(abi);
  return at_boundary(host, [&]() -> kf_status {
    auto reservation = std::make_unique<kf_reservation>();
    if (Admission* admission = host.services().admission) {
      auto deadline = call == nullptr ? ByteBudget::Clock::time_point::max() : call->deadline();
      if (wait_ms >= 0 && wait_ms < kMaxWaitMs)
        deadline = std::min(deadline, ByteBudget::Clock::now() + std::chrono::milliseconds(wait_ms));
      const auto cancelled = [call] { return call != nullptr && call->cancelled(); };
      reservation->bytes = admission->bodies().reserve(std::string(view(share)), bytes, deadline, cancelled);
      if (!reservation->bytes) return cancelled() ? KF_CANCELLED : KF_DEADLINE;
    }
    *out = reservation.release();
    return KF_OK;
  });
}

void release(kf_reservation* reservation) noexcept {
  delete reservation;
}

}  // namespace

const kf_admission_service admission_service{sizeof(kf_admission_service), &limit_calls, &reserve, &release};

}  // namespace kongflow::host
