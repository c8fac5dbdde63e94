// The JSON text that a panel function answers with: the host's side of kf_console_reply.
#pragma once

#include <mutex>
#include <string>

#include "host/base/text.h"
#include "kongflow/abi/console.h"

// Opaque to plugins; they set it through kongflow.console/1.
struct kf_console_reply {
 public:
  // The last one counts. [any thread]
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
