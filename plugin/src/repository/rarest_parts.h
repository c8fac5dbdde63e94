// Which parts of a search term an index of trigrams finds fastest.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace kongflow::endpoints {

// Two parts of `term`, at most six characters long, whose trigrams occur least often in `sample`, a text like those
// that are searched; both are in lower case. PostgreSQL reads the entries of every trigram of a pattern: those of
// "https" and
// ".example.com" cost more than all others together and exclude nothing. The second part protects against a sample that
// is not typical; it equals the first when no other part is as rare. A term without a word of three characters is
// returned whole, twice.
std::pair<std::string, std::string> rarest_parts(std::string_view term, std::string_view sample);

}  // namespace kongflow::endpoints
