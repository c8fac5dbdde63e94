#include "client/invisible_characters.h"

#include <algorithm>
#include <array>
#include <utility>

namespace kongflow::endpoints {
namespace {

template <std::size_t Size>
using Ranges = std::array<std::pair<int, int>, Size>;

constexpr Ranges<9> kBlank{{
    {0x0020, 0x0020},
    {0x00A0, 0x00A0},
    {0x1680, 0x1680},
    {0x2000, 0x200A},
    {0x2028, 0x2029},
    {0x202F, 0x202F},
    {0x205F, 0x205F},
    {0x2800, 0x2800},  // Braille pattern blank
    {0x3000, 0x3000},
}};

constexpr Ranges<22> kFormatting{{
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},
    {0x115F, 0x1160},   {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x200B, 0x200F},   {0x202A, 0x202E},
    {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0x1FFFE, 0x1FFFF},
    {0xE0000, 0xE0FFF}, {0x2FFFE, 0x2FFFF},
}};

template <std::size_t Size>
bool is_in(const Ranges<Size>& ranges, int code_point) {
  return std::any_of(ranges.begin(), ranges.end(), [code_point](const auto& range) {
    return code_point >= range.first && code_point <= range.second;
  });
}

}  // namespace

bool is_blank(int code_point) {
  return is_in(kBlank, code_point);
}

bool is_formatting(int code_point) {
  return is_in(kFormatting, code_point);
}

}  // namespace kongflow::endpoints
