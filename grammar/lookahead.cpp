#include <algorithm>

#include "grammar/reader.hpp"

/// Where one sentence ends and the next begins is told by looking a few tokens ahead: line ends mean nothing to the
/// language.
namespace bywhen::grammar {
namespace {

bool is_verb(Kind kind) {
  return kind == Kind::may || kind == Kind::must || kind == Kind::happens || kind == Kind::does;
}

bool is_cell(Kind kind) {
  return is_name(kind) || kind == Kind::any || kind == Kind::yes || kind == Kind::no ||
         (kind >= Kind::number && kind <= Kind::time);
}

/// What stands in conditions only, not in values.
bool tells_condition(Kind kind) {
  switch (kind) {
    case Kind::is:
    case Kind::in:
    case Kind::not_:
    case Kind::has:
    case Kind::less_than:
    case Kind::less_equal:
    case Kind::greater_than:
    case Kind::greater_equal:
    case Kind::and_:
    case Kind::or_:
      return true;
    default:
      return false;
  }
}

/// What may follow a name only if the name begins a condition.
bool continues_condition(Kind kind) {
  return tells_condition(kind) || kind == Kind::of || kind == Kind::after || kind == Kind::before ||
         kind == Kind::colon;
}

/// `a, b may`, `a, b must`
bool name_list_with_verb(const Reader& reader, std::size_t index) {
  std::size_t i = index + 1;
  for (std::size_t seen = 1; seen < max_lookahead && reader.kind(i) == Kind::comma && is_name(reader.kind(i + 1));
       ++seen)
    i += 2;
  return reader.kind(i) == Kind::may || reader.kind(i) == Kind::must;
}

/// Steps over `total`, `59.90 USD`, `5%`, `(a + b)`; stays if there is none.
std::size_t skip_operand(const Reader& reader, std::size_t i) {
  if (reader.kind(i) == Kind::minus) ++i;
  const Kind kind = reader.kind(i);
  if (kind == Kind::number) return i + (is_name(reader.kind(i + 1)) ? 2 : 1);
  if (kind == Kind::open_paren) {
    for (std::size_t depth = 1; depth > 0 && reader.kind(++i) != Kind::end;) {
      if (reader.kind(i) == Kind::open_paren) ++depth;
      if (reader.kind(i) == Kind::close_paren) --depth;
    }
    return i + 1;
  }
  if (kind == Kind::sum && reader.kind(i + 1) == Kind::of) return skip_operand(reader, i + 2);
  return i + (kind == Kind::percent || kind == Kind::path || is_name(kind) ? 1 : 0);
}

/// Steps over what joins two operands of an amount; stays if there is nothing of the kind.
std::size_t skip_joint(const Reader& reader, std::size_t i) {
  switch (reader.kind(i)) {
    case Kind::of:
    case Kind::plus:
    case Kind::minus:
    case Kind::times:
    case Kind::less:
    case Kind::to:
    case Kind::comma:
      return i + 1;
    case Kind::at:
      return i + (reader.kind(i + 1) == Kind::least || reader.kind(i + 1) == Kind::most ? 2 : 0);
    default:
      return i;
  }
}

/// `credit fee happens` is a sentence, and so is the end of `pay total close happens`. Lines tell which is meant.
bool two_names_are_one_sentence(const Reader& reader, std::size_t index) {
  return reader.token(index).first_on_line && !reader.token(index + 1).first_on_line;
}

/// `refund total less 5% to card happens`, but not `total close happens`, which is an amount and then a sentence.
bool action_with_amount(const Reader& reader, std::size_t index) {
  const bool two_names = is_name(reader.kind(index + 1)) && reader.kind(index + 2) == Kind::happens;
  if (two_names) return two_names_are_one_sentence(reader, index);
  std::size_t i = skip_operand(reader, index + 1);
  if (i == index + 1) return false;
  for (std::size_t seen = 0; seen < max_lookahead; ++seen) {
    const std::size_t next = skip_joint(reader, i);
    if (next == i) break;
    i = skip_operand(reader, next);
    if (i == next) return false;
  }
  return reader.kind(i) == Kind::happens;
}

/// A row of a table by facts: its cells, with commas between them, and a colon.
bool cells_stand_at(const Reader& reader, std::size_t index) {
  std::size_t i = index;
  for (std::size_t seen = 0; seen < max_lookahead; ++seen) {
    const bool set = reader.kind(i) == Kind::open_brace;
    if (!set && !is_cell(reader.kind(i))) return false;
    for (std::size_t inner = 0; set && inner < max_lookahead && reader.kind(i) != Kind::close_brace; ++inner) ++i;
    if (reader.kind(++i) != Kind::comma) break;
    ++i;
  }
  return reader.kind(i) == Kind::colon;
}

/// `fee + shipping > 5.00 EUR`: what is computed here is compared.
bool computed_condition_stands_at(const Reader& reader, std::size_t index) {
  std::size_t i = skip_operand(reader, index);
  for (std::size_t seen = 0; seen < max_lookahead; ++seen) {
    const Kind kind = reader.kind(i);
    if (kind != Kind::plus && kind != Kind::minus && kind != Kind::times && kind != Kind::of) break;
    i = skip_operand(reader, i + 1);
  }
  return tells_condition(reader.kind(i));
}

/// In the value of a table's row: the next row begins here.
bool row_stands_at(const Reader& reader, std::size_t index) {
  if (reader.part == Part::value_after_cells) return cells_stand_at(reader, index);
  if (reader.part != Part::value_after_condition) return false;
  const Kind next = reader.kind(index + 1);
  const bool computes = next == Kind::plus || next == Kind::minus || next == Kind::times;
  return computes ? computed_condition_stands_at(reader, index) : continues_condition(next);
}

/// Steps over what a duration is counted from: a name, a time, an edge of a day, an extremum, parentheses, with the
/// words that may follow.
std::size_t skip_anchor(const Reader& reader, std::size_t i) {
  if (reader.kind(i) == Kind::start || reader.kind(i) == Kind::end_of) i += 3;
  if (reader.kind(i) == Kind::latest || reader.kind(i) == Kind::earliest) {
    i = skip_operand(reader, i + 2);
    for (std::size_t seen = 0; seen < max_lookahead && reader.kind(i) == Kind::comma; ++seen)
      i = skip_operand(reader, i + 1);
  } else {
    i = reader.kind(i) == Kind::time || reader.kind(i) == Kind::date ? i + 1 : skip_operand(reader, i);
  }
  const bool in_zone = reader.kind(i) == Kind::in && reader.kind(i + 1) == Kind::text;
  return in_zone ? i + 2 : i;
}

bool next_stands_at(const Reader& reader, std::size_t index) {
  return reader.part == Part::sentence ? sentence_stands_at(reader, index) : row_stands_at(reader, index);
}

/// Three capitals, such as `EUR`.
bool is_like_currency(std::string_view text) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  return text.size() == 3 && std::all_of(text.begin(), text.end(), is_capital);
}

bool is_known_unit(Kind kind) { return kind == Kind::unit || kind == Kind::day || kind == Kind::months; }

}  // namespace

bool declaration_stands_at(const Reader& reader, std::size_t index) {
  const Token& first = reader.token(index);
  if ((!begins_declaration(first.kind) && first.kind != Kind::money) || !first.first_on_line) return false;
  const Kind second = reader.kind(index + 1);
  switch (first.kind) {
    case Kind::version:
      return first.unindented || second == Kind::date;
    case Kind::zone:
    case Kind::scenario:
      return first.unindented || second == Kind::text;
    case Kind::months:
      return second == Kind::round;
    case Kind::money:
      return first.unindented || second == Kind::rounds;
    case Kind::status:
      return is_name(second) || (first.unindented && second != Kind::is && second != Kind::in && second != Kind::not_);
    case Kind::in:
      return second != Kind::open_brace && second != Kind::text &&
             (first.unindented || is_name(second) || second == Kind::any);
    default:
      return first.unindented || is_name(second);
  }
}

bool outer_declaration_stands_at(const Reader& reader, std::size_t index) {
  return reader.token(index).unindented && declaration_stands_at(reader, index);
}

bool nearly_declaration_stands_at(const Reader& reader, std::size_t index) {
  const Kind next = reader.kind(index + 1);
  const bool alike =
      reader.token(index).unindented && is_name(reader.kind(index)) && (is_name(next) || next == Kind::text);
  return alike && nearest_name(reader.text(index), declaration_words()).has_value();
}

bool sentence_stands_at(const Reader& reader, std::size_t index) {
  if (!is_name(reader.kind(index))) return false;
  const Kind next = reader.kind(index + 1);
  if (next == Kind::colon || is_verb(next)) return true;
  return next == Kind::comma ? name_list_with_verb(reader, index) : action_with_amount(reader, index);
}

bool rule_stands_at(const Reader& reader, std::size_t index) {
  // What replaces a rule stands outside of blocks: it adds none to this one.
  if (index > 0 && reader.kind(index - 1) == Kind::replace) return false;
  if (sentence_stands_at(reader, index)) return true;
  const Kind next = reader.kind(index + 1);
  return reader.token(index).first_on_line && is_name(reader.kind(index)) && (is_name(next) || next == Kind::has);
}

bool step_stands_at(const Reader& reader, std::size_t index) {
  const Token& token = reader.token(index);
  if (token.kind == Kind::given || token.kind == Kind::expect) return true;
  if (token.kind == Kind::at) return token.first_on_line;
  return is_name(token.kind) && reader.kind(index + 1) == Kind::does;
}

bool unit_stands_at(const Reader& reader, std::size_t index) {
  const Kind kind = reader.kind(index);
  const Kind next = reader.kind(index + 1);
  if (is_known_unit(kind)) return !is_verb(next) && next != Kind::round;
  if (!is_name(kind) || kind == Kind::where || kind == Kind::are || kind == Kind::have) return false;
  // `fine 5 EUR happens at …` is one sentence, `when pieces > 5 close happens at …` are two.
  if (next == Kind::happens && is_like_currency(reader.text(index))) return true;
  return !next_stands_at(reader, index) && !times_stands_at(reader, index);
}

bool counting_name_stands_at(const Reader& reader, std::size_t index) {
  const bool name = is_name(reader.kind(index)) || reader.kind(index) == Kind::path;
  if (!name || times_stands_at(reader, index + 1)) return false;
  const Kind next = reader.kind(index + 1);
  const Kind third = reader.kind(index + 2);
  if (next == Kind::full || next == Kind::business || (is_name(next) && third == Kind::business)) return true;
  if ((!is_name(next) && next != Kind::months) || next == Kind::where) return false;
  if (third == Kind::after || third == Kind::before) return true;
  return is_known_unit(next) && unit_stands_at(reader, index + 1) && !next_stands_at(reader, index + 1);
}

bool times_stands_at(const Reader& reader, std::size_t index) {
  return reader.kind(index) == Kind::times && !next_stands_at(reader, index);
}

namespace {

/// Steps over a number with its unit: `3 days`, `14 full days`, `3 hk business days`.
std::size_t skip_quantity(const Reader& reader, std::size_t i) {
  ++i;
  if (reader.kind(i) == Kind::full) return i + 2;
  if (reader.kind(i + 1) == Kind::business) ++i;
  return i + (reader.kind(i) == Kind::business ? 2 : 1);
}

}  // namespace

bool numbered_row_stands_at(const Reader& reader, std::size_t index) {
  if (reader.part == Part::value_after_cells) {
    const Kind third = reader.kind(index + 2);
    return reader.kind(index) == Kind::minus && reader.kind(index + 1) == Kind::number &&
           (third == Kind::colon || third == Kind::comma);
  }
  if (reader.part != Part::value_after_condition) return false;
  std::size_t i = index;
  for (std::size_t seen = 0; seen < max_lookahead && reader.kind(i) == Kind::number; ++seen)
    i = skip_quantity(reader, i);
  const bool counted = reader.kind(i) == Kind::after || reader.kind(i) == Kind::before;
  return tells_condition(reader.kind(counted ? skip_anchor(reader, i + 1) : i));
}

bool amount_stands_at(const Reader& reader, std::size_t index) {
  const Kind kind = reader.kind(index);
  if (kind == Kind::number || kind == Kind::percent || kind == Kind::open_paren || kind == Kind::minus ||
      kind == Kind::sum)
    return true;
  // Between an action and `happens`, a name is no action.
  return is_name(kind) && (reader.part == Part::phrase || !sentence_stands_at(reader, index));
}

bool gathering_stands_at(const Reader& reader, std::size_t index) {
  std::size_t depth = 0;
  for (std::size_t i = index; i < index + max_lookahead; ++i) {
    const Kind kind = reader.kind(i);
    if (kind == Kind::path) return true;
    if (kind == Kind::open_paren) ++depth;
    if (kind == Kind::close_paren && depth > 0) --depth;
    const bool of_product = is_name(kind) || kind == Kind::number || kind == Kind::percent || kind == Kind::of ||
                            kind == Kind::open_paren || kind == Kind::close_paren;
    if (depth == 0 && !of_product) return false;
    if (kind == Kind::end) return false;
  }
  return false;
}

bool quantifier_stands_at(const Reader& reader, std::size_t index) {
  if (reader.kind(index) == Kind::any) return true;
  const Kind next = reader.kind(index + 1);
  const bool value = next == Kind::path || next == Kind::number || next == Kind::percent || next == Kind::open_paren;
  return reader.kind(index) == Kind::all && value;
}

}  // namespace bywhen::grammar
