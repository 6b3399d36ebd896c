#include "benchmarks/order_lines/by_hand.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstring>
#include <utility>

#include "benchmarks/peers/common/names.hpp"

namespace order_lines {
namespace {

using hand_written::Answer;
using hand_written::Duty;
using hand_written::never;
using hand_written::Order;
using hand_written::Status;
using simdjson::ondemand::object;
using simdjson::ondemand::value;

// ── Reading
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Two digits, or something negative.
int pair(const char* text) {
  const auto tens = static_cast<unsigned char>(text[0] - '0');
  const auto ones = static_cast<unsigned char>(text[1] - '0');
  return tens > 9 || ones > 9 ? -10'000 : tens * 10 + ones;
}

bool has_separators(const char* text) {
  return text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[13] == ':' && text[16] == ':';
}

/// `2026-03-01T10:00:00.5Z`, with as many decimals as there are to the microsecond; `text` has room behind it.
std::optional<std::int64_t> time_of(const char* text) {
  using namespace std::chrono;
  const int year_number = pair(text) * 100 + pair(text + 2);
  const int hour = pair(text + 11);
  const int minute = pair(text + 14);
  const int second = pair(text + 17);
  const year_month_day date{year{year_number}, month{static_cast<unsigned>(pair(text + 5))},
                            day{static_cast<unsigned>(pair(text + 8))}};
  if (!has_separators(text) || year_number < 1 || !date.ok() || hour < 0 || hour > 23 || minute < 0 || minute > 59 ||
      second < 0 || second > 59)
    return std::nullopt;
  std::int64_t micros = sys_days{date}.time_since_epoch().count();
  micros = ((micros * 24 + hour) * 60 + minute) * 60 + second;
  micros *= 1'000'000;
  text += 19;
  if (*text == '.') {
    const char* const first = ++text;
    for (std::int64_t place = 100'000; *text >= '0' && *text <= '9'; ++text, place /= 10)
      micros += (*text - '0') * place;
    if (text == first) return std::nullopt;
  }
  return text[0] == 'Z' && text[1] == '"' ? std::optional(micros) : std::nullopt;
}

/// `59.90 USD`, up to 10^15 cents.
std::optional<std::int64_t> cents_of(const char* text) {
  std::int64_t cents = 0;
  const char* const first = text;
  for (; *text >= '0' && *text <= '9'; ++text) cents = cents * 10 + (*text - '0');
  if (text == first || text - first > 13) return std::nullopt;
  int decimals = 0;
  if (*text == '.') {
    for (++text; *text >= '0' && *text <= '9' && decimals < 2; ++text, ++decimals) cents = cents * 10 + (*text - '0');
    if (decimals == 0) return std::nullopt;
  }
  for (; decimals < 2; ++decimals) cents *= 10;
  return std::memcmp(text, " USD\"", 5) == 0 ? std::optional(cents) : std::nullopt;
}

template <class Named, std::size_t size>
bool named(const std::array<peers::Name, size>& names, value& field, Named& read) {
  simdjson::ondemand::raw_json_string text;
  if (field.get_raw_json_string().get(text) != simdjson::SUCCESS) return false;
  for (std::size_t i = 0; i < size; ++i) {
    if (!text.unsafe_is_equal(names[i])) continue;
    read = static_cast<Named>(i);
    return true;
  }
  return false;
}

/// The keys in the order in which they are mostly written; the ten events begin at 0.
enum Key : std::size_t { total = peers::event_names.size(), payment_method, complaint, tracking, key_count };
constexpr std::array<peers::Name, key_count> keys{
    "placed_at",         "paid_at",     "shipped_at", "cancel_requested_at", "claimed_sent_at", "tracking_asked_at",
    "tracking_given_at", "disputed_at", "closed_at",  "refunded_at",         "total",           "payment_method",
    "complaint",         "tracking"};

class Facts {
public:
  explicit Facts(Order& order) : order_(order) {}

  bool read(object facts) {
    for (auto member : facts) {
      simdjson::ondemand::field field;
      if (std::move(member).get(field) != simdjson::SUCCESS || !find(field.key()) || !take(field.value())) return false;
    }
    // The method is a text that no rule looks at, but the host counts on it.
    return (told_ >> total & 1U) != 0 && (told_ >> payment_method & 1U) != 0;
  }

private:
  /// From behind the last key on.
  bool find(simdjson::ondemand::raw_json_string key) {
    for (std::size_t tried = 0; tried < keys.size(); ++tried, ++next_) {
      if (next_ == keys.size()) next_ = 0;
      if (!key.unsafe_is_equal(keys[next_])) continue;
      told_ |= 1U << next_;
      return true;
    }
    return false;
  }
  bool take(value field) {
    const std::size_t key = next_++;
    if (key < peers::event_members.size()) return store(field, time_of, order_.*peers::event_members[key]);
    switch (key) {
      case total:
        return store(field, cents_of, order_.total);
      case complaint:
        return field.get_bool().get(order_.complaint) == simdjson::SUCCESS;
      case tracking:
        return named(peers::tracking_names, field, order_.tracking);
      default: {
        simdjson::ondemand::raw_json_string text;
        return field.get_raw_json_string().get(text) == simdjson::SUCCESS;
      }
    }
  }
  template <class Parse>
  bool store(value& field, const Parse& parse, std::int64_t& to) {
    simdjson::ondemand::raw_json_string text;
    if (field.get_raw_json_string().get(text) != simdjson::SUCCESS) return false;
    const auto number = parse(text.raw());
    to = number.value_or(never);
    return number.has_value();
  }

  Order& order_;
  std::size_t next_ = 0;
  unsigned told_ = 0;
};

/// What an order in the status must have gone through.
bool is_whole(const Order& order) {
  switch (order.status) {
    case Status::awaiting_payment:
      return order.placed_at != never;
    case Status::cancellation_requested:
      return order.cancel_requested_at != never;
    case Status::shipped:
      return order.shipped_at != never;
    case Status::disputed:
      return order.disputed_at != never;
    case Status::closed:
      return order.closed_at != never;
    default:
      return true;
  }
}

}  // namespace

std::optional<Read> read_order(object order) {
  Read read;
  for (auto member : order) {
    simdjson::ondemand::field field;
    if (std::move(member).get(field) != simdjson::SUCCESS) return std::nullopt;
    value part = field.value();
    bool good = false;
    if (field.key().unsafe_is_equal("facts")) {
      object facts;
      good = part.get_object().get(facts) == simdjson::SUCCESS && Facts(read.order).read(facts);
    } else if (field.key().unsafe_is_equal("status")) {
      good = named(peers::status_names, part, read.order.status);
    } else if (field.key().unsafe_is_equal("id")) {
      read.id = part.raw_json_token();
      good = read.id.front() == '"' && part.get_raw_json_string().error() == simdjson::SUCCESS;
    }
    if (!good) return std::nullopt;
  }
  return is_whole(read.order) ? std::optional(read) : std::nullopt;
}

// ── Writing
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

constexpr std::array<peers::Name, 6> statuses{
    R"("awaiting_payment")", R"("awaiting_shipment")", R"("cancellation_requested")",
    R"("shipped")",          R"("disputed")",          R"("closed")"};
constexpr std::array<peers::Name, 5> states{"", "pending", "overdue", "met", "met_late"};
constexpr std::array<peers::Name, 4> duty_names{R"({"rule":"payment","state":")", R"({"rule":"answer","state":")",
                                                R"({"rule":"proof","state":")", R"({"rule":"money_back","state":")"};

/// In the order in which the policy's text names them.
constexpr std::array<std::pair<std::uint16_t, peers::Name>, 12> permissions{{
    {hand_written::buyer_pays, R"(["buyer","pay"],)"},
    {hand_written::seller_writes, R"(["seller","message_buyer"],)"},
    {hand_written::seller_ships, R"(["seller","ship"],)"},
    {hand_written::buyer_requests_cancellation, R"(["buyer","request_cancellation"],)"},
    {hand_written::seller_confirms, R"(["seller","confirm"],)"},
    {hand_written::seller_claims_sent, R"(["seller","claim_sent"],)"},
    {hand_written::buyer_asks_tracking, R"(["buyer","ask_tracking"],)"},
    {hand_written::seller_gives_tracking, R"(["seller","give_tracking"],)"},
    {hand_written::buyer_opens_dispute, R"(["buyer","open_dispute"],)"},
    {hand_written::platform_accepts_tracking, R"(["platform","accept_tracking"],)"},
    {hand_written::buyer_adds_to_cart, R"(["buyer","readd_to_cart"],)"},
    {hand_written::platform_refunds, R"(["platform","refund"],)"},
}};

/// `00` to `99`.
constexpr std::array<char, 200> pairs = [] {
  std::array<char, 200> digits{};
  for (std::size_t i = 0; i < 100; ++i) {
    digits[2 * i] = static_cast<char>('0' + i / 10);
    digits[2 * i + 1] = static_cast<char>('0' + i % 10);
  }
  return digits;
}();

class Pen {
public:
  explicit Pen(char* out) : out_(out) {}

  [[nodiscard]] char* place() const { return out_; }
  void step_back() { --out_; }

  void put(std::string_view text) {
    std::memcpy(out_, text.data(), text.size());
    out_ += text.size();
  }
  void put_char(char c) { *out_++ = c; }
  void put_pair(std::uint32_t number) {
    std::memcpy(out_, pairs.data() + std::size_t{2} * number, 2);
    out_ += 2;
  }
  void put_time(std::int64_t micros) {
    using namespace std::chrono;
    const sys_time<microseconds> time{microseconds{micros}};
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const auto of_day = static_cast<std::uint64_t>((time - day).count());
    const auto seconds = static_cast<std::uint32_t>(of_day / 1'000'000);
    const auto year = static_cast<std::uint32_t>(int{date.year()});
    put_pair(year / 100);
    put_pair(year % 100);
    put_char('-');
    put_pair(unsigned{date.month()});
    put_char('-');
    put_pair(unsigned{date.day()});
    put_char('T');
    put_pair(seconds / 3600);
    put_char(':');
    put_pair(seconds / 60 % 60);
    put_char(':');
    put_pair(seconds % 60);
    put_fraction(static_cast<std::uint32_t>(of_day % 1'000'000));
    put_char('Z');
  }
  void put_cents(std::int64_t cents) {
    out_ = std::to_chars(out_, out_ + 20, cents / 100).ptr;
    put_char('.');
    put_pair(static_cast<std::uint32_t>(cents % 100));
  }

private:
  void put_fraction(std::uint32_t micros) {
    if (micros == 0) return;
    put_char('.');
    put_pair(micros / 10'000);
    put_pair(micros / 100 % 100);
    put_pair(micros % 100);
    while (out_[-1] == '0') --out_;
  }

  char* out_;
};

void put_duty(Pen& pen, peers::Name begin, Duty state, std::int64_t due, std::int64_t refund) {
  pen.put(begin);
  pen.put(states[static_cast<std::size_t>(state)]);
  pen.put(R"(","due":")");
  pen.put_time(due);
  if (refund != 0) {
    pen.put(R"(","amount":")");
    pen.put_cents(refund);
    pen.put(R"( USD"},)");
  } else {
    pen.put("\"},");
  }
}

peers::Name duty_name(Status status) {
  return duty_names[status == Status::awaiting_payment ? 0 : status == Status::cancellation_requested ? 1 : 3];
}

/// Ends a list whose every part ends with a comma.
void close_list(Pen& pen, bool empty) {
  if (!empty) pen.step_back();
  pen.put_char(']');
}

}  // namespace

std::string_view BriefLine::write(const Read& read, std::int64_t at, const Answer& answer) {
  if (read.id.size() > text_.size() / 2) return {};
  Pen pen(text_.data());
  pen.put_char('{');
  if (!read.id.empty()) {
    pen.put(R"("id":)");
    pen.put(read.id);
    pen.put_char(',');
  }
  pen.put(R"("at":")");
  pen.put_time(at);
  pen.put(R"(","status":)");
  pen.put(statuses[static_cast<std::size_t>(answer.status)]);
  // By these rules the clock acts once at most: it closes the order.
  if (answer.status != read.order.status) pen.put(R"(,"settled":1)");
  pen.put(R"(,"allowed":[)");
  for (const auto& [bit, name] : permissions) {
    if ((answer.allowed & bit) != 0) pen.put(name);
  }
  close_list(pen, answer.allowed == 0);
  pen.put(R"(,"deadlines":[)");
  if (answer.duty != Duty::none) put_duty(pen, duty_name(answer.status), answer.duty, answer.due, answer.refund);
  if (answer.proof != Duty::none) put_duty(pen, duty_names[2], answer.proof, answer.proof_due, 0);
  close_list(pen, answer.duty == Duty::none && answer.proof == Duty::none);
  if (answer.valid_until != never) {
    pen.put(R"(,"valid_until":")");
    pen.put_time(answer.valid_until);
    pen.put_char('"');
  }
  pen.put_char('}');
  return {text_.data(), static_cast<std::size_t>(pen.place() - text_.data())};
}

}  // namespace order_lines
