// The body of a deploy hook: cleaned, and read as Vercel's event.
#include "domain/vercel.h"

#include "domain/json_fields.h"
#include "domain/json_text.h"
#include "expect.h"

using namespace kongflow::endpoints;
using kongflow::fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = kongflow::fuzz::text_of(data, size);
  JsonFields::parse(text, "Invalid request body");
  const auto clean = sanitize_json(text);
  if (!clean) return 0;
  expect(!find_json_problem(*clean).has_value());
  if (const auto reason = vercel_reason(*clean)) expect(!find_json_problem(quote_json(*reason)).has_value());
  return 0;
}
