// Mounts that only a process of the test sees.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include <iostream>

#include "own_process.h"

namespace kongflow::testing {

// Gives this process a mount namespace of its own, none of whose mounts reaches another one.
inline bool make_own_mounts() {
  return ::unshare(CLONE_NEWNS) == 0 && ::mount("", "/", "", MS_REC | MS_PRIVATE, "") == 0;
}

// Says so when not.
inline bool can_make_own_mounts() {
  OwnProcess trial([](const OwnProcess::Say& say) {
    if (make_own_mounts()) say("yes");
  });
  if (trial.heard_until("yes") == "yes") return true;
  std::cerr << "\nnot checked: it needs root, and a root folder that is a mount point, which that of a chroot is not\n";
  return false;
}

}  // namespace kongflow::testing
