// kongflow-egress-check: checks URLs against the egress policy of the endpoints plugin.
#include <getopt.h>

#include <iostream>
#include <stdexcept>
#include <string>

#include "verdict.h"

namespace {

using namespace kongflow::endpoints;

constexpr const char* kHelp = R"(Usage: kongflow-egress-check [--allow CIDR|NAME]… [--resolve] < URLS

Reads URLs from the standard input, one per line. Prints a JSON object per line that shows whether the endpoints plugin
would call the URL:

  {"url": …, "verdict": "allow" | "listed" | "deny", "rule": the rule that blocks it, or null}

listed: a private network or an internal name, which an entry of egress.allow allows. With --resolve, a name is allowed
if it resolves to a network of the allow list.
deny: no entry allows it, except for the addresses and names of this machine, which an entry can allow too.

  -a, --allow CIDR|NAME  an entry of egress.allow: 10.1.0.0/16, fd12::/32, 127.0.0.1, app.internal, *.internal
  -r, --resolve          resolve names and check their addresses, as the plugin does; without it nothing is sent
  -h, --help             print this
)";

constexpr int kUsageStatus = 2;

struct Options {
  EgressSettings egress;
  bool resolve = false;
  bool help = false;
};

// Throws std::invalid_argument for invalid arguments.
Options read_options(int argc, char** argv) {
  static const option known[] = {{"allow", required_argument, nullptr, 'a'},
                                 {"resolve", no_argument, nullptr, 'r'},
                                 {"help", no_argument, nullptr, 'h'},
                                 {nullptr, 0, nullptr, 0}};
  Options options;
  opterr = 0;
  for (int letter = 0; (letter = getopt_long(argc, argv, ":a:rh", known, nullptr)) != -1;) {
    const std::string word = argv[optind - 1];
    if (letter == ':') throw std::invalid_argument(word + " needs a value");
    if (letter == '?') throw std::invalid_argument("unknown option " + word);
    if (letter == 'a') options.egress.allow.emplace_back(optarg);
    if (letter == 'r') options.resolve = true;
    if (letter == 'h') options.help = true;
  }
  if (optind < argc)
    throw std::invalid_argument("unexpected " + std::string(argv[optind]) + ": URLs are read from the standard input");
  return options;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const Options options = read_options(argc, argv);
    if (options.help) {
      std::cout << kHelp;
      return 0;
    }
    const EgressPolicy policy(options.egress);
    if (const auto ineffective = ineffective_entry(options.egress))
      std::cerr << "kongflow-egress-check: warning: " << *ineffective << ": the plugin does not start with it.\n";
    SystemResolver system;
    Resolver* const resolver = options.resolve ? &system : nullptr;
    for (std::string url; std::getline(std::cin, url);)
      std::cout << verdict_json(url, judge(policy, resolver, url)) << std::endl;
    return std::cout ? 0 : 1;
  } catch (const std::invalid_argument& error) {
    std::cerr << "kongflow-egress-check: " << error.what() << "\nTry kongflow-egress-check --help.\n";
    return kUsageStatus;
  }
}
