#include "interpreter/session/scenario_text.hpp"

#include <fmt/format.h>

#include "interpreter/order/value_text.hpp"
#include "interpreter/session/steps.hpp"

namespace bywhen::session {
namespace {

std::string quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    if (c == '\n') {
      quoted += "\\n";
    } else if (c == '\t') {
      quoted += "\\t";
    } else {
      quoted += c;
    }
  }
  return quoted + '"';
}

std::string literal(const World& world, const Value& value);

/// The records of a list as a scenario tells them.
std::string records_text(const World& world, const Records& records) {
  if (records.size() == 0) return "none";
  const std::vector<Fact>& members = world.model().record_types[records.type].members;
  std::string text;
  for (std::size_t record = 0; record < records.size(); ++record) {
    std::string told;
    for (std::size_t i = 0; i < members.size(); ++i) {
      const Value& value = records[record][i];
      if (!is_unknown(value))
        told += fmt::format("{}{} = {}", told.empty() ? "" : ", ", members[i].name, literal(world, value));
    }
    text += fmt::format("{}{{{}}}", text.empty() ? "" : ", ", told);
  }
  return text;
}

/// A value as a policy writes it.
std::string literal(const World& world, const Value& value) {
  if (const auto* list = std::get_if<RecordList>(&value)) return records_text(world, *list->records);
  if (const auto* instant = std::get_if<Instant>(&value)) return clock_text(world, *instant);
  if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
  return value_words(world.model(), value);
}

}  // namespace

std::string given_text(const World& world, const State& start) {
  std::string line;
  const auto add = [&](const std::string& text) { line += fmt::format("{}{}", line.empty() ? "" : ", ", text); };
  if (start.order.status != world.model().initial)
    add(fmt::format("status = {}", world.model().statuses[start.order.status].name));
  for (FactId fact = 0; fact < world.model().fact_count(); ++fact) {
    const Value& value = start.order.facts[fact];
    const auto* instant = std::get_if<Instant>(&value);
    if (is_unknown(value) || (instant != nullptr && !instant->is_real())) continue;
    add(fmt::format("{} = {}", world.model().facts[fact].name, literal(world, value)));
  }
  return line;
}

std::string scenario_text(const World& world, std::string_view name, const State& start,
                          const std::vector<std::string>& steps) {
  std::string text = fmt::format("scenario {} {{\n", quoted(name));
  if (const std::string given = given_text(world, start); !given.empty()) text += fmt::format("  given {}\n", given);
  if (start.order.as_of && start.at && *start.order.as_of < *start.at)
    text += fmt::format("  at {}\n", clock_text(world, *start.order.as_of));
  // Where the first step is another time, the clock reaches it by itself.
  const bool moves_on = !steps.empty() && steps.front().starts_with("at ");
  if (start.at && !moves_on) text += fmt::format("  at {}\n", clock_text(world, *start.at));
  for (const std::string& step : steps) text += fmt::format("  {}{}\n", step.starts_with("at ") ? "" : "  ", step);
  return text + "}\n";
}

}  // namespace bywhen::session
