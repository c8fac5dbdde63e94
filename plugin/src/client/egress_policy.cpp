#include "client/egress_policy.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "client/host_name.h"
#include "client/ip_text.h"

namespace kongflow::endpoints {
namespace {

constexpr std::array<std::string_view, 4> kMetadataNames{"metadata.google.internal", "metadata", "instance-data",
                                                         "metadata.azure.internal"};

// Names of what is behind or beside the server: containers' hosts, clusters, home and office networks.
constexpr std::array<std::string_view, 7> kInternalSuffixes{".internal", ".svc",       ".local",    ".cluster.local",
                                                            ".lan",      ".localhost", ".home.arpa"};

// Well-known ports of protocols other than HTTP: a request there may be read as commands.
constexpr std::array<std::uint16_t, 56> kForeignPorts{
    7,   9,   11,   13,   15,   17,   19,   20,   21,   22,   23,   25,   37,   42,   43,   53,    69,    79,   109,
    110, 111, 113,  119,  123,  135,  137,  139,  143,  161,  179,  389,  427,  445,  465,  514,   587,   636,  873,
    993, 995, 2049, 2375, 2376, 3306, 3389, 5432, 5900, 6000, 6379, 6667, 9042, 9200, 9300, 11211, 27017, 27018};

template <typename Items, typename Item>
bool holds(const Items& items, const Item& item) {
  return std::find(items.begin(), items.end(), item) != items.end();
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

}  // namespace

EgressPolicy::EgressPolicy(const EgressSettings& settings) {
  for (const std::string& entry : settings.allow) {
    if (const auto network = parse_network(entry)) {
      networks_.push_back(*network);
      continue;
    }
    const auto host = parse_host(entry);
    const auto* name = std::get_if<HostName>(&host);
    if (!name) throw std::invalid_argument("\"" + entry + "\" is neither a network like 10.0.0.0/8 nor a host name");
    names_.push_back(name->text);
  }
}

std::optional<std::string> EgressPolicy::refusal(const TargetUrl& url) const {
  if (holds(kForeignPorts, url.port)) return "Port " + std::to_string(url.port) + " belongs to another protocol";
  if (holds(kMetadataNames, url.host)) return url.host + " is the name of a metadata service";
  if (url.address || allows_name(url.host)) return std::nullopt;
  for (std::string_view suffix : kInternalSuffixes)
    if (ends_with(url.host, suffix)) return url.host + " is an internal name, which is not on the allow list";
  return std::nullopt;
}

std::optional<std::string> EgressPolicy::refusal(const TargetUrl& url, const Poco::Net::IPAddress& address) const {
  const Poco::Net::IPAddress inner = unwrap(address);
  const auto known = classify(inner);
  if (!known) return std::nullopt;
  if (known->opening == Opening::when_allowed && (allows_name(url.host) || allows_address(inner))) return std::nullopt;
  const std::string shown = url.address ? url.host : url.host + " leads to " + ip_text(address) + ", which";
  std::string reason = shown + " is " + std::string(known->name) + " (" + std::string(known->network) + ")";
  if (known->opening == Opening::when_allowed) reason += ", which is not on the allow list";
  return reason;
}

bool EgressPolicy::allows_name(const std::string& host) const {
  return holds(names_, host);
}

bool EgressPolicy::allows_address(const Poco::Net::IPAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& n) { return n.contains(address); });
}

}  // namespace kongflow::endpoints
