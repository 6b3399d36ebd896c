#include "interpreter/full/teller.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "interpreter/evaluate/rule_notes.hpp"
#include "interpreter/explain_rule.hpp"
#include "interpreter/full/values.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/remark_text.hpp"
#include "interpreter/time/real.hpp"

namespace bywhen::full {

using machine::Cell;

namespace {

template <typename Take>
void each_fact(const std::vector<std::uint64_t>& facts, const Take& take) {
  for (std::size_t word = 0; word < facts.size(); ++word) {
    for (std::uint64_t left = facts[word]; left != 0; left &= left - 1)
      take(static_cast<FactId>(64 * word + static_cast<unsigned>(std::countr_zero(left))));
  }
}

}  // namespace

Teller::Teller(const Program& program, const machine::Code& code, const AnswerTexts& texts)
    : program_(program),
      model_(*program.model),
      texts_(texts),
      machine_(code),
      has_lists_(std::any_of(model_.facts.begin(), model_.facts.end(),
                             [](const Fact& fact) { return fact.type.kind == Kind::list; })) {
  for (const StatusProgram& status : program.statuses) doubts_.push_back(doubts_of(model_, status));
  told_.resize(model_.facts.size() / 64 + 1);
  all_unknown_.resize(told_.size());
  written_.resize(model_.facts.size());
}

bool Teller::tell(const Asked& order, Instant at) {
  if (!machine_.decide(order.layout, order.words, order.status, order.as_of, at)) return false;
  if (!machine_.look_to_the_end()) return false;
  load(order);
  machine_.return_to_now();
  out_.clear();
  put(texts_.head);
  put(at);
  put(texts_.statuses[machine_.status()].head);
  tell_settled();
  put(R"(],"actions":[)");
  tell_actions();
  put(R"(],"deadlines":[)");
  tell_duties();
  put(R"(],"next":[)");
  tell_next();
  put(R"(],"valid_until":)");
  put(real(machine_.valid_until()));
  put(R"(,"unknown":)");
  tell_facts(all_unknown_);
  tell_order(order.id);
  put('}');
  out_.terminate();
  return !lost_;
}

void Teller::load(const Asked& order) {
  asked_ = &order;
  status_ = &program_.statuses[machine_.status()];
  settled_order_.reset();
  lost_ = false;
  std::fill(all_unknown_.begin(), all_unknown_.end(), 0);
  std::fill(written_.begin(), written_.end(), Piece{});
  const auto words = order.words.words();
  for (std::size_t i = 0; i < told_.size(); ++i)
    told_[i] = static_cast<std::uint64_t>(words[order.layout.told(static_cast<FactId>(64 * i))]);
}

const OrderState& Teller::settled_order() {
  if (settled_order_) return *settled_order_;
  settled_order_.emplace();
  asked_->words.store(asked_->layout, model_, settled_order_->facts);
  for (const Machine::Step& step : machine_.past()) {
    for (const Machine::Change& change : machine_.changes(step)) {
      settled_order_->facts[change.fact] =
          change.after.is_known() ? value_in(change.after, model_.facts[change.fact].type.kind) : Value{};
    }
  }
  settled_order_->status = machine_.status();
  settled_order_->as_of = machine_.at();
  return *settled_order_;
}

// ── What happened and will happen
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Teller::tell_settled() {
  bool first = true;
  for (const Machine::Step& step : machine_.past()) {
    const AnswerTexts::RuleTexts& texts = texts_.rules[step.rule];
    // How it came about hangs on the order as it was then.
    lost_ = lost_ || step.noted || step.crowded;
    separate(first);
    put(R"({"at":)");
    put(step.at);
    put(texts.settled);
    put(texts_.statuses[step.from].name);
    put(R"(,"to":)");
    put(texts_.statuses[step.to].name);
    put(texts.automatic_because);
    tell_changes(step);
    if (const auto& rule = model_.rules[step.rule].amount; rule && step.amount.state == Cell::known)
      tell_amount(step.amount, *rule);
    put('}');
  }
}

void Teller::tell_changes(const Machine::Step& step) {
  put(R"(,"changed":{)");
  bool first = true;
  for (const Machine::Change& change : machine_.changes(step)) {
    const bool tells = change.after.is_known();
    std::uint64_t& word = told_[change.fact / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (change.fact % 64U);
    const bool told = (word & bit) != 0;
    word = tells ? word | bit : word & ~bit;
    if (!tells || (told && change.before == change.after)) continue;
    separate(first);
    put(texts_.members[change.fact]);
    put_value(out_, model_, texts_, change.after, model_.facts[change.fact].type);
  }
  put('}');
}

void Teller::tell_amount(const machine::AmountCell& amount, const AmountRule& rule) {
  put(R"(,"amount":)");
  put_money(out_, amount.amount);
  put(R"(,"gross":)");
  put_money(out_, amount.gross);
  put(R"(,"less":)");
  put_money(out_, {amount.gross.minor - amount.amount.minor, amount.gross.currency});
  put(R"(,"to":)");
  if (rule.to && amount.to.is_known()) {
    put_words(out_, model_, texts_, amount.to, model_.expressions[*rule.to].type);
  } else {
    put("null");
  }
}

void Teller::tell_next() {
  bool first = true;
  for (const Machine::Step& step : machine_.future()) {
    lost_ = lost_ || step.crowded;
    separate(first);
    put(R"({"at":)");
    put(step.at);
    put(texts_.rules[step.rule].next);
    put(texts_.statuses[step.to].name);
    put(texts_.rules[step.rule].automatic_because);
    if (step.noted) tell_step_notes(step);
    put('}');
  }
}

/// Of the first: until then the order stays as it is.
void Teller::tell_step_notes(const Machine::Step& step) {
  lost_ = lost_ || &step != machine_.future().data();
  if (!lost_) tell_texts("notes", remark_texts(model_, remarks_on(model_, settled_order(), step.rule, step.at)));
}

// ── Actions
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Teller::tell_actions() {
  const Doubts& doubts = doubts_[machine_.status()];
  bool first = true;
  for (std::uint32_t i = 0; i < status_->entitlements.size(); ++i) {
    lost_ = lost_ || may_be_covered(machine_, doubts, i);
    const auto reading = machine_.read(i);
    if (!reading) continue;
    separate(first);
    tell_action(i, *reading);
  }
}

void Teller::tell_action(std::uint32_t entitlement, const Machine::Reading& reading) {
  const Entitlement& what = status_->entitlements[entitlement];
  put(texts_.statuses[machine_.status()].entitlements[entitlement]);
  put(texts_.verdicts[static_cast<std::size_t>(reading.verdict)]);
  put(reading.from);
  put(R"(,"until":)");
  put(reading.until);
  put(texts_.actions[what.action]);
  reading.rule ? put(texts_.rules[*reading.rule].of_action) : put(R"(null,"source":null,"because":[)");
  tell_reasons(entitlement, reading);
  put(R"(],"values":{)");
  if (reading.rule) tell_values(*reading.rule);
  put('}');
  if (reading.rule) tell_rule(what, reading);
  put(R"(,"unknown":)");
  if (reading.verdict == Verdict::unknown) {
    tell_unknown(machine_.unknown(entitlement));
  } else {
    put("[]");
  }
  put('}');
}

void Teller::tell_reasons(std::uint32_t entitlement, const Machine::Reading& reading) {
  bool first = true;
  for (const std::uint32_t reason : machine_.reasons(entitlement, reading)) {
    separate(first);
    put(texts_.statuses[machine_.status()].reasons[reason]);
  }
}

void Teller::tell_rule(const Entitlement& entitlement, const Machine::Reading& reading) {
  if (reading.verdict != Verdict::allowed && reading.verdict != Verdict::unknown)
    tell_awaited(*reading.rule, entitlement.action);
  tell_notes(*reading.rule);
}

// ── Duties
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Teller::tell_duties() {
  const Doubts& doubts = doubts_[machine_.status()];
  bool first = true;
  for (std::uint32_t i = 0; i < status_->duties.size(); ++i) {
    const auto reading = machine_.read_duty(i);
    if (!reading) continue;
    for (std::size_t actor = 0; actor < model_.rules[status_->duties[i]].actors.size(); ++actor) {
      lost_ = lost_ || may_be_forbidden(machine_, doubts, i, *reading, actor);
      separate(first);
      tell_duty(i, *reading, actor);
    }
  }
}

void Teller::tell_duty(std::uint32_t duty, const Machine::DutyReading& reading, std::size_t actor) {
  const RuleId id = status_->duties[duty];
  const Rule& rule = model_.rules[id];
  const AnswerTexts::RuleTexts& texts = texts_.rules[id];
  put(texts.of_deadline);
  put(texts_.actors[rule.actors[actor]]);
  put(texts.actions);
  put(reading.opens);
  put(R"(,"due":)");
  put(reading.due);
  put(texts_.states[static_cast<std::size_t>(reading.state)]);
  if (reading.done_at) {
    put(R"(,"done_at":)");
    put(reading.done_at);
  }
  put(texts.because);
  if (rule.otherwise) tell_otherwise(texts, *rule.otherwise, reading);
  tell_grounds(duty, reading, actor);
  put('}');
}

void Teller::tell_grounds(std::uint32_t duty, const Machine::DutyReading& reading, std::size_t actor) {
  const RuleId id = status_->duties[duty];
  const Rule& rule = model_.rules[id];
  if (rule.amount && reading.amount.state == Cell::known) tell_amount(reading.amount, *rule.amount);
  if (const auto bar = machine_.blocked_by(duty, reading, actor)) {
    put(R"(,"blocked_by":)");
    put(texts_.rules[*bar].name);
  }
  put(R"(,"values":{)");
  tell_values(id);
  put('}');
  tell_notes(id);
  if (reading.state == DutyState::unknown || (rule.amount && reading.amount.state != Cell::known)) {
    const FactBits& unknown = machine_.unknown(duty, reading);
    if (std::any_of(unknown.begin(), unknown.end(), [](std::uint64_t word) { return word != 0; })) {
      put(R"(,"unknown":)");
      tell_unknown(unknown);
    }
  }
}

void Teller::tell_otherwise(const AnswerTexts::RuleTexts& texts, const OtherwiseRule& rule,
                            const Machine::DutyReading& reading) {
  put(texts.otherwise);
  if (!rule.actors.empty()) return;
  reading.becomes ? put(texts_.statuses[*reading.becomes].name) : put("null");
  put(texts.automatic_because);
  put('}');
}

// ── Facts
// ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Teller::tell_values(RuleId rule) {
  const auto& facts = program_.facts_read[rule];
  const auto is_list = [&](FactId fact) { return model_.facts[fact].type.kind == Kind::list; };
  if (has_lists_ && std::any_of(facts.begin(), facts.end(), is_list)) return tell_records(rule);
  bool first = true;
  for (const FactId fact : facts) {
    const Kind kind = model_.facts[fact].type.kind;
    const Cell& cell = machine_.fact(fact);
    const bool moment = kind == Kind::event || kind == Kind::time;
    if (!cell.is_known() || (moment && !cell.soonest().is_real())) continue;
    separate(first);
    tell_member(fact);
  }
}

void Teller::tell_records(RuleId rule) {
  bool first = true;
  for (const auto& [name, value] : rule_values(program_, settled_order(), machine_.at(), rule)) {
    separate(first);
    put_text(out_, name);
    put(':');
    put_scalar(out_, value);
  }
}

void Teller::tell_member(FactId fact) {
  Piece& written = written_[fact];
  if (written.size != 0) return out_.repeat(written);
  written.first = out_.size();
  put(texts_.members[fact]);
  tell_value(fact);
  written.size = out_.size() - written.first;
}

void Teller::tell_value(FactId fact) {
  const Type type = model_.facts[fact].type;
  // Most are events.
  if (type.kind == Kind::event) return put(machine_.fact(fact).soonest());
  if (type.kind != Kind::list) return put_value(out_, model_, texts_, machine_.fact(fact), type);
  put_scalar(out_, to_scalar(model_, settled_order().facts[fact]));
}

void Teller::tell_awaited(RuleId rule, ActionId action) {
  const auto opening = opening_for(model_.rules[rule], action);
  if (!opening || !machine_.cell(*opening).soonest().is_never()) return;
  const AnswerTexts::RuleTexts& texts = texts_.rules[rule];
  const AnswerTexts::Events& events = opening == model_.rules[rule].open ? texts.opens_by : texts.closes_by;
  if (events.in_lists)
    return tell_texts("waits_for", rule_awaits(model_, settled_order(), machine_.at(), rule, action));
  bool first = true;
  for (const FactId fact : events.facts) {
    if (!machine_.fact(fact).soonest().is_never()) continue;
    put(first ? std::string_view(R"(,"waits_for":[)") : std::string_view(","));
    first = false;
    put(texts_.facts[fact]);
  }
  if (!first) put(']');
}

void Teller::tell_notes(RuleId rule) {
  if (machine_.noted(rule)) tell_texts("notes", rule_notes(model_, settled_order(), machine_.at(), rule));
}

void Teller::tell_texts(std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  put(R"(,")");
  put(key);
  put(R"(":[)");
  bool first = true;
  for (const std::string& text : texts) {
    separate(first);
    put_text(out_, text);
  }
  put(']');
}

void Teller::tell_unknown(const FactBits& facts) {
  // Which records and members of a list, only the evaluator can tell.
  lost_ = lost_ || has_lists_;
  for (std::size_t i = 0; i < facts.size(); ++i) all_unknown_[i] |= facts[i];
  tell_facts(facts);
}

void Teller::tell_facts(const FactBits& facts) {
  put('[');
  bool first = true;
  each_fact(facts, [&](FactId fact) {
    separate(first);
    put(texts_.facts[fact]);
  });
  put(']');
}

void Teller::tell_order(std::string_view id) {
  put(R"(,"order":{)");
  if (!id.empty()) {
    put(R"("id":)");
    put(id);
    put(',');
  }
  put(R"("status":)");
  put(texts_.statuses[machine_.status()].name);
  put(R"(,"as_of":)");
  put(machine_.at());
  put(R"(,"facts":{)");
  bool first = true;
  each_fact(told_, [&](FactId fact) {
    separate(first);
    tell_member(fact);
  });
  put("}}");
}

void Teller::separate(bool& first) {
  if (!std::exchange(first, false)) put(',');
}

}  // namespace bywhen::full
