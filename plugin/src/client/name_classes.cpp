#include "client/name_classes.h"

#include <algorithm>
#include <array>

#include "client/host_name.h"

namespace kongflow::endpoints {
namespace {

constexpr std::array<std::string_view, 11> kMetadataNames{
    "instance-data",           "instance-data.ec2.internal", "metadata",
    "metadata.goog",           "metadata.google.internal",   "metadata.azure.internal",
    "metadata.tencentyun.com", "metadata.packet.net",        "metadata.platformequinix.com",
    "rancher-metadata",        "api.metadata.cloud.ibm.com"};

// From the hosts files of common systems.
constexpr std::array<std::string_view, 7> kNamesOfThisMachine{
    "localhost", "localhost4", "localhost6", "localhost.localdomain", "ip6-localhost", "ip6-loopback", "broadcasthost"};

// Suffixes of internal names: hosts of containers, clusters, home and office networks.
constexpr std::array<std::string_view, 11> kInternalSuffixes{".internal", ".svc",       ".cluster.local", ".local",
                                                             ".lan",      ".home.arpa", ".localdomain",   ".intranet",
                                                             ".corp",     ".home",      ".private"};

template <std::size_t Size>
bool holds(const std::array<std::string_view, Size>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::optional<NameClass> classify_name(std::string_view host) {
  if (holds(kMetadataNames, host)) return NameClass{"the name of a metadata service", Restriction::blocked};
  if (holds(kNamesOfThisMachine, host) || has_suffix(host, ".localhost"))
    return NameClass{"a name for this machine", Restriction::loopback};
  const auto fits = [&](std::string_view suffix) { return has_suffix(host, suffix); };
  if (host.find('.') == std::string_view::npos || std::any_of(kInternalSuffixes.begin(), kInternalSuffixes.end(), fits))
    return NameClass{"an internal name", Restriction::needs_entry};
  return std::nullopt;
}

}  // namespace kongflow::endpoints
