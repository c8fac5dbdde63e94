#include "domain/vercel.h"

#include <algorithm>
#include <array>

#include "domain/json_text.h"

namespace kongflow::endpoints {
namespace {

struct Member {
  std::string_view path;
  JsonType type;
};

// Vercel no longer documents these.
constexpr std::array<std::string_view, 3> kMembersOf2023{"payload.name", "payload.type", "payload.url"};

// payload.team.id is not required, because it is null for personal accounts.
constexpr std::array<Member, 17> kSchemaOf2023{{
    {"id", JsonType::string},
    {"payload.user.id", JsonType::string},
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

constexpr std::array<std::string_view, 12> kUnusedGithubMembersOf2023{"githubCommitAuthorName",
                                                                      "githubCommitOrg",
                                                                      "githubCommitRepo",
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

bool has_form_of_2023(std::string_view body) {
  return std::all_of(kMembersOf2023.begin(), kMembersOf2023.end(),
                     [&](std::string_view path) { return find(body, path).has_value(); });
}

bool fits_schema_of_2023(std::string_view body) {
  for (const Member& member : kSchemaOf2023) {
    const auto found = find(body, member.path);
    if (!found || json_type(*found) != member.type) return false;
  }
  const auto regions = json_elements(*find(body, "payload.regions"));
  return std::all_of(regions.begin(), regions.end(),
                     [](std::string_view region) { return json_type(region) == JsonType::string; });
}

bool has_github_schema_of_2023(std::string_view meta) {
  return std::all_of(kUnusedGithubMembersOf2023.begin(), kUnusedGithubMembersOf2023.end(),
                     [&](std::string_view name) { return find_string(meta, name).has_value(); });
}

// The first `units` UTF-16 code units of `utf8`, like JavaScript's slice; U+FFFD for half a surrogate pair.
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
  if (find_string(body, "type") != "deployment.succeeded") return std::nullopt;
  const bool form_of_2023 = has_form_of_2023(body);
  if (form_of_2023 && !fits_schema_of_2023(body)) return std::nullopt;
  const auto name = find_string(body, "payload.deployment.name");
  if (!name) return std::nullopt;

  const auto meta = find(body, "payload.deployment.meta").value_or("");
  const auto message = find_string(meta, "githubCommitMessage");
  const auto ref = find_string(meta, "githubCommitRef");
  const auto sha = find_string(meta, "githubCommitSha");
  if (message && ref && sha && (!form_of_2023 || has_github_schema_of_2023(meta)))
    return '"' + *message + "\" was deployed from " + *ref + " (" + first_units(*sha, kShortSha) + ") to " + *name;
  const auto url = find_string(body, "payload.deployment.url");
  if (!url) return std::nullopt;
  return "Vercel project " + *name + " was deployed to " + *url;
}

}  // namespace kongflow::endpoints
