#include "benchmarks/peers/common/lines.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <charconv>
#include <chrono>

#include "benchmarks/peers/common/names.hpp"

namespace peers {
namespace {

using hand_written::Answer;
using hand_written::Duty;
using hand_written::never;
using hand_written::Order;
using hand_written::Status;

template <std::size_t size, class Value>
std::string_view name_of(const std::array<Name, size>& names, Value value) {
  return names[static_cast<std::size_t>(value)];
}

std::string or_empty(std::int64_t moment) { return moment == never ? "" : std::to_string(moment); }

void append_number(std::string& out, std::int64_t number) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
  out.append(digits.begin(), end);
}

template <std::size_t width>
void append_digits(std::string& out, std::int64_t number) {
  std::array<char, width> digits{};
  for (std::size_t i = width; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  out.append(digits.begin(), width);
}

void append_time(std::string& out, std::int64_t micros, Form form) {
  if (form == Form::micros) return append_number(out, micros);
  out += '"';
  append_rfc3339(out, micros);
  out += '"';
}

void append_money(std::string& out, std::int64_t cents, Form form) {
  if (form == Form::micros) return append_number(out, cents);
  out += '"';
  append_number(out, cents / 100);
  out += '.';
  append_digits<2>(out, cents % 100);
  out += " USD\"";
}

void append_allowed(std::string& out, unsigned allowed) {
  out += ",\"allowed\":[";
  for (bool first = true; allowed != 0; allowed &= allowed - 1, first = false) {
    out += first ? "\"" : ",\"";
    out += name_of(permission_names, std::countr_zero(allowed));
    out += '"';
  }
  out += ']';
}

void append_duty(std::string& out, std::string_view name, Duty duty, std::int64_t due, Form form) {
  if (duty == Duty::none) return;
  out += ",\"";
  out += name;
  out += "\":{\"state\":\"";
  out += name_of(state_names, duty);
  out += "\",\"due\":";
  append_time(out, due, form);
  out += '}';
}

}  // namespace

std::string order_csv(const benchmark_orders::Asked& asked) {
  const Order& order = asked.order;
  std::string line = fmt::format("{},{},{},{}", name_of(status_names, order.status),
                                 name_of(tracking_names, order.tracking), order.complaint, order.total);
  for (const auto event : event_members) line += ',' + or_empty(order.*event);
  return line + fmt::format(",{}", asked.at);
}

std::string answer_csv(const Answer& answer) {
  return fmt::format("{},{},{},{},{},{},{},{}", name_of(status_names, answer.status), answer.allowed,
                     name_of(state_names, answer.duty), or_empty(answer.due), name_of(state_names, answer.proof),
                     or_empty(answer.proof_due), answer.refund, or_empty(answer.valid_until));
}

std::string order_json(const benchmark_orders::Asked& asked, Form form) {
  const Order& order = asked.order;
  const bool apart = form == Form::rfc3339;
  std::string out = "{\"at\":";
  append_time(out, asked.at, form);
  out += apart ? ",\"order\":{" : ",";
  out += fmt::format("\"status\":\"{}\"", name_of(status_names, order.status));
  out += apart ? ",\"facts\":{" : ",";
  for (std::size_t i = 0; i < event_names.size(); ++i) {
    if (order.*event_members[i] == never) continue;
    out += fmt::format("\"{}\":", event_names[i]);
    append_time(out, order.*event_members[i], form);
    out += ',';
  }
  out += "\"total\":";
  append_money(out, order.total, form);
  if (apart) out += ",\"payment_method\":\"card\"";
  out += fmt::format(",\"complaint\":{},\"tracking\":\"{}\"", order.complaint, name_of(tracking_names, order.tracking));
  return out + (apart ? "}}}" : "}");
}

void append_json(std::string& out, const Answer& answer, Form form) {
  out += "{\"status\":\"";
  out += name_of(status_names, answer.status);
  out += '"';
  append_allowed(out, answer.allowed);
  append_duty(out, "duty", answer.duty, answer.due, form);
  append_duty(out, "proof", answer.proof, answer.proof_due, form);
  if (answer.refund != 0) {
    out += ",\"refund\":";
    append_money(out, answer.refund, form);
  }
  if (answer.valid_until != never) {
    out += ",\"valid_until\":";
    append_time(out, answer.valid_until, form);
  }
  out += '}';
}

void append_rfc3339(std::string& out, std::int64_t micros) {
  using namespace std::chrono;
  const sys_time<microseconds> time{microseconds{micros}};
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  append_digits<4>(out, int{date.year()});
  out += '-';
  append_digits<2>(out, unsigned{date.month()});
  out += '-';
  append_digits<2>(out, unsigned{date.day()});
  out += 'T';
  append_digits<2>(out, clock.hours().count());
  out += ':';
  append_digits<2>(out, clock.minutes().count());
  out += ':';
  append_digits<2>(out, clock.seconds().count());
  if (const auto fraction = clock.subseconds().count(); fraction != 0) {
    out += '.';
    append_digits<6>(out, fraction);
    out.erase(out.find_last_not_of('0') + 1);
  }
  out += 'Z';
}

}  // namespace peers
