// The key of an environment that is no secret.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::host {

// "pk_dev_…", "pk_stg_…", "pk_preview_…" or "pk_prod_…": always the same for an environment, and derived from nothing
// secret. Browsers may hold it.
std::string public_api_key(std::string_view environment_id, std::string_view environment_type);

}  // namespace kongflow::host
