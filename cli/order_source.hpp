#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "cli/chunk.hpp"
#include "cli/order_input.hpp"

namespace bywhen::cli {

/// A chunk of so many bytes is handed on even though more input has come: handing on costs little beside deciding it,
/// and what is read and said of it stays in a processor's second cache.
inline constexpr std::size_t full_chunk = std::size_t{256} << 10U;
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// The orders of a file, chunk after chunk.
class OrderSource {
public:
  explicit OrderSource(OrderInput input) : input_(std::move(input)) {}
  OrderSource(const OrderSource&) = delete;
  OrderSource& operator=(const OrderSource&) = delete;
  virtual ~OrderSource() = default;

  /// Fills an empty chunk; false where there is nothing more. It does not wait for input while the chunk has a whole
  /// order, so that no answer waits for the next order.
  [[nodiscard]] virtual bool fill(Chunk& chunk) = 0;
  /// What `errno` was where reading failed, else 0.
  [[nodiscard]] int error() const { return input_.error(); }

protected:
  OrderInput& input() { return input_; }

private:
  OrderInput input_;
};

/// Lines, as they come; who works on them tells them apart. A line that is longer than `longest` is cut off one byte
/// later.
class LineSource : public OrderSource {
public:
  LineSource(OrderInput input, std::size_t longest) : OrderSource(std::move(input)), longest_(longest) {}

  [[nodiscard]] bool fill(Chunk& chunk) override;

private:
  [[nodiscard]] std::size_t begin(Chunk& chunk);
  void make_room(std::string& room, std::size_t size) const;
  [[nodiscard]] bool cut(Chunk& chunk, std::size_t size, std::size_t end);
  [[nodiscard]] bool cut_off(Chunk& chunk);

  std::size_t longest_;
  /// What the next chunk begins with.
  std::string rest_;
  bool begun_ = false;
  bool ended_ = false;
};

}  // namespace bywhen::cli
