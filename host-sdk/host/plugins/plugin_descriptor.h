// What a plugin says about itself, checked part by part.
#pragma once

#include <string>
#include <vector>

#include "host/config/option.h"
#include "kongflow/abi/plugin.h"

namespace kongflow::host {

// Each says why the host refuses the descriptor, both sides named; empty: it does not. A part may be looked at only
// when nothing is wrong with the first words.

// The first words never move: they are readable in every descriptor there will ever be. Null is a problem too.
std::string first_words_problem(const kf_descriptor* descriptor);
std::string names_problem(const kf_descriptor* descriptor);
std::string services_problem(const kf_descriptor* descriptor);
// Fills `options`.
std::string options_problem(const kf_descriptor* descriptor, std::vector<Option>& options);

std::string abi_text(unsigned major, unsigned minor);  // "1.0"

}  // namespace kongflow::host
