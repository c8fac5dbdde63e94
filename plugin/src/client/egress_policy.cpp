#include "client/egress_policy.h"

#include <algorithm>
#include <stdexcept>

#include "client/blocked_ports.h"
#include "client/host_name.h"
#include "client/ip_text.h"
#include "client/name_classes.h"
#include "client/url_characters.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::IPAddress;

constexpr const char* kNotListed = ", which is not on the allow list (setting egress.allow)";

using Entry = std::variant<Network, std::string>;  // a network; a name; a pattern's suffix, which begins with a dot

std::string hint(std::string_view entry) {
  if (entry.find_first_of(", ;") != std::string_view::npos)
    return ": write each network and each name as an entry of its own, without spaces";
  if (const auto slash = entry.find('/'); slash != std::string_view::npos)
    return parse_ip(std::string(entry.substr(0, slash))) ? ": the number behind / is at most 32, for IPv6 at most 128"
                                                         : ": write only the host, without scheme and path";
  if (entry.find(':') != std::string_view::npos) return ": write it without a port, an entry allows all ports";
  if (entry.size() > 1 && entry.find_first_not_of("0123456789.*") == std::string_view::npos && entry != "*.*")
    return ": write a range of addresses as a network, an address as four numbers";
  if (entry == "*") return ": to allow every network but metadata services, list 0.0.0.0/0 and ::/0";
  if (entry.find('*') != std::string_view::npos || entry.substr(0, 1) == ".")
    return ": a pattern for all names below one is *.internal";
  return "";
}

Entry parse_entry(const std::string& entry) {
  const auto invalid = [&](const std::string& why) {
    return std::invalid_argument("\"" + entry + "\" is neither a network like 10.0.0.0/8 nor a host name" + why);
  };
  if (entry.find(' ') != std::string::npos) throw invalid(hint(entry));
  if (const auto forbidden = forbidden_character(entry, "it")) throw invalid(", " + *forbidden);
  const bool bracketed = entry.size() > 2 && entry.front() == '[' && entry.back() == ']';
  if (const auto network = parse_network(bracketed ? entry.substr(1, entry.size() - 2) : entry))
    return unwrap(*network);
  const bool pattern = entry.compare(0, 2, "*.") == 0;
  const auto host = parse_host(pattern ? entry.substr(2) : entry);
  const auto* name = std::get_if<HostName>(&host);
  if (!name || name->address) throw invalid(hint(entry));
  return (pattern ? "." : "") + name->text;
}

// Advice for 0.0.0.0 and [::], which people copy from the log of their app.
std::string advice(const IPAddress& address) {
  if (!address.isWildcard()) return "";
  const bool v4 = address.family() == Poco::Net::AddressFamily::IPv4;
  return std::string(". An app that listens on it is called at ") + (v4 ? "127.0.0.1" : "127.0.0.1 or [::1]");
}

}  // namespace

std::optional<std::string> ineffective_entry(const EgressSettings& settings) {
  for (const std::string& text : settings.allow) {
    const Entry entry = parse_entry(text);
    const auto* network = std::get_if<Network>(&entry);
    if (network && !can_be_allowed(*network)) {
      const auto known = classify(network->base);
      return "\"" + text + "\" has no effect: it is " + std::string(known->name) + " (" + std::string(known->network) +
             "), which is always blocked";
    }
    const auto known = network ? std::nullopt : classify_name(std::get<std::string>(entry));
    if (known && known->restriction == Restriction::blocked)
      return "\"" + text + "\" has no effect: it is " + std::string(known->name);
  }
  return std::nullopt;
}

EgressPolicy::EgressPolicy(const EgressSettings& settings) {
  for (const std::string& text : settings.allow) {
    const Entry entry = parse_entry(text);
    if (const auto* network = std::get_if<Network>(&entry)) {
      networks_.push_back(*network);
    } else {
      const auto& name = std::get<std::string>(entry);
      (name.front() == '.' ? suffixes_ : names_).push_back(name);
    }
  }
}

std::optional<Refusal> EgressPolicy::refusal(const TargetUrl& url) const {
  if (is_blocked_port(url.port))
    return Refusal{"Port " + std::to_string(url.port) + " is blocked, because other protocols use it",
                   Restriction::blocked};
  if (url.address) return address_refusal(url, *url.address);
  const auto known = classify_name(url.host);
  if (!known) return std::nullopt;
  const std::string rule = url.host + " is " + std::string(known->name);
  if (known->restriction == Restriction::blocked) return Refusal{rule, known->restriction};
  if (allows_name(url.host) || (known->restriction == Restriction::loopback && allows_loopback())) return std::nullopt;
  return Refusal{rule + kNotListed, known->restriction};
}

std::optional<Refusal> EgressPolicy::refusal_before_lookup(const TargetUrl& url) const {
  auto refused = refusal(url);
  const bool addresses_decide = refused && !url.address && refused->restriction == Restriction::needs_entry;
  return addresses_decide && !networks_.empty() ? std::nullopt : refused;
}

std::variant<EgressPolicy::Addresses, Refusal> EgressPolicy::permitted(const TargetUrl& url,
                                                                       const Addresses& addresses) const {
  Addresses permitted;
  std::optional<Refusal> loopback;
  const auto internal_name = refusal(url);
  for (const IPAddress& address : addresses) {
    auto refused = address_refusal(url, address);
    if (!refused && internal_name && !allows_address(unwrap(address))) refused = internal_name;
    if (!refused) {
      permitted.push_back(address);
    } else if (refused->restriction == Restriction::loopback) {
      loopback = std::move(refused);
    } else {
      return std::move(*refused);
    }
  }
  const bool all_of_this_machine = std::all_of(permitted.begin(), permitted.end(),
                                               [](const IPAddress& address) { return unwrap(address).isLoopback(); });
  if (loopback && (permitted.empty() || !all_of_this_machine)) return std::move(*loopback);
  return permitted;
}

std::optional<Refusal> EgressPolicy::address_refusal(const TargetUrl& url, const IPAddress& address) const {
  const IPAddress inner = unwrap(address);
  const auto known = classify(inner);
  if (!known) return std::nullopt;
  const bool allowable = known->restriction != Restriction::blocked;
  if (allowable && (allows_name(url.host) || allows_address(inner))) return std::nullopt;
  const std::string shown = url.address ? url.host : url.host + " resolves to " + ip_text(address) + ", which";
  return Refusal{shown + " is " + std::string(known->name) + " (" + std::string(known->network) + ")" +
                     (allowable ? kNotListed : advice(inner)),
                 known->restriction};
}

bool EgressPolicy::allows_name(const std::string& host) const {
  return std::find(names_.begin(), names_.end(), host) != names_.end() ||
         std::any_of(suffixes_.begin(), suffixes_.end(), [&](const auto& suffix) { return has_suffix(host, suffix); });
}

bool EgressPolicy::allows_address(const IPAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& n) { return n.contains(address); });
}

bool EgressPolicy::allows_loopback() const {
  return std::any_of(networks_.begin(), networks_.end(), [](const Network& n) { return n.base.isLoopback(); }) ||
         allows_address(IPAddress("127.0.0.1")) || allows_address(IPAddress("::1"));
}

}  // namespace kongflow::endpoints
