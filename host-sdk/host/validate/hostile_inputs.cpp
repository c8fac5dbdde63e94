#include "host/validate/hostile_inputs.h"

namespace kongflow::host::validate {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

}  // namespace

const std::vector<Input>& hostile_texts() {
  static const std::vector<Input> texts{
      {"an empty object", "{}"},
      {"nothing", ""},
      {"HTML", "<!doctype html><p>no JSON"},
      {"null", "null"},
      {"a number", "-1e400"},
      {"a text", "\"text\""},
      {"an array", "[1,\"two\",null]"},
      {"half an object", R"({"id":"a","payload":{)"},
      {"two objects", "{}{}"},
      {"values of wrong types",
       R"({"id":[],"name":{},"url":7,"slug":true,"version":-1,"payload":"","reason":{"a":[null]},"":0,"at":1e999})"},
      {"an escaped NUL", R"({"id":"a\u0000b","url":"http://a\u0000b/"})"},
      {"a NUL", R"({"id":"a)" + std::string(1, '\0') + R"(b"})"},
      {"invalid UTF-8", "{\"id\":\"\xff\xfe\xc0\x80\",\"url\":\"\xed\xa0\x80\"}"},
      {"one key many times", "{" + repeated(R"("id":"x",)", 1'000) + R"("id":1})"},
      {"5,000 nested arrays", std::string(5'000, '[') + std::string(5'000, ']')},
      {"a text of 1,000,000 bytes", R"({"id":")" + std::string(1'000'000, 'x') + R"("})"},
  };
  return texts;
}

const std::vector<Input>& hostile_segments() {
  static const std::vector<Input> segments{
      {"thing", "thing"},
      {"an unknown uuid", "5d3c8a52-7a8f-4f57-9a1b-0123456789ab"},
      {"a path upwards", "..%2F..%2Fetc%2Fpasswd"},
      {"a quote", "%27%3B%20DROP%20TABLE%20x%3B--"},
      {"markup", "%3Cscript%3Ealert(1)%3C%2Fscript%3E"},
      {"an emoji", "%F0%9F%92%A3"},
      {"a huge number", "99999999999999999999999999"},
      {"2,000 letters", std::string(2'000, 'a')},
  };
  return segments;
}

const std::vector<Input>& hostile_queries() {
  static const std::vector<Input> queries{
      {"no query", ""},
      {"odd limits", "limit=-1&cursor=%27&filter=%25&sort=--id"},
      {"a malformed query", "&&==&%zz&a=%&%00=%00"},
      {"a long query", repeated("limit=1&cursor=a&", 200)},
  };
  return queries;
}

}  // namespace kongflow::host::validate
