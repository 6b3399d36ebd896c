#include "cli/answer_difference.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cli/text_width.hpp"

namespace bywhen::cli {
namespace {

/// A part of an answer that is compared by itself: an action, a duty, the settled facts, the answer's own members.
struct Part {
  std::string about;
  JsonTree content;
};
using Parts = std::vector<Part>;

constexpr std::string_view status_label = "status label";

std::string text_of(const JsonTree& tree, std::string_view name) {
  const JsonTree* member = tree.member(name);
  return member == nullptr ? "" : member->text;
}

/// A sentence without a label goes by its place, which moves with every line above it.
bool is_place(const JsonTree& rule) { return rule.text.find(':') != std::string::npos; }

std::string list_words(const JsonTree& tree) {
  std::string words;
  for (const JsonTree& item : tree.items) words += (words.empty() ? "" : ", ") + item.text;
  return words;
}

void put(JsonTree& object, std::string_view name, const JsonTree& item) {
  object.names.emplace_back(name);
  object.items.push_back(item);
}

/// Without what names a place in the policy's text.
JsonTree without_places(const JsonTree& tree) {
  JsonTree kept{JsonTree::Kind::object, {}, {}, {}};
  for (std::size_t i = 0; i < tree.items.size(); ++i) {
    const std::string& name = tree.names[i];
    const bool names_rule = name == "rule" || name == "blocked_by";
    if (name == "source" || name == "sources" || (names_rule && is_place(tree.items[i]))) continue;
    if (name == "rules" && std::any_of(tree.items[i].items.begin(), tree.items[i].items.end(), is_place)) continue;
    put(kept, name, tree.items[i]);
  }
  return kept;
}

std::string action_name(const JsonTree& item) { return text_of(item, "actor") + ' ' + text_of(item, "action"); }
std::string settled_name(const JsonTree& item) { return "settled " + text_of(item, "action"); }
std::string next_name(const JsonTree& item) { return "next " + text_of(item, "action"); }
std::string conflict_name(const JsonTree& item) { return "conflict " + text_of(item, "kind"); }
std::string deadline_name(const JsonTree& item) {
  const JsonTree* rule = item.member("rule");
  const JsonTree* actions = item.member("actions");
  const std::string label = rule == nullptr || is_place(*rule) ? "" : rule->text + " of ";
  return fmt::format("deadline {}{}: {}", label, text_of(item, "actor"),
                     actions == nullptr ? "" : list_words(*actions));
}

/// Items of one name are told apart by their order.
std::string numbered(const Parts& parts, const std::string& about) {
  std::string name = about;
  const auto same = [&name](const Part& part) { return part.about == name; };
  for (int number = 2; std::any_of(parts.begin(), parts.end(), same); ++number) {
    name = fmt::format("{} ({})", about, number);
  }
  return name;
}

template <typename Name>
void add_list(Parts& parts, const JsonTree* list, Name name) {
  if (list == nullptr) return;
  for (const JsonTree& item : list->items) parts.push_back({numbered(parts, name(item)), without_places(item)});
}

/// The settled order's status is the answer's, unless somebody changed the one alone.
void add_order(Parts& parts, const JsonTree& order, std::string_view status) {
  JsonTree whole{JsonTree::Kind::object, {}, {}, {}};
  for (std::size_t i = 0; i < order.items.size(); ++i) {
    const std::string& name = order.names[i];
    const bool said = name == "id" || name == "facts" || (name == "status" && order.items[i].text == status);
    if (!said) put(whole, name, order.items[i]);
  }
  parts.push_back({"settled order", std::move(whole)});
  if (const JsonTree* facts = order.member("facts")) parts.push_back({"fact", *facts});
}

/// The members that lists, order and identity do not say, and the status apart from its label.
JsonTree whole_of(const JsonTree& answer) {
  JsonTree whole{JsonTree::Kind::object, {}, {}, {}};
  for (std::size_t i = 0; i < answer.items.size(); ++i) {
    const std::string& name = answer.names[i];
    const bool is_list =
        name == "actions" || name == "deadlines" || name == "settled" || name == "next" || name == "conflicts";
    if (is_list || name == "policy" || name == "order") continue;
    const JsonTree* status = name == "status" ? answer.items[i].member("name") : nullptr;
    put(whole, name, status == nullptr ? answer.items[i] : *status);
    const JsonTree* label = name == "status" ? answer.items[i].member("label") : nullptr;
    if (label != nullptr) put(whole, status_label, *label);
  }
  return whole;
}

Parts parts_of(const JsonTree& answer) {
  Parts parts{{"", whole_of(answer)}};
  const JsonTree* status = answer.member("status");
  add_list(parts, answer.member("settled"), settled_name);
  add_list(parts, answer.member("actions"), action_name);
  add_list(parts, answer.member("deadlines"), deadline_name);
  add_list(parts, answer.member("next"), next_name);
  add_list(parts, answer.member("conflicts"), conflict_name);
  if (const JsonTree* order = answer.member("order")) {
    add_order(parts, *order, status == nullptr ? "" : text_of(*status, "name"));
  }
  return parts;
}

const JsonTree* find(const Parts& parts, const std::string& about) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return part.about == about; });
  return found == parts.end() ? nullptr : &found->content;
}

void compare(const std::string& about, const JsonTree& was, const JsonTree& is, std::vector<Difference>& found) {
  const JsonTree absent;
  for (std::size_t i = 0; i < was.items.size(); ++i) {
    const JsonTree* now = is.member(was.names[i]);
    if (now == nullptr || !(*now == was.items[i])) {
      found.push_back({about, was.names[i], was.items[i], now == nullptr ? absent : *now});
    }
  }
  for (std::size_t i = 0; i < is.items.size(); ++i) {
    if (was.member(is.names[i]) == nullptr) found.push_back({about, is.names[i], absent, is.items[i]});
  }
}

/// Another status has another label.
void leave_out_what_follows(std::vector<Difference>& found) {
  const auto is_status = [](const Difference& difference) {
    return difference.about.empty() && difference.member == "status";
  };
  if (std::none_of(found.begin(), found.end(), is_status)) return;
  std::erase_if(found, [](const Difference& difference) {
    return difference.about.empty() && difference.member == status_label;
  });
}

/// For people: what a value says, times in their form.
std::string value_words(const JsonTree& value, const PeopleClock& clock) {
  using Kind = JsonTree::Kind;
  if (value.is_null() || (value.kind != Kind::text && value.text.empty() && value.items.empty())) return "nothing";
  if (value.kind == Kind::boolean) return value.text == "true" ? "yes" : "no";
  if (value.kind != Kind::array && value.kind != Kind::object) {
    const auto time = value.text.ends_with('Z') ? parse_rfc3339(value.text) : std::nullopt;
    return time ? clock.exact_time(*time) : printable(value.text);
  }
  std::string words;
  for (std::size_t i = 0; i < value.items.size(); ++i) {
    if (!words.empty()) words += ", ";
    if (value.kind == Kind::object) words += printable(value.names[i]) + " = ";
    words += value_words(value.items[i], clock);
  }
  return words;
}

/// What one says first of something: how an action stands, when a duty is due, when something happens.
std::string part_words(const JsonTree& part, const PeopleClock& clock) {
  for (const std::string_view name : {"verdict", "due", "at"}) {
    const JsonTree* member = part.member(name);
    if (member != nullptr && !member->is_null()) {
      return name == "verdict" ? value_words(*member, clock) : fmt::format("{} {}", name, value_words(*member, clock));
    }
  }
  return "there";
}

}  // namespace

std::vector<Difference> differences(const JsonTree& was, const JsonTree& is) {
  const Parts before = parts_of(was);
  const Parts now = parts_of(is);
  std::vector<Difference> found;
  for (const Part& part : before) {
    const JsonTree* same = find(now, part.about);
    if (same != nullptr) {
      compare(part.about, part.content, *same, found);
    } else {
      found.push_back({part.about, "", part.content, {}});
    }
  }
  for (const Part& part : now) {
    if (find(before, part.about) == nullptr) found.push_back({part.about, "", {}, part.content});
  }
  leave_out_what_follows(found);
  return found;
}

std::string difference_words(const Difference& difference, const PeopleClock& clock) {
  const std::string about = printable(difference.about);
  if (difference.member.empty() && difference.is.is_null()) {
    return fmt::format("{}: was {}, is no more", about, part_words(difference.was, clock));
  }
  if (difference.member.empty()) return fmt::format("{}: was not, is {}", about, part_words(difference.is, clock));
  const std::string subject = about.empty() ? "" : about + (about == "fact" ? " " : ": ");
  return fmt::format("{}{} was {}, is {}", subject, printable(difference.member), value_words(difference.was, clock),
                     value_words(difference.is, clock));
}

}  // namespace bywhen::cli
