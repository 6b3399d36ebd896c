#include <fmt/format.h>

#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What is said of one order: the answer, or its problems.
struct Said {
  bywhen_outcome outcome;
  std::string json;
};

/// The policy and the instant of many orders.
class Batch {
public:
  Batch(const bywhen_policy* policy, const char* at, std::size_t at_length)
      : policy_(needed(policy, "the policy").policy),
        at_(value_of(read_time(policy_, text_of(at, at_length, "the time")))),
        reader_(policy_),
        order_(policy_),
        writer_(policy_) {}

  [[nodiscard]] Said decide(std::string_view json) {
    const Problems wrong = reader_.read(json, order_);
    if (!wrong.empty()) return {BYWHEN_REFUSED, render_json(wrong)};
    const auto answer = writer_.write(order_, at_);
    if (const auto* problems = std::get_if<Problems>(&answer)) return {BYWHEN_REFUSED, render_json(*problems)};
    return {BYWHEN_OK, std::string(std::get<std::string_view>(answer))};
  }

private:
  const Policy& policy_;
  Instant at_;
  OrderReader reader_;
  Order order_;
  AnswerWriter writer_;
};

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

/// Calls `take` with each line that is not empty, and its number.
template <typename Take>
void for_each_line(std::string_view text, Take take) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (!is_empty(line)) take(number, line);
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
}

/// A host's function for each order.
class Teller {
public:
  Teller(bywhen_each each, void* user) : each_(each), user_(user) {
    if (each == nullptr) fail(BYWHEN_MISUSE, "the function for each order is NULL");
  }
  void tell(std::size_t place, const Said& said) const {
    if (each_(user_, place, said.outcome, said.json.c_str(), said.json.size()) != 0) {
      fail(BYWHEN_STOPPED, "the batch was stopped by its caller");
    }
  }

private:
  bywhen_each each_;
  void* user_;
};

void put_line(std::string& out, std::size_t number, const Said& said) {
  if (said.outcome == BYWHEN_OK) {
    out += said.json;
  } else {
    out += fmt::format(R"({{"line":{},"problems":{}}})", number, said.json);
  }
  out += '\n';
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_decide_each_line(const bywhen_policy* policy, const char* lines, size_t lines_length,
                                       const char* at, size_t at_length, bywhen_each each, void* user,
                                       bywhen_error** error) {
  return guarded(error, [&] {
    Batch batch(policy, at, at_length);
    const Teller teller(each, user);
    for_each_line(bytes_of(lines, lines_length, "the orders"),
                  [&](std::size_t number, std::string_view line) { teller.tell(number, batch.decide(line)); });
  });
}

bywhen_outcome bywhen_decide_each(const bywhen_policy* policy, const char* const* orders, const size_t* lengths,
                                  size_t count, const char* at, size_t at_length, bywhen_each each, void* user,
                                  bywhen_error** error) {
  return guarded(error, [&] {
    Batch batch(policy, at, at_length);
    const Teller teller(each, user);
    if (count > 0) needed(orders, "the list of orders");
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t length = lengths == nullptr ? BYWHEN_TERMINATED : lengths[i];
      teller.tell(i, batch.decide(bytes_of(orders[i], length, fmt::format("the order at {}", i))));
    }
  });
}

bywhen_outcome bywhen_decide_lines(const bywhen_policy* policy, const char* lines, size_t lines_length, const char* at,
                                   size_t at_length, size_t* refused, bywhen_text** answers, bywhen_error** error) {
  std::size_t count = 0;
  const bywhen_outcome outcome = give_text(answers, error, [&] {
    Batch batch(policy, at, at_length);
    std::string out;
    for_each_line(bytes_of(lines, lines_length, "the orders"), [&](std::size_t number, std::string_view line) {
      const Said said = batch.decide(line);
      if (said.outcome != BYWHEN_OK) ++count;
      put_line(out, number, said);
    });
    return out;
  });
  if (refused != nullptr) *refused = outcome == BYWHEN_OK ? count : 0;
  return outcome;
}
