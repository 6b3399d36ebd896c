#include "benchmarks/growth/policy_maker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace growth {
namespace {

/// So many actions of a kind are shared by all statuses: a marketplace has no new ones in each.
constexpr std::size_t shared_actions = 4;
constexpr std::size_t fact_kinds = 5;
constexpr std::size_t sentence_kinds = 8;
/// Actions that mark an event of their own.
constexpr std::array<std::string_view, 3> marking{"report", "pay_back", "remind"};

/// A number that looks like any, and is always the same for the same rule.
std::size_t vary(std::size_t rule, std::size_t salt, std::size_t below) {
  std::uint64_t mixed = (rule + 1) * 0x9E3779B97F4A7C15U + salt * 0xBF58476D1CE4E5B9U;
  mixed ^= mixed >> 29U;
  mixed *= 0x94D049BB133111EBU;
  return static_cast<std::size_t>((mixed >> 33U) % below);
}

/// One chain of statuses with its rules: `s0`, `s1`, … or `o0`, `o1`, …
struct Chain {
  char letter = 's';
  std::size_t statuses = 0;
  std::size_t rules = 0;
  /// What follows the last status; none where that is final.
  std::string after;
};

class Maker {
public:
  explicit Maker(PolicySize size) : size_(size), reads_(reads_of(size)) {}

  std::string make() {
    const Chain others{'o', size_.other_statuses, size_.other_rules, "s0"};
    const Chain own{'s', size_.statuses, size_.rules, ""};
    for (const Chain* chain : {&own, &others}) blocks(*chain);
    const std::string rules = std::exchange(text_, {});
    line("policy growth \"A policy of {} rules\"", size_.rules + size_.other_rules);
    line("version 2026-01-01\nzone \"UTC\"\n");
    terms();
    actors();
    facts();
    for (const Chain* chain : {&own, &others}) statuses(*chain);
    actions();
    for (const Chain* chain : {&own, &others}) steps(*chain);
    return text_ + rules;
  }

private:
  template <typename... Parts>
  void line(fmt::format_string<Parts...> format, Parts&&... parts) {
    fmt::format_to(std::back_inserter(text_), format, std::forward<Parts>(parts)...);
    text_ += '\n';
  }

  // ── Names
  // ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  /// How many facts of a kind a condition must read, so that ten rules in each status read them all.
  static std::size_t reads_of(const PolicySize& size) {
    const std::size_t conditions = fact_kinds * (size.statuses + size.other_statuses);
    return (size.facts + conditions - 1) / conditions;
  }

  /// Further facts of a kind, each with what is asked of it.
  std::string more_facts(FactKind kind, std::string_view asked, std::string_view before = " and ") {
    std::string text;
    for (std::size_t i = 1; i < reads_; ++i) text += fmt::format("{}{}{}", before, next_fact(kind), asked);
    return text;
  }

  /// The next fact of a kind, beginning anew after the last.
  std::string next_fact(FactKind kind) {
    const auto place = static_cast<std::size_t>(kind);
    const std::size_t count = (size_.facts - place + fact_kinds - 1) / fact_kinds;
    return used(fact_name(place + next_.at(place)++ % count * fact_kinds));
  }

  /// Only what some rule uses is declared.
  std::string used(std::string name) { return *used_.insert(std::move(name)).first; }
  std::string used(std::string_view name, std::size_t number) { return used(fmt::format("{}_{}", name, number)); }
  [[nodiscard]] bool is_used(const std::string& name) const { return used_.contains(name); }

  // ── Declarations
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void terms() {
    if (is_used("answer_time")) line("term answer_time = 3 days \"Somebody answers within this time\"");
    if (is_used("fee_share")) line("term fee_share = 5% \"What an early end costs\"");
    line("");
  }

  void actors() {
    line("actor buyer \"Buyer\"\nactor seller \"Seller\"");
    if (is_used("platform")) line("actor platform \"Platform\"");
    line("");
  }

  void facts() {
    static constexpr std::array types{"event", "yes/no = no", "integer = 0", "{plain, fragile, perishable} = plain",
                                      "money"};
    for (std::size_t i = 0; i < size_.statuses + size_.other_statuses; ++i) used(entry_event(size_, i));
    for (std::size_t i = 0; i < size_.facts; ++i) {
      if (is_used(fact_name(i))) line("fact {} : {}", fact_name(i), types.at(static_cast<std::size_t>(fact_kind(i))));
    }
    for (const std::string_view done : marking) {
      for (std::size_t i = 0; i < shared_actions; ++i) {
        if (is_used(fmt::format("{}_{}", done, i))) line("fact {}_{}_at : event", done, i);
      }
    }
    line("");
  }

  void statuses(const Chain& chain) {
    for (std::size_t i = 0; i < chain.statuses; ++i) {
      const bool first = chain.letter == (size_.other_statuses > 0 ? 'o' : 's') && i == 0;
      const bool last = i + 1 == chain.statuses && chain.after.empty();
      line("status {0}{1} \"Status {1}\" {2}{3}marks {4}", chain.letter, i, first ? "initial, " : "",
           last ? "final, " : "", entry_event(size_, i));
    }
    line("");
  }

  void actions() {
    for (const std::string_view plain : {"ask", "change", "complain", "message"}) {
      for (std::size_t i = 0; i < shared_actions; ++i) {
        if (is_used(fmt::format("{}_{}", plain, i))) line("action {0}_{1} \"To {0}\" {{ }}", plain, i);
      }
    }
    for (const std::string_view done : marking) {
      for (std::size_t i = 0; i < shared_actions; ++i) {
        const std::string name = fmt::format("{}_{}", done, i);
        if (is_used(name)) line("action {0} \"To {1}\" {{ marks {0}_at }}", name, done);
      }
    }
    line("");
  }

  void steps(const Chain& chain) {
    for (std::size_t i = 0; i < chain.statuses; ++i) {
      const bool last = i + 1 == chain.statuses;
      if (last && chain.after.empty()) continue;
      const std::string to = last ? chain.after : fmt::format("{}{}", chain.letter, i + 1);
      line("action go_on_{0}{1} \"Go on\" {{ becomes {2} }}", chain.letter, i, to);
      line("action lapse_{0}{1} \"Lapse\" {{ becomes {2} }}", chain.letter, i, to);
    }
    line("");
  }

  // ── Rules
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  void blocks(const Chain& chain) {
    std::size_t rule = 0;
    for (std::size_t status = 0; status < chain.statuses; ++status) {
      const std::size_t first = rule;
      const std::size_t end = chain.rules * (status + 1) / chain.statuses;
      if (first == end) continue;
      const bool leads_on = status + 1 < chain.statuses || !chain.after.empty();
      line("in {}{} {{", chain.letter, status);
      for (; rule < end; ++rule) {
        if (rule == first && leads_on) {
          step(chain, status, rule);
        } else {
          sentence(status, rule - first, rule);
        }
      }
      line("}}\n");
    }
  }

  void step(const Chain& chain, std::size_t status, std::size_t rule) {
    line("  step_{0}{1}: seller must go_on_{0}{1} within {2} days after {3}", chain.letter, status,
         20 + vary(rule, 1, 20), entry_event(size_, status));
    line("    otherwise lapse_{}{} because \"The seller did not go on\"", chain.letter, status);
  }

  /// The nth sentence of a status: each kind in turn.
  void sentence(std::size_t status, std::size_t nth, std::size_t rule) {
    const std::size_t number = (status + nth / sentence_kinds) % shared_actions;
    const std::string since = entry_event(size_, status);
    const std::size_t days = 1 + vary(rule, 2, 14);
    switch (nth % sentence_kinds) {
      case 1:
        return line("  buyer may {} until {} days after {} because \"The time to ask\"", used("ask", number), days,
                    since);
      case 2:
        return change(number);
      case 3:
        line("  buyer may not {} until {} hours after {}", used("change", number), days, since);
        return line("    because \"The payment is being verified\"");
      case 4:
        return complaint(number, rule);
      case 5:
        line("  seller must {} within {} after {} unless {}", used("report", number), used("answer_time"), since,
             next_fact(FactKind::yes_no));
        return line("    otherwise buyer may {} because \"The seller said nothing\"", used("complain", number));
      case 6:
        return repayment(number, days, since);
      case 7:
        line("  {} happens at {} days after {} when {} < {}", used("remind", number), days, since,
             next_fact(FactKind::integer), 1 + vary(rule, 5, 5));
        return line("    because \"Nothing has been done yet\"");
      default:
        line("  # Who talks finds a way.");
        return line("  buyer, seller may {}", used("message", number));
    }
  }

  void change(std::size_t number) {
    const std::string flag = next_fact(FactKind::yes_no);
    line("  buyer may {} when {}{}{}", used("change", number), flag, more_facts(FactKind::yes_no, ""),
         more_facts(FactKind::event, " has happened"));
    line("    because \"The seller lets the buyer change it\"");
  }

  void complaint(std::size_t number, std::size_t rule) {
    const std::string count = next_fact(FactKind::integer);
    const std::string kind = next_fact(FactKind::choice);
    line("  buyer may {} when {} > {} and {} is {}{}{}", used("complain", number), count, vary(rule, 3, 9), kind,
         vary(rule, 4, 2) == 0 ? "fragile" : "perishable", more_facts(FactKind::integer, " > 0"),
         more_facts(FactKind::choice, " is not plain"));
    line("    because \"Goods of this kind are easily damaged\"");
  }

  void repayment(std::size_t number, std::size_t days, const std::string& since) {
    const std::string amount = next_fact(FactKind::money);
    line("  {} must {} {} less {} of {}{} within {} days after {}", used("platform"), used("pay_back", number), amount,
         used("fee_share"), amount, more_facts(FactKind::money, "", " less "), days, since);
    line("    when {}", next_fact(FactKind::yes_no));
  }

  PolicySize size_;
  std::size_t reads_;
  std::string text_;
  std::set<std::string> used_;
  std::array<std::size_t, fact_kinds> next_{};
};

}  // namespace

FactKind fact_kind(std::size_t fact) { return static_cast<FactKind>(fact % fact_kinds); }

std::string fact_name(std::size_t fact) {
  static constexpr std::array names{"event", "flag", "count", "goods", "amount"};
  return fmt::format("{}_{}", names.at(fact % fact_kinds), fact / fact_kinds);
}

std::string entry_event(const PolicySize& size, std::size_t status) {
  const std::size_t events = (std::max(size.facts, fewest_facts) + fact_kinds - 1) / fact_kinds;
  return fact_name(status % events * fact_kinds);
}

std::vector<std::string> done_events() {
  std::vector<std::string> all;
  for (const std::string_view done : marking) {
    for (std::size_t i = 0; i < shared_actions; ++i) all.push_back(fmt::format("{}_{}_at", done, i));
  }
  return all;
}

PolicySize common_size(std::size_t rules) {
  PolicySize size;
  size.rules = rules;
  size.statuses = std::clamp(rules / 10, fewest_statuses, std::size_t{1'000});
  size.facts = std::clamp(rules / 10, fewest_facts, std::size_t{100});
  return size;
}

std::string make_policy(PolicySize size) {
  size.facts = std::max(size.facts, fewest_facts);
  size.statuses = std::max(size.statuses, fewest_statuses);
  size.rules = std::max(size.rules, size.statuses);
  size.other_rules = std::max(size.other_rules, size.other_statuses);
  return Maker(size).make();
}

}  // namespace growth
