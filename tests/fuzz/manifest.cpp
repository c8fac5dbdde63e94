// An app's answer to an index: validated, counted, shown to people.
#include "client/answer_message.h"
#include "client/manifest_validator.h"
#include "client/secret_mask.h"
#include "domain/json_text.h"
#include "expect.h"

using namespace kongflow::endpoints;
using kongflow::fuzz::expect;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(kongflow::fuzz::text_of(data, size));
  const auto result = validate_manifest(text, {});
  if (const auto* manifest = std::get_if<Manifest>(&result)) {
    expect(manifest->json == without_byte_order_mark(text));
    expect(!find_json_problem(manifest->json).has_value());
  } else {
    expect(std::get<ClientFailure>(result).message.size() < 256 * 1024);
  }
  mask_secret(text, "tr_dev_k3Yx9QwErTz81aLm");
  find_message(text);
  return 0;
}
