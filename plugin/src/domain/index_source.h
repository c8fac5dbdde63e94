// The trigger of an index.
#pragma once

#include <optional>
#include <string_view>

namespace kongflow::endpoints {

enum class IndexSource { manual, api, internal, hook };

// MANUAL | API | INTERNAL | HOOK, in the database and in task payloads.
std::string_view to_string(IndexSource source);
std::optional<IndexSource> parse_index_source(std::string_view text);

}  // namespace kongflow::endpoints
