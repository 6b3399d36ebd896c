#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/order.hpp"
#include "bywhen/policy.hpp"
#include "cli/order_decider.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

/// How the columns of a CSV file are to be read.
struct CsvOptions {
  /// `COLUMN=FACT`; the fact may be `status`, `id`, `as_of`, or empty for a column that is passed over.
  std::vector<std::string> map;
  /// Of times without an offset; empty: that of the policy.
  std::string zone;
  /// Of amounts without one; empty: each amount has its own.
  std::string currency;

  [[nodiscard]] bool empty() const { return map.empty() && zone.empty() && currency.empty(); }
};

/// What a file's columns mean, by its first row. Read by many threads.
class CsvColumns {
public:
  enum class Meaning { nothing, id, status, as_of, fact, unknown };
  struct Column {
    std::string name;
    Meaning meaning = Meaning::nothing;
    /// The first of the policies that declares the fact.
    std::size_t policy = 0;
    FactHandle fact{};
    std::string fact_name{};
    bool is_time = false;
    bool is_money = false;
  };

  /// Or a sentence on what is wrong with the options or with the first row.
  [[nodiscard]] static std::variant<CsvColumns, std::string> read(const Question& question, const CsvOptions& options,
                                                                  const std::vector<std::string_view>& names);

  [[nodiscard]] const std::vector<Column>& columns() const { return columns_; }
  /// The policy, or all of a set's, the newest first.
  [[nodiscard]] const std::vector<Policy>& policies() const { return policies_; }
  [[nodiscard]] const std::string& currency() const { return currency_; }
  /// A policy whose zone is that of times without an offset.
  [[nodiscard]] const Policy& clock() const { return clock_ ? *clock_ : policies_.front(); }
  [[nodiscard]] bool has_own_clock() const { return clock_.has_value(); }

private:
  CsvColumns() = default;
  [[nodiscard]] std::optional<std::string> choose_clock(const std::string& zone);
  [[nodiscard]] std::optional<std::string> choose_currency(const std::string& currency);
  /// False where there is no such fact.
  bool add(std::string_view name, std::string_view meaning);
  [[nodiscard]] bool find_fact(std::string_view fact, Column& column) const;
  [[nodiscard]] std::optional<std::string> find_unknown() const;
  [[nodiscard]] std::optional<std::string> told_twice() const;

  std::vector<Policy> policies_;
  std::optional<Policy> clock_;
  std::string currency_;
  std::vector<Column> columns_;
};

/// Makes orders of rows, and has them decided. For one thread at a time.
class CsvOrders {
public:
  CsvOrders(const Question& question, const CsvColumns& columns, OrderDecider& decider);

  /// As `OrderDecider::decide`; the row is packed.
  [[nodiscard]] Problems decide(std::string_view row, std::string& out);

private:
  void tell(const CsvColumns::Column& column, std::string_view cell, Problems& problems);
  [[nodiscard]] Problems tell_fact(const CsvColumns::Column& column, std::string_view cell);
  [[nodiscard]] std::variant<Instant, Problems> time_of(std::string_view cell) const;
  [[nodiscard]] std::string json() const;

  const Question& question_;
  const CsvColumns& columns_;
  OrderDecider& decider_;
  std::vector<std::string_view> fields_;
  /// One of each policy.
  std::vector<Order> orders_;
  std::string status_;
};

}  // namespace bywhen::cli
