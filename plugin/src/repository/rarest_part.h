// Which part of a search term an index of trigrams finds fastest.
#pragma once

#include <string>
#include <string_view>

namespace kongflow::endpoints {

// The part of `term`, at most six characters long, whose trigrams occur least often in `sample`, a text like those that
// are searched. PostgreSQL reads the entries of every trigram of a pattern: those of "https" and ".example.com" cost
// more than all others together and exclude nothing. A term without a word of three
// characters is returned whole. The function ignores the case of ASCII letters; that of others only makes it choose
// worse.
std::string rarest_part(std::string_view term, std::string_view sample);

}  // namespace kongflow::endpoints
