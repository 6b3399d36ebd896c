#include "interpreter/rule_name.hpp"

#include <fmt/format.h>

#include "interpreter/ask/sentence_text.hpp"

namespace bywhen {

namespace {

/// The label is told as the rule's name.
std::string without_label(std::string text) {
  const std::size_t colon = text.find(':');
  const std::size_t sentence = text.find_first_not_of(' ', colon + 1);
  return colon == std::string::npos || sentence == std::string::npos ? text : text.substr(sentence);
}

}  // namespace

std::string rule_source(const Model& model, const Sources& sources, RuleId id) {
  const Rule& rule = model.rules[id];
  const std::string_view path = sources[rule.span.source].name();
  const auto slash = path.find_last_of("/\\");
  const std::string_view file = slash == std::string_view::npos ? path : path.substr(slash + 1);
  return fmt::format("{}:{}", file, sources.position(rule.span).line);
}

RuleName rule_name(const Model& model, const Sources& sources, RuleId id) {
  const Rule& rule = model.rules[id];
  std::string sentence = ask::one_line(sources.text(rule.span));
  return {rule.name, rule_source(model, sources, id),
          rule.labelled ? without_label(std::move(sentence)) : std::move(sentence)};
}

}  // namespace bywhen
