#include "domain/vercel.h"

#include <array>

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

struct Member {
  std::string_view path;
  JsonType type;
};

constexpr std::array<Member, 18> kEventMembers{{
    {"id", JsonType::string},
    {"payload.user.id", JsonType::string},
    {"payload.team.id", JsonType::string},
    {"payload.deployment.id", JsonType::string},
    {"payload.deployment.meta", JsonType::object},
    {"payload.deployment.name", JsonType::string},
    {"payload.deployment.url", JsonType::string},
    {"payload.deployment.inspectorUrl", JsonType::string},
    {"payload.links.deployment", JsonType::string},
    {"payload.links.project", JsonType::string},
    {"payload.name", JsonType::string},
    {"payload.plan", JsonType::string},
    {"payload.project.id", JsonType::string},
    {"payload.regions", JsonType::array},
    {"payload.target", JsonType::string},
    {"payload.type", JsonType::string},
    {"payload.url", JsonType::string},
    {"createdAt", JsonType::number},
}};

constexpr std::array<std::string_view, 15> kGithubMembers{"githubCommitAuthorName",
                                                          "githubCommitMessage",
                                                          "githubCommitOrg",
                                                          "githubCommitRef",
                                                          "githubCommitRepo",
                                                          "githubCommitSha",
                                                          "githubDeployment",
                                                          "githubOrg",
                                                          "githubRepo",
                                                          "githubRepoOwnerType",
                                                          "githubCommitRepoId",
                                                          "githubRepoId",
                                                          "githubRepoVisibility",
                                                          "githubCommitAuthorLogin",
                                                          "branchAlias"};

constexpr std::size_t kShortSha = 7;

std::optional<std::string_view> find(std::string_view value, std::string_view path) {
  const auto dot = path.find('.');
  const auto member = json_member(value, path.substr(0, dot));
  if (!member || dot == std::string_view::npos) return member;
  return find(*member, path.substr(dot + 1));
}

std::optional<std::string> find_string(std::string_view value, std::string_view path) {
  const auto found = find(value, path);
  return found ? json_string(*found) : std::nullopt;
}

bool is_succeeded_deployment(std::string_view body) {
  if (find_string(body, "type") != "deployment.succeeded") return false;
  for (const Member& member : kEventMembers) {
    const auto found = find(body, member.path);
    if (!found || json_type(*found) != member.type) return false;
  }
  for (std::string_view region : json_elements(*find(body, "payload.regions")))
    if (json_type(region) != JsonType::string) return false;
  return true;
}

bool is_from_github(std::string_view meta) {
  for (std::string_view name : kGithubMembers)
    if (!find_string(meta, name)) return false;
  return true;
}

// The first UTF-16 code units of `utf8`, as JavaScript's slice counts them; U+FFFD for half a surrogate pair.
std::string first_units(std::string_view utf8, std::size_t units) {
  std::string taken;
  for (std::size_t i = 0; i < utf8.size() && units > 0;) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (length == 4 && units == 1) return taken + "\xEF\xBF\xBD";
    taken += utf8.substr(i, length);
    units -= length == 4 ? 2 : 1;
    i += length;
  }
  return taken;
}

}  // namespace

std::optional<std::string> vercel_reason(std::string_view body) {
  if (!is_succeeded_deployment(body)) return std::nullopt;
  const std::string_view deployment = *find(body, "payload.deployment");
  const std::string name = *find_string(deployment, "name");
  const std::string_view meta = *find(deployment, "meta");
  if (!is_from_github(meta)) return "Vercel project " + name + " was deployed to " + *find_string(deployment, "url");
  return '"' + *find_string(meta, "githubCommitMessage") + "\" was deployed from " +
         *find_string(meta, "githubCommitRef") + " (" + first_units(*find_string(meta, "githubCommitSha"), kShortSha) +
         ") to " + name;
}

}  // namespace kongflow::endpoints
