#pragma once

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/eight_bytes.hpp"
#include "interpreter/money/usual_money.hpp"
#include "interpreter/order/json_walk.hpp"
#include "interpreter/order/order_keys.hpp"
#include "interpreter/order/text_scan.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/usual_time.hpp"

namespace bywhen {

/// Reads the JSON of an order as nearly all programs write it, in one pass from the first byte to the last: without
/// escapes in strings, and with all else as it should be. Whatever it reads `read_order_json` reads the same; the rest
/// it leaves to others.
///
/// `Into` takes what is told, as it comes: `set_status`, `set_as_of`, `set_id`, `tell_event`, and `tell` of another
/// fact and its value: an `Instant`, a `bool`, a `Money`, a `Choice`, a text as `std::string_view`, or any other
/// `Value`.
template <typename Into>
class PlainReader {
public:
  PlainReader(const Model& model, const OrderKeys& keys)
      : model_(model),
        keys_(keys),
        seen_(model.facts.size() / 64 + 1),
        told_(seen_.size()),
        currencies_(model.facts.size()) {
    for (const Fact& fact : model.facts) types_.push_back(fact.type);
  }

  /// `json` stands before a zero and `text_room`. False where the order has to be looked at closer; what was taken
  /// means nothing then.
  [[nodiscard]] bool read(std::string_view json, Into& into) {
    into_ = &into;
    ascii_ = true;
    members_ = 0;
    status_ = model_.initial;
    std::fill(seen_.begin(), seen_.end(), 0);
    std::fill(told_.begin(), told_.end(), 0);
    const char* at = read_members(behind_blanks(json.data()));
    if (at == nullptr || behind_blanks(at) != json.data() + json.size()) return false;
    if (!ascii_ && !simdjson::validate_utf8(json)) return false;
    into.set_status(status_);
    return is_whole();
  }

private:
  // Each takes the place at which it reads, and gives the place behind what it read; null where something is unusual.
  // So the place stays in a register.
  using Place = const char*;

  static Place behind_blanks(Place at) {
    // Nothing else up to the blank may stand anywhere, but what follows finds that.
    while (*at <= ' ' && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) ++at;
    return at;
  }
  static Place behind_colon(Place at) {
    at = behind_blanks(at);
    return *at == ':' ? behind_blanks(at + 1) : nullptr;
  }
  static Place behind_word(std::string_view word, Place at) {
    return std::string_view(at, word.size()) == word ? at + word.size() : nullptr;
  }
  /// What stands between quotes.
  Place read_string(Place at, std::string_view& text) {
    if (*at != '"') return nullptr;
    const StringEnd end = string_end(++at);
    if (end.quote == nullptr) return nullptr;
    if (!end.ascii) ascii_ = false;
    text = {at, static_cast<std::size_t>(end.quote - at)};
    return end.quote + 1;
  }

  // ── An order's members
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  enum class Member : unsigned { id = 1, status = 2, as_of = 4, facts = 8 };
  bool is_first(Member member) {
    const unsigned before = members_;
    members_ |= static_cast<unsigned>(member);
    return before != members_;
  }

  Place read_members(Place at) {
    if (*at != '{') return nullptr;
    at = behind_blanks(at + 1);
    if (*at == '}') return at + 1;
    while (true) {
      Member member{};
      if ((at = read_member_key(at, member)) == nullptr || !is_first(member)) return nullptr;
      if ((at = read_member(at, member)) == nullptr) return nullptr;
      at = behind_blanks(at);
      if (*at == '}') return at + 1;
      if (*at != ',') return nullptr;
      at = behind_blanks(at + 1);
    }
  }
  /// Three of the keys are eight bytes of text, with as much as is needed of the quotes and the colon.
  static Place read_member_key(Place at, Member& member) {
    const auto is = [bytes = eight_bytes(at)](const char(&text)[9]) { return bytes == eight_bytes(text); };
    if (is("\"status\"")) {
      member = Member::status;
      return behind_colon(at + 8);
    }
    if (is("\"facts\":")) {
      member = Member::facts;
      return behind_blanks(at + 8);
    }
    return read_other_member_key(at, member);
  }
  static Place read_other_member_key(Place at, Member& member) {
    const auto take = [&](std::string_view name, Member named) {
      if (std::string_view(at, name.size()) != name) return false;
      at += name.size();
      member = named;
      return true;
    };
    const bool known =
        take("\"id\"", Member::id) || take("\"as_of\"", Member::as_of) || take("\"facts\"", Member::facts);
    return known ? behind_colon(at) : nullptr;
  }
  Place read_member(Place at, Member member) {
    if (member == Member::id) return read_id(at);
    if (*at == 'n') return behind_word("null", at);
    if (member == Member::facts) return read_facts(at);
    return member == Member::status ? read_status(at) : read_as_of(at);
  }
  /// A string or a whole number, as it is written.
  Place read_id(Place at) {
    std::string_view text;
    const Place end = *at == '"' ? read_string(at, text) : behind_whole(at);
    if (end != nullptr) into_->set_id({at, static_cast<std::size_t>(end - at)});
    return end;
  }
  /// Digits, perhaps behind a minus, as JSON writes them.
  static Place behind_whole(Place at) {
    if (*at == '-') ++at;
    const Place digits = at;
    while (*at >= '0' && *at <= '9') ++at;
    return at != digits && (*digits != '0' || at == digits + 1) ? at : nullptr;
  }
  Place read_status(Place at) {
    const auto written = keys_.written_statuses.find(at);
    status_ = written.name;
    if (written.behind != nullptr) return written.behind;
    std::string_view name;
    if ((at = read_string(at, name)) == nullptr) return nullptr;
    const auto status = keys_.statuses.find(name);
    status_ = status.value_or(0);
    return status ? at : nullptr;
  }
  Place read_as_of(Place at) {
    Instant instant;
    at = read_time(at, instant);
    if (at != nullptr) into_->set_as_of(instant);
    return at;
  }

  // ── Facts
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  Place read_facts(Place at) {
    if (*at != '{') return nullptr;
    at = behind_blanks(at + 1);
    if (*at == '}') return at + 1;
    while (true) {
      FactId fact = 0;
      if ((at = read_key(at, fact)) == nullptr || (at = read_fact(at, fact)) == nullptr) return nullptr;
      at = behind_blanks(at);
      if (*at == '}') return at + 1;
      if (*at != ',') return nullptr;
      at = behind_blanks(at + 1);
    }
  }
  Place read_key(Place at, FactId& fact) {
    const auto written = keys_.written_facts.find(at);
    fact = written.name;
    if (written.behind != nullptr) return behind_blanks(written.behind);
    std::string_view name;
    if ((at = read_string(at, name)) == nullptr) return nullptr;
    const auto found = keys_.facts.find(name);
    fact = found.value_or(0);
    return found ? behind_colon(at) : nullptr;
  }
  Place read_fact(Place at, FactId fact) {
    std::uint64_t& seen = seen_[fact / 64U];
    const std::uint64_t bit = std::uint64_t{1} << (fact % 64U);
    if ((std::exchange(seen, seen | bit) & bit) != 0) return nullptr;
    if (*at == 'n') return behind_word("null", at);
    told_[fact / 64U] |= bit;
    // Most facts of most orders are events, and what most are can be foretold.
    const Type type = types_[fact];
    return type.kind == Kind::event ? read_event(at, fact) : read_value_of(at, fact, type);
  }
  Place read_value_of(Place at, FactId fact, Type type) {
    switch (type.kind) {
      case Kind::time:
        return at[1] == 'n' ? read_other(at, fact) : read_instant_of(at, fact);
      case Kind::yes_no:
        return read_yes_no(at, fact);
      case Kind::money:
        return read_money_of(at, fact);
      case Kind::choice:
        return read_choice(at, fact, type);
      case Kind::text:
        return read_text(at, fact);
      case Kind::integer:
        return read_number(at, fact);
      case Kind::decimal:
        return *at == '"' ? read_other(at, fact) : read_number(at, fact);
      case Kind::list:
        return nullptr;
      default:
        return read_other(at, fact);
    }
  }
  Place read_instant_of(Place at, FactId fact) {
    Instant instant;
    at = read_time(at, instant);
    if (at != nullptr) into_->tell(fact, instant);
    return at;
  }
  Place read_event(Place at, FactId fact) {
    Instant instant;
    at = read_time(at, instant);
    if (at != nullptr) into_->tell_event(fact, instant);
    return at;
  }
  Place read_yes_no(Place at, FactId fact) {
    const bool yes = *at == 't';
    at = behind_word(yes ? "true" : "false", at);
    if (at != nullptr) into_->tell(fact, yes);
    return at;
  }
  Place read_money_of(Place at, FactId fact) {
    Money money;
    Place end = currency_.read(at, money);
    if (end == nullptr) {
      std::string_view text;
      if ((end = read_string(at, text)) == nullptr) return nullptr;
      const auto read = read_money(text);
      const auto* found = std::get_if<Money>(&read);
      if (found == nullptr) return nullptr;
      money = *found;
      currency_ = UsualMoney(money.currency);
    }
    currencies_[fact] = money.currency;
    into_->tell(fact, money);
    return end;
  }
  Place read_choice(Place at, FactId fact, Type type) {
    const auto written = keys_.written_choices[type.choices].find(at);
    if (written.behind != nullptr) {
      into_->tell(fact, model_.choice_lists[type.choices][written.name]);
      return written.behind;
    }
    std::string_view name;
    if ((at = read_string(at, name)) == nullptr) return nullptr;
    const auto found = keys_.choices[type.choices].find(name);
    if (!found) return nullptr;
    into_->tell(fact, model_.choice_lists[type.choices][*found]);
    return at;
  }
  Place read_text(Place at, FactId fact) {
    std::string_view text;
    at = read_string(at, text);
    if (at != nullptr) into_->tell(fact, text);
    return at;
  }
  Place read_other(Place at, FactId fact) {
    std::string_view text;
    at = read_string(at, text);
    return at != nullptr && tell_read(fact, text) ? at : nullptr;
  }
  Place read_number(Place at, FactId fact) {
    const Place begin = at;
    while ((*at >= '0' && *at <= '9') || *at == '-' || *at == '+' || *at == '.' || *at == 'e' || *at == 'E') ++at;
    const std::string_view text(begin, static_cast<std::size_t>(at - begin));
    return is_json_number(text) && tell_read(fact, text) ? at : nullptr;
  }
  bool tell_read(FactId fact, std::string_view text) {
    auto read = read_value(model_, model_.facts[fact].type, text);
    if (auto* value = std::get_if<Value>(&read)) into_->tell(fact, std::move(*value));
    return std::holds_alternative<Value>(read);
  }

  // ── Times
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  Place read_time(Place at, Instant& instant) {
    if (*at != '"') return nullptr;
    const auto micros = read_usual_time(at + 1);
    constexpr std::size_t seconds_end = 20;
    const Place rest = at + seconds_end;
    if (!micros) return read_other_time(at, instant);
    if (rest[0] == 'Z' && rest[1] == '"') {
      instant = {*micros};
      return rest + 2;
    }
    const auto fraction = *rest == '.' ? read_usual_fraction(rest + 1) : std::nullopt;
    if (!fraction) return read_other_time(at, instant);
    const Place end = rest + 1 + fraction->size;
    if (end[0] != 'Z' || end[1] != '"') return read_other_time(at, instant);
    instant = {*micros + fraction->micros};
    return end + 2;
  }
  Place read_other_time(Place at, Instant& instant) {
    std::string_view text;
    if ((at = read_string(at, text)) == nullptr) return nullptr;
    const auto read = read_instant(model_, text);
    const auto* found = std::get_if<Instant>(&read);
    if (found == nullptr) return nullptr;
    instant = *found;
    return at;
  }

  // ── The order as a whole
  // ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

  [[nodiscard]] bool is_told(FactId fact) const { return (told_[fact / 64U] >> (fact % 64U) & 1U) != 0; }
  [[nodiscard]] bool is_whole() const {
    const FactBits& required = keys_.required[status_];
    for (std::size_t i = 0; i < told_.size(); ++i) {
      if ((required[i] & ~told_[i]) != 0) return false;
    }
    return std::all_of(model_.currency_groups.begin(), model_.currency_groups.end(),
                       [this](const CurrencyGroup& group) { return is_of_one(group); });
  }
  [[nodiscard]] bool is_of_one(const CurrencyGroup& group) const {
    std::optional<std::uint16_t> currency = group.currency;
    for (const FactId fact : group.facts) {
      if (!is_told(fact)) continue;
      if (currency.value_or(currencies_[fact]) != currencies_[fact]) return false;
      currency = currencies_[fact];
    }
    return true;
  }

  const Model& model_;
  const OrderKeys& keys_;
  Into* into_ = nullptr;
  bool ascii_ = true;
  unsigned members_ = 0;
  StatusId status_ = 0;
  /// The facts that the order has named, and those of which it told a value; and the currencies of amounts.
  FactBits seen_;
  FactBits told_;
  std::vector<std::uint16_t> currencies_;
  /// Of the last amount.
  UsualMoney currency_{0};
  std::vector<Type> types_;
};

}  // namespace bywhen
