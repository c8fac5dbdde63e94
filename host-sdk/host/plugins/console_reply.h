// The JSON reply of a panel function: the host's side of kf_console_reply.
#pragma once

#include <mutex>
#include <string>

#include "host/base/text.h"
#include "kongflow/abi/console.h"

// Opaque to plugins, which set it through kongflow.console/1.
struct kf_console_reply {
 public:
  // The last call wins. [any thread]
  void set(kf_str json) {
    const std::lock_guard lock(mutex_);
    json_.assign(kongflow::host::view(json));
  }
  std::string json() const {
    const std::lock_guard lock(mutex_);
    return json_;
  }

 private:
  mutable std::mutex mutex_;
  std::string json_;
};
