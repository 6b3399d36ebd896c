#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "cli/line_reader.hpp"

namespace bywhen::cli {

/// The orders of a file, one after the other.
class OrderSource {
public:
  enum class Outcome {
    order,
    /// The item says in words what is wrong.
    bad,
    end,
    /// `errno` tells why.
    failed,
  };

  OrderSource() = default;
  OrderSource(const OrderSource&) = delete;
  OrderSource& operator=(const OrderSource&) = delete;
  virtual ~OrderSource() = default;

  /// What an order's text is, its reader knows.
  [[nodiscard]] virtual Outcome next(std::string& item) = 0;
  /// The line on which the item begins that `next` gave, counted from 1.
  [[nodiscard]] virtual std::size_t number() const = 0;
  [[nodiscard]] virtual std::uint64_t bytes_read() const = 0;
};

/// Orders in JSON, one a line. Empty lines are passed over.
class LineSource : public OrderSource {
public:
  explicit LineSource(LineReader lines) : lines_(std::move(lines)) {}

  [[nodiscard]] Outcome next(std::string& item) override;
  [[nodiscard]] std::size_t number() const override { return lines_.number(); }
  [[nodiscard]] std::uint64_t bytes_read() const override { return lines_.bytes_read(); }

private:
  LineReader lines_;
};

}  // namespace bywhen::cli
