#include "interpreter/full/values.hpp"

#include <charconv>
#include <string>

#include "interpreter/json_writer.hpp"
#include "interpreter/order/value_text.hpp"
#include "interpreter/time/put_time.hpp"

namespace bywhen::full {
namespace {

using machine::Cell;

Money money_in(const Cell& cell) { return {cell.low, static_cast<std::uint16_t>(cell.high)}; }

void put_whole(TextBuffer& out, std::int64_t number) {
  constexpr std::size_t longest = 20;
  char* to = out.reserve(longest);
  out.end(std::to_chars(to, to + longest, number).ptr);
}

}  // namespace

void put_scalar(TextBuffer& out, const Scalar& scalar) {
  JsonWriter json;
  json.scalar(scalar);
  out.put(json.take());
}

void put_text(TextBuffer& out, std::string_view text) {
  if (!is_plain_json(text)) {
    std::string escaped;
    append_json_string(escaped, text);
    return out.put(escaped);
  }
  char* to = out.reserve(text.size() + 2);
  *to++ = '"';
  to += text.copy(to, text.size());
  *to++ = '"';
  out.end(to);
}

void put_time(TextBuffer& out, Instant instant) {
  char* to = out.reserve(longest_time_text + 2);
  *to++ = '"';
  to = put_rfc3339(to, instant);
  *to++ = '"';
  out.end(to);
}

void put_money(TextBuffer& out, Money money) {
  char* to = out.reserve(longest_money_text + 2);
  *to++ = '"';
  to = bywhen::put_money(to, money);
  *to++ = '"';
  out.end(to);
}

Value value_in(const Cell& cell, Kind kind) {
  switch (kind) {
    case Kind::event:
    case Kind::time:
      return cell.soonest();
    case Kind::date:
      return Date{static_cast<std::int32_t>(cell.low)};
    case Kind::yes_no:
      return cell.as_truth() == Truth::yes;
    case Kind::integer:
      return cell.low;
    case Kind::decimal:
      return Decimal{cell.low};
    case Kind::percent:
      return Percent{cell.low};
    case Kind::money:
      return money_in(cell);
    case Kind::text:
      return cell.object<std::string>();
    case Kind::duration:
      return cell.object<Duration>();
    case Kind::choice:
      return Choice{static_cast<std::uint16_t>(cell.low)};
    case Kind::list:
      break;
  }
  return {};
}

void put_value(TextBuffer& out, const Model& model, const AnswerTexts& texts, const Cell& cell, Type type) {
  switch (type.kind) {
    case Kind::event:
    case Kind::time:
      return put_time(out, cell.soonest());
    case Kind::yes_no:
      return out.put(cell.as_truth() == Truth::yes ? std::string_view("true") : std::string_view("false"));
    case Kind::integer:
      return put_whole(out, cell.low);
    case Kind::money:
      return put_money(out, money_in(cell));
    case Kind::text:
      return put_text(out, cell.object<std::string>());
    case Kind::choice:
      return out.put(texts.pieces, texts.choices[static_cast<std::size_t>(cell.low)]);
    default:
      return put_scalar(out, to_scalar(model, value_in(cell, type.kind)));
  }
}

void put_words(TextBuffer& out, const Model& model, const AnswerTexts& texts, const Cell& cell, Type type) {
  if (type.kind == Kind::text || type.kind == Kind::choice || type.kind == Kind::money)
    return put_value(out, model, texts, cell, type);
  put_text(out, value_words(model, value_in(cell, type.kind)));
}

}  // namespace bywhen::full
