// Per-tenant limits on concurrent calls and on body memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "kongflow/abi/admission.h"
#include "kongflow/call.hpp"

namespace kongflow {

// A number of bytes of the host's body memory. The destructor releases them. Movable.
class Reservation {
 public:
  Reservation() = default;
  Reservation(const kf_admission_service* service, kf_reservation* native) : service_(service), native_(native) {}
  Reservation(Reservation&& other) noexcept
      : service_(other.service_), native_(std::exchange(other.native_, nullptr)) {}
  Reservation& operator=(Reservation&& other) noexcept {
    std::swap(service_, other.service_);
    std::swap(native_, other.native_);
    return *this;
  }
  ~Reservation() {
    if (native_ != nullptr) service_->release(native_);
  }

  // False when no memory was granted.
  explicit operator bool() const { return native_ != nullptr; }

 private:
  const kf_admission_service* service_ = nullptr;
  kf_reservation* native_ = nullptr;
};

// A handle: cheap to copy, valid until the plugin is destroyed.
class Admission {
 public:
  Admission(const kf_host* host, const kf_admission_service* service) : host_(host), service_(service) {}

  // Sets how many requests and tasks of one share this plugin may have waiting for other parties at once; at least 1.
  // [any]
  void limit_calls(std::uint32_t per_share) const { service_->limit_calls(host_, per_share); }

  // Reserves memory for a body of `share`; blocks until it is free. Returns an empty reservation when the call or the
  // wait ends first. [worker]
  Reservation reserve(std::string_view share, std::uint64_t bytes, const Call& call) const {
    return reserve(share, bytes, std::chrono::milliseconds(-1), call.native());
  }
  // `call` may be null. A negative `wait` waits without a limit.
  Reservation reserve(std::string_view share, std::uint64_t bytes, std::chrono::milliseconds wait,
                      kf_call* call) const {
    kf_reservation* reservation = nullptr;
    service_->reserve(host_, to_abi(share), bytes, wait.count(), call, &reservation);
    return {service_, reservation};
  }

 private:
  const kf_host* host_;
  const kf_admission_service* service_;
};

}  // namespace kongflow
