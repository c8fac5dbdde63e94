// The public API key of an environment.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::host {

// "pk_dev_…", "pk_stg_…", "pk_preview_…" or "pk_prod_…". Deterministic, and not derived from any secret: browsers may
// hold it.
std::string public_api_key(std::string_view environment_id, std::string_view environment_type);

}  // namespace kongflow::host
