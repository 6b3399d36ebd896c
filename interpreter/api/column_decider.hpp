#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "bywhen/batch.hpp"
#include "bywhen/evaluator.hpp"
#include "interpreter/api/access.hpp"
#include "interpreter/kernel/block.hpp"

namespace bywhen {

/// Columns that are in order, as the kernel reads them.
struct PreparedColumns {
  std::vector<kernel::FactWords> facts;
  /// What choices' words stand for, a list for each of them.
  std::vector<std::vector<std::int64_t>> meanings;
};

/// Decides blocks of columns, in memory of its own. For one thread at a time.
class ColumnDecider {
public:
  explicit ColumnDecider(Policy policy)
      : compiled_(PolicyAccess::compiled(policy)), block_(*compiled_->kernel), evaluator_(std::move(policy)) {}

  /// Decides the orders from one place to before another, whole blocks from the first on.
  void decide(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t from, std::size_t to,
              ColumnAnswers& answers);
  /// Those that it refused since it was last asked.
  [[nodiscard]] std::vector<RefusedOrder> take_refused() { return std::exchange(refused_, {}); }

private:
  void decide_block(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t first, std::size_t to,
                    ColumnAnswers& answers);
  void decide_alone(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t place,
                    ColumnAnswers& answers);
  void spread(std::size_t first, std::size_t count, ColumnAnswers& answers) const;
  void write(const CompactAnswer& answer, std::size_t place, ColumnAnswers& answers) const;
  [[nodiscard]] Problems read(const OrderColumns& orders, const PreparedColumns& prepared, std::size_t place,
                              OrderState& order) const;

  std::shared_ptr<const Policy::Compiled> compiled_;
  kernel::BlockKernel block_;
  Evaluator evaluator_;
  std::vector<kernel::Answers::DutyColumn> duties_;
  /// Of a policy with more permissions than a word has bits: a block's bits, in each status its own.
  std::array<std::uint64_t, kernel::BlockKernel::most> allowed_{};
  std::array<std::uint64_t, kernel::BlockKernel::most> open_{};
  std::vector<RefusedOrder> refused_;
};

}  // namespace bywhen
