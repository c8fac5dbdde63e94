// Texts that plugins hand to the host: option declarations, names, log lines.
#include <sstream>

#include "domain/json_text.h"
#include "expect.h"
#include "host/base/log.h"
#include "host/base/names.h"
#include "host/base/text.h"
#include "host/config/option.h"

using namespace kongflow::host;
using kongflow::fuzz::expect;

namespace {

// The first line of `rest`, which loses it.
std::string take_line(std::string_view& rest) {
  const auto end = std::min(rest.find('\n'), rest.size());
  std::string line(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  std::string_view rest = kongflow::fuzz::text_of(data + 1, size - 1);
  const std::string name = take_line(rest);
  const std::string otherwise = take_line(rest);
  const kf_config_option declared{sizeof(declared),
                                  data[0] % 8U,
                                  name.c_str(),
                                  otherwise.c_str(),
                                  "doc",
                                  0,
                                  data[0] & 128U,
                                  (data[0] & 16U) ? -5 : 0,
                                  (data[0] & 16U) ? 5'000'000 : 0};
  std::string problem;
  if (const auto option = option_from_abi(&declared, problem)) {
    const CheckedValue checked = check_default(*option);
    expect(checked.value.has_value() != !checked.problem.empty());
    if (checked.value) toml_text(*option, *checked.value);
  } else {
    expect(!problem.empty());
  }
  is_plugin_id(name);
  is_panel_id(name);
  is_option_name(name);
  expect(view(to_abi(rest)) == rest);

  std::ostringstream out;
  Log(out, LogLevel::debug, LogFormat::json).info(name, otherwise, {{"text", std::string(rest)}});
  const std::string line = out.str();
  expect(line.find('\n') == line.size() - 1);
  const auto broken = kongflow::endpoints::find_json_problem(line);
  expect(!broken || broken->kind == kongflow::endpoints::JsonProblem::Kind::characters);
  Log(out, LogLevel::debug, LogFormat::text).info(name, otherwise, {{"text", std::string(rest)}});
  return 0;
}
