#include "cli/csv_orders.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "bywhen/diagnostic.hpp"
#include "bywhen/policy_set.hpp"
#include "cli/csv_source.hpp"
#include "cli/text_width.hpp"

namespace bywhen::cli {

namespace {

/// The least policy that has a zone: what times are read with.
std::optional<Policy> policy_of_zone(std::string_view zone) {
  const auto fits = [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
  };
  if (!std::all_of(zone.begin(), zone.end(), fits)) return std::nullopt;
  Sources sources;
  sources.add("zone", fmt::format(R"(policy clock "Clock" zone "{}" actor a "A" fact f : event
status s "S" initial, final, marks f action x "X" {{}} in s {{ a may x }})",
                                  zone));
  return load_policy(std::move(sources)).policy;
}

bool has_letters(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
}

std::string meaning_words(std::string_view column) {
  return fmt::format("`--map {}=FACT` says what it is, `--map {}=` passes it over", column, column);
}

}  // namespace

// ── The columns
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

std::variant<CsvColumns, std::string> CsvColumns::read(const Question& question, const CsvOptions& options,
                                                       const std::vector<std::string_view>& names) {
  CsvColumns columns;
  if (question.set) {
    const auto& members = question.set->members();
    std::transform(members.rbegin(), members.rend(), std::back_inserter(columns.policies_),
                   [](const PolicyMember& member) { return member.policy; });
  } else {
    columns.policies_.push_back(question.policy);
  }
  std::vector<std::pair<std::string, std::string>> map;
  for (const std::string& entry : options.map) {
    const auto sign = entry.rfind('=');
    if (sign == std::string::npos || sign == 0) return fmt::format("`{}` is not of the form COLUMN=FACT", entry);
    map.emplace_back(entry.substr(0, sign), entry.substr(sign + 1));
    if (std::find(names.begin(), names.end(), map.back().first) == names.end())
      return fmt::format("there is no column `{}`; the columns are {}", map.back().first, fmt::join(names, ", "));
  }
  if (auto wrong = columns.choose_clock(options.zone)) return std::move(*wrong);
  for (const std::string_view name : names) {
    const auto meant = std::find_if(map.begin(), map.end(), [&](const auto& entry) { return entry.first == name; });
    if (meant == map.end()) {
      columns.add(name, name);
    } else if (!columns.add(name, meant->second)) {
      return fmt::format("the policy has no fact `{}`, which the column `{}` is to be", meant->second, name);
    }
  }
  if (auto wrong = columns.find_unknown()) return std::move(*wrong);
  if (auto wrong = columns.choose_currency(options.currency)) return std::move(*wrong);
  if (auto wrong = columns.told_twice()) return std::move(*wrong);
  return columns;
}

std::optional<std::string> CsvColumns::choose_clock(const std::string& zone) {
  if (zone.empty()) return std::nullopt;
  clock_ = policy_of_zone(zone);
  if (clock_) return std::nullopt;
  return fmt::format("there is no time zone `{}`: write it as `Europe/Berlin`", zone);
}

std::optional<std::string> CsvColumns::choose_currency(const std::string& currency) {
  currency_ = currency;
  if (currency.empty()) return std::nullopt;
  for (const Column& column : columns_) {
    if (!column.is_money) continue;
    Order probe(policies_[column.policy]);
    if (probe.set(column.fact, Amount(0, currency)).empty()) return std::nullopt;
    return fmt::format("there is no currency `{}`: write it as `USD`, in three capital letters", currency);
  }
  return "`--currency` is for amounts, and no column has any";
}

bool CsvColumns::add(std::string_view name, std::string_view meaning) {
  Column column{std::string(name)};
  bool good = true;
  if (meaning == "id") {
    column.meaning = Meaning::id;
  } else if (meaning == "status") {
    column.meaning = Meaning::status;
  } else if (meaning == "as_of") {
    column.meaning = Meaning::as_of;
  } else if (!meaning.empty() || name.empty()) {
    good = find_fact(meaning, column);
    if (!good) column.meaning = Meaning::unknown;
  }
  columns_.push_back(std::move(column));
  return good;
}

std::optional<std::string> CsvColumns::find_unknown() const {
  std::vector<std::string> names;
  for (const Column& column : columns_) {
    if (column.meaning != Meaning::unknown) continue;
    if (column.name.empty()) return "a column has no name: give it one in the first row";
    names.push_back(fmt::format("`{}`", column.name));
  }
  if (names.empty()) return std::nullopt;
  const std::string& first = names.front();
  return fmt::format("the policy has no fact for the column{} {}; {}", names.size() == 1 ? "" : "s",
                     fmt::join(names, ", "), meaning_words(first.substr(1, first.size() - 2)));
}

/// What it is, is seen by what it takes.
bool CsvColumns::find_fact(std::string_view fact, Column& column) const {
  for (std::size_t i = 0; i < policies_.size(); ++i) {
    const auto handle = policies_[i].fact(fact);
    if (!handle) continue;
    Order probe(policies_[i]);
    column.meaning = Meaning::fact;
    column.fact_name = fact;
    column.policy = i;
    column.fact = *handle;
    column.is_time = probe.set(*handle, Instant{}).empty();
    column.is_money = probe.set(*handle, Amount(0, "EUR")).empty();
    return true;
  }
  return false;
}

std::optional<std::string> CsvColumns::told_twice() const {
  for (auto one = columns_.begin(); one != columns_.end(); ++one) {
    const auto same = std::find_if(columns_.begin(), one, [&](const Column& other) {
      return other.meaning == one->meaning && one->meaning != Meaning::nothing && other.policy == one->policy &&
             other.fact == one->fact;
    });
    if (same == one) continue;
    return fmt::format("the columns `{}` and `{}` are the same; {}", same->name, one->name, meaning_words(one->name));
  }
  return std::nullopt;
}

// ── The rows
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

CsvOrders::CsvOrders(const Question& question, const CsvColumns& columns, OrderDecider& decider)
    : question_(question), columns_(columns), decider_(decider) {
  for (const Policy& policy : columns.policies()) orders_.emplace_back(policy);
}

Problems CsvOrders::decide(std::string_view row, std::string& out) {
  unpack_fields(row, fields_);
  Problems problems;
  const auto& columns = columns_.columns();
  if (fields_.size() != columns.size()) {
    problems.push_back({"BW0802", "",
                        fmt::format("the row has {} field{}, the first row has {}", fields_.size(),
                                    fields_.size() == 1 ? "" : "s", columns.size()),
                        "", "", "a field that holds a comma stands in quotes"});
    return problems;
  }
  for (Order& order : orders_) order.clear();
  status_.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (!fields_[i].empty()) tell(columns[i], fields_[i], problems);
  }
  if (!problems.empty()) return problems;
  return question_.set ? decider_.decide(json(), out) : decider_.decide(orders_.front(), out);
}

void CsvOrders::tell(const CsvColumns::Column& column, std::string_view cell, Problems& problems) {
  Problems found;
  Order& order = orders_.front();
  switch (column.meaning) {
    case CsvColumns::Meaning::nothing:
    case CsvColumns::Meaning::unknown:
      return;
    case CsvColumns::Meaning::id:
      return order.set_id(cell);
    case CsvColumns::Meaning::status:
      status_ = cell;
      // Which statuses there are is for the version to say that governs.
      if (!question_.set) found = order.set_status(cell);
      break;
    case CsvColumns::Meaning::as_of: {
      auto time = time_of(cell);
      if (const auto* instant = std::get_if<Instant>(&time)) return order.set_as_of(*instant);
      found = std::move(std::get<Problems>(time));
      for (Problem& problem : found) problem.pointer = "/as_of";
      break;
    }
    case CsvColumns::Meaning::fact:
      found = tell_fact(column, cell);
      break;
  }
  problems.insert(problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

Problems CsvOrders::tell_fact(const CsvColumns::Column& column, std::string_view cell) {
  Order& order = orders_[column.policy];
  if (column.is_time && columns_.has_own_clock() && cell != "never") {
    const auto time = time_of(cell);
    if (const auto* instant = std::get_if<Instant>(&time)) return order.set(column.fact, *instant);
    Problems problems = std::get<Problems>(time);
    for (Problem& problem : problems) problem.pointer = "/facts/" + column.fact_name;
    return problems;
  }
  if (!column.is_money || columns_.currency().empty() || has_letters(cell)) return order.set(column.fact, cell);
  return order.set(column.fact, std::string_view(fmt::format("{} {}", cell, columns_.currency())));
}

std::variant<Instant, Problems> CsvOrders::time_of(std::string_view cell) const {
  return read_time(columns_.clock(), cell);
}

/// The facts of all policies together; which of them count, the version says that governs.
std::string CsvOrders::json() const {
  OrderData whole = orders_.front().data();
  if (!status_.empty()) whole.status = status_;
  for (auto order = orders_.begin() + 1; order != orders_.end(); ++order) {
    OrderData part = order->data();
    std::move(part.facts.begin(), part.facts.end(), std::back_inserter(whole.facts));
  }
  return to_json(whole);
}

}  // namespace bywhen::cli
