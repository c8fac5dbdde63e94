#include "host/database/migration_files.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <regex>
#include <stdexcept>
#include <string_view>

#include "host/base/hex.h"

namespace kongflow::host {
namespace fs = std::filesystem;
namespace {

std::string sha256(const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned int size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("OpenSSL cannot compute a SHA-256 digest.");
  return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), size));
}

}  // namespace

std::string read_text_file(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open() || in.bad()) throw std::runtime_error("The migration " + file.string() + " cannot be read.");
  return text;
}

MigrationSteps migration_steps(const std::string& script) {
  static const std::string kHead = "-- no transaction\n", kNext = "\n-- next\n";
  if (script.rfind(kHead, 0) != 0) return {true, {script}};
  MigrationSteps steps{false, {}};
  std::size_t begin = kHead.size();
  for (auto end = script.find(kNext, begin); end != std::string::npos; end = script.find(kNext, begin)) {
    steps.scripts.push_back(script.substr(begin, end - begin));
    begin = end + kNext.size();
  }
  steps.scripts.push_back(script.substr(begin));
  return steps;
}

std::vector<MigrationFile> read_migration_files(const fs::path& folder) {
  static const std::regex kUp("([0-9]{3,9})_([a-z0-9_]+)\\.up\\.sql");
  if (!fs::is_directory(folder))
    throw std::runtime_error("The migrations are not in " + folder.string() +
                             ": set sql_dir to the folder that holds platform, queue and endpoints.");
  std::vector<MigrationFile> files;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string file = entry.path().filename();
    std::smatch parts;
    if (!std::regex_match(file, parts, kUp)) {
      if (entry.path().extension() == ".sql" && file.find(".down.") == std::string::npos)
        throw std::runtime_error("The migration " + entry.path().string() + " is not named NNN_name.up.sql.");
      continue;
    }
    MigrationFile migration;
    migration.number = std::stoi(parts[1]);
    migration.name = parts[2];
    migration.up = read_text_file(entry.path());
    migration.down = read_text_file(folder / (parts[1].str() + "_" + migration.name + ".down.sql"));
    migration.checksum = sha256(migration.up);
    files.push_back(std::move(migration));
  }
  std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
  const auto twice =
      std::adjacent_find(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.number == b.number; });
  if (twice != files.end())
    throw std::runtime_error("Two migrations in " + folder.string() + " have the number " +
                             std::to_string(twice->number) + ".");
  return files;
}

}  // namespace kongflow::host
