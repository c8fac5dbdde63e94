#include "console/panel_replies.h"

#include <utility>

#include "kongflow/error.hpp"

namespace kongflow::endpoints {
namespace {

std::function<PanelReply(std::string_view, Call&)> answering(const ServicesSource& source, AnswerQuery answer) {
  return [source, answer](std::string_view query_json, Call& call) {
    return with_services(source, call, [&](const Services& services) { return answer(services, query_json); });
  };
}

std::function<std::string(Call&)> version_of(const ServicesSource& source) {
  return [source](Call&) {
    try {
      return source()->operators.version();
    } catch (const RepositoryError& error) {
      throw kongflow::Error(KF_RETRY, std::string(to_string(ErrorCode::database)), error.what());
    }
  };
}

}  // namespace

PanelReply refusal(const Error& error) {
  std::string text = sentence(error);
  if (error.detail) text.append(": ").append(*error.detail);
  switch (error.code) {
    case ErrorCode::invalid_request:
      return PanelReply::bad_input(std::move(text));
    case ErrorCode::endpoint_not_found:
      return PanelReply::not_found(std::move(text));
    default:
      return PanelReply::failed(std::move(text), std::string(to_string(error.code)));
  }
}

PanelReply database_failure(const RepositoryError& error) {
  std::string code(to_string(ErrorCode::database));
  return error.platform_fault() ? PanelReply::retry(error.what(), std::move(code))
                                : PanelReply::failed(error.what(), std::move(code));
}

Panel make_panel(const ServicesSource& source, std::string id, std::string title, std::vector<PanelColumn> columns,
                 AnswerQuery rows, AnswerQuery row) {
  Panel panel;
  panel.id = std::move(id);
  panel.title = std::move(title);
  panel.columns = std::move(columns);
  panel.rows = answering(source, rows);
  panel.row = answering(source, row);
  panel.version = version_of(source);
  return panel;
}

}  // namespace kongflow::endpoints
