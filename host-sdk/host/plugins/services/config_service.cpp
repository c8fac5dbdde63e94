#include "host/base/text.h"
#include "host/plugins/services/boundary.h"
#include "host/plugins/services/service_tables.h"

namespace kongflow::host {
namespace {

// Stores the value in `out` and returns KF_OK when the option is declared with type T and is set.
template <class T>
kf_status find(const kf_host* abi, kf_str name, const T*& out) noexcept {
  const PluginHost& host = PluginHost::of(abi);
  return at_boundary(host, [&]() -> kf_status {
    const OptionValues* config = host.config();
    if (config == nullptr) return KF_UNAVAILABLE;
    const Option* option = config->option(view(name));
    if (option == nullptr) return KF_BAD_ARGUMENT;
    const bool number =
        option->type == OptionType::integer || option->type == OptionType::duration || option->type == OptionType::size;
    const bool fits = std::is_same_v<T, std::int64_t>  ? number
                      : std::is_same_v<T, bool>        ? option->type == OptionType::boolean
                      : std::is_same_v<T, std::string> ? option->type == OptionType::text
                                                       : option->type == OptionType::list;
    if (!fits) return KF_BAD_ARGUMENT;
    const Value* value = config->value(option->name);
    if (value == nullptr) return KF_NOT_FOUND;
    out = std::get_if<T>(value);
    return KF_OK;
  });
}

kf_status string(const kf_host* abi, kf_str name, kf_str* out) noexcept {
  const std::string* value = nullptr;
  const kf_status status = find(abi, name, value);
  if (status == KF_OK) *out = to_abi(*value);
  return status;
}

kf_status integer(const kf_host* abi, kf_str name, std::int64_t* out) noexcept {
  const std::int64_t* value = nullptr;
  const kf_status status = find(abi, name, value);
  if (status == KF_OK) *out = *value;
  return status;
}

kf_status boolean(const kf_host* abi, kf_str name, std::int32_t* out) noexcept {
  const bool* value = nullptr;
  const kf_status status = find(abi, name, value);
  if (status == KF_OK) *out = *value ? 1 : 0;
  return status;
}

kf_status list_entry(const kf_host* abi, kf_str name, std::uint32_t index, kf_str* out) noexcept {
  const TextList* value = nullptr;
  const kf_status status = find(abi, name, value);
  if (status != KF_OK) return status;
  if (index >= value->size()) return KF_NOT_FOUND;
  *out = to_abi((*value)[index]);
  return KF_OK;
}

}  // namespace

const kf_config_service config_service{sizeof(kf_config_service), &string, &integer, &boolean, &list_entry};

}  // namespace kongflow::host
