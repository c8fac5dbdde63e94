#include "domain/index_source.h"

#include <array>
#include <utility>

namespace kongflow::endpoints {
namespace {

constexpr std::array<std::pair<IndexSource, std::string_view>, 4> kNames{{
    {IndexSource::manual, "MANUAL"},
    {IndexSource::api, "API"},
    {IndexSource::internal, "INTERNAL"},
    {IndexSource::hook, "HOOK"},
}};

}  // namespace

std::string_view to_string(IndexSource source) {
  return kNames[static_cast<std::size_t>(source)].second;
}

std::optional<IndexSource> parse_index_source(std::string_view text) {
  for (const auto& [source, name] : kNames)
    if (name == text) return source;
  return std::nullopt;
}

}  // namespace kongflow::endpoints
