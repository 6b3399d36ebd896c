#include "benchmarks/peers/common/read_line.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "benchmarks/peers/common/names.hpp"
#include "benchmarks/peers/common/protocol.hpp"

namespace peers {
namespace {

using benchmark_orders::Asked;
using hand_written::Order;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

template <std::size_t from, std::size_t count>
int digits(std::string_view text) {
  int number = 0;
  for (std::size_t i = from; i < from + count; ++i) number = number * 10 + (text[i] - '0');
  return number;
}

std::int64_t fraction(std::string_view text) {
  std::int64_t micros = 0;
  std::int64_t place = 100'000;
  for (const char digit : text.substr(20)) {
    if (digit == 'Z') break;
    micros += (digit - '0') * place;
    place /= 10;
  }
  return micros;
}

/// Of the texts that we wrote ourselves: UTC, and every field two digits wide.
std::int64_t micros_of(std::string_view text) {
  using namespace std::chrono;
  const sys_days date{year{digits<0, 4>(text)} / digits<5, 2>(text) / digits<8, 2>(text)};
  const auto clock = hours{digits<11, 2>(text)} + minutes{digits<14, 2>(text)} + seconds{digits<17, 2>(text)};
  return duration_cast<microseconds>(date.time_since_epoch() + clock).count() + fraction(text);
}

std::int64_t cents_of(std::string_view text) {
  std::int64_t cents = 0;
  for (const char digit : text.substr(0, text.find(' '))) {
    if (digit != '.') cents = cents * 10 + (digit - '0');
  }
  return cents;
}

std::int64_t time_of(value field, Form form) {
  return form == Form::micros ? field.get_int64().value() : micros_of(field.get_string().value());
}

template <class Value, std::size_t size>
Value named(const std::array<Name, size>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) stop(fmt::format("what is `{}`?", name));
  return static_cast<Value>(found - names.begin());
}

/// The keys in the order in which they are written; the ten events begin at `first_event`.
enum Key : std::size_t { at, order, status, facts, first_event, total = first_event + event_names.size() };
constexpr std::array<Name, total + 4> keys{"at",
                                           "order",
                                           "status",
                                           "facts",
                                           "placed_at",
                                           "paid_at",
                                           "shipped_at",
                                           "cancel_requested_at",
                                           "claimed_sent_at",
                                           "tracking_asked_at",
                                           "tracking_given_at",
                                           "disputed_at",
                                           "closed_at",
                                           "refunded_at",
                                           "total",
                                           "payment_method",
                                           "complaint",
                                           "tracking"};

class Fields {
public:
  Fields(Asked& asked, Form form) : asked_(asked), form_(form) {}

  void read(object fields) {
    for (auto field : fields) {
      while (!field.key().value().unsafe_is_equal(keys[next_])) {
        if (++next_ == keys.size()) stop("a key that is not known, or out of order");
      }
      take(field.value());
    }
  }

private:
  void take(value field) {
    Order& facts_of = asked_.order;
    if (next_ >= first_event && next_ < total) {
      facts_of.*event_members[next_ - first_event] = time_of(field, form_);
      return;
    }
    switch (next_) {
      case at:
        asked_.at = time_of(field, form_);
        return;
      case order:
      case facts:
        return read(field.get_object().value());
      case status:
        facts_of.status = named<hand_written::Status>(status_names, field.get_string().value());
        return;
      case total:
        facts_of.total = form_ == Form::micros ? field.get_int64().value() : cents_of(field.get_string().value());
        return;
      case total + 2:
        facts_of.complaint = field.get_bool().value();
        return;
      case total + 3:
        facts_of.tracking = named<hand_written::Tracking>(tracking_names, field.get_string().value());
        return;
      default:
        return;
    }
  }

  Asked& asked_;
  Form form_;
  std::size_t next_ = 0;
};

}  // namespace

Lines::Lines(const std::string& path, std::size_t count) : text_(read_file(path)) {
  const std::size_t size = text_.size();
  text_.append(simdjson::SIMDJSON_PADDING, '\0');
  const std::string_view text(text_.data(), size);
  for (std::size_t start = 0; start < size && lines_.size() < count;) {
    const std::size_t end = text.find('\n', start);
    lines_.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  if (lines_.size() < count) stop(fmt::format("`{}` has fewer than {} lines", path, count));
}

Asked LineReader::read(std::string_view line, Form form) {
  Asked asked;
  const simdjson::padded_string_view padded(line, line.size() + simdjson::SIMDJSON_PADDING);
  auto document = parser_.iterate(padded);
  Fields(asked, form).read(document.get_object().value());
  return asked;
}

}  // namespace peers
