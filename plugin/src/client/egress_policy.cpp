#include "client/egress_policy.h"

#include <algorithm>
#include <stdexcept>

#include "client/foreign_ports.h"
#include "client/host_name.h"
#include "client/ip_text.h"
#include "client/name_classes.h"

namespace kongflow::endpoints {
namespace {

using Poco::Net::IPAddress;

constexpr const char* kNotListed = ", which is not on the allow list";

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

std::optional<Refusal> EgressPolicy::refusal(const TargetUrl& url) const {
  if (is_foreign_port(url.port))
    return Refusal{"Port " + std::to_string(url.port) + " belongs to another protocol", Opening::never};
  if (url.address) return address_refusal(url, *url.address);
  const auto known = classify_name(url.host);
  if (!known) return std::nullopt;
  const std::string rule = url.host + " is " + std::string(known->name);
  if (known->opening == Opening::never) return Refusal{rule, known->opening};
  if (allows_name(url.host) || (known->opening == Opening::loopback && allows_loopback())) return std::nullopt;
  return Refusal{rule + kNotListed, known->opening};
}

std::variant<EgressPolicy::Addresses, Refusal> EgressPolicy::permitted(const TargetUrl& url,
                                                                       const Addresses& addresses) const {
  Addresses permitted;
  std::optional<Refusal> loopback;
  for (const IPAddress& address : addresses) {
    auto refused = address_refusal(url, address);
    if (!refused) {
      permitted.push_back(address);
    } else if (refused->opening == Opening::loopback) {
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
  const bool openable = known->opening != Opening::never;
  if (openable && (allows_name(url.host) || allows_address(inner))) return std::nullopt;
  const std::string shown = url.address ? url.host : url.host + " leads to " + ip_text(address) + ", which";
  return Refusal{shown + " is " + std::string(known->name) + " (" + std::string(known->network) + ")" +
                     (openable ? kNotListed : ""),
                 known->opening};
}

bool EgressPolicy::allows_name(const std::string& host) const {
  return std::find(names_.begin(), names_.end(), host) != names_.end();
}

bool EgressPolicy::allows_address(const IPAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& n) { return n.contains(address); });
}

bool EgressPolicy::allows_loopback() const {
  return std::any_of(networks_.begin(), networks_.end(), [](const Network& n) { return n.base.isLoopback(); }) ||
         allows_address(IPAddress("127.0.0.1")) || allows_address(IPAddress("::1"));
}

}  // namespace kongflow::endpoints
