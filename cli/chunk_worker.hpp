#pragma once

#include <optional>
#include <string_view>

#include "bywhen/order.hpp"
#include "cli/chunk.hpp"
#include "cli/csv_orders.hpp"
#include "cli/order_decider.hpp"
#include "cli/subject.hpp"

namespace bywhen::cli {

/// Decides the orders of chunks. For one thread at a time.
class ChunkWorker {
public:
  /// With `columns` the orders are rows of CSV.
  ChunkWorker(const Question& question, Output output, const std::optional<CsvColumns>& columns, bool colour);
  ChunkWorker(const ChunkWorker&) = delete;
  ChunkWorker& operator=(const ChunkWorker&) = delete;
  ~ChunkWorker() = default;

  void work(Chunk& chunk);

private:
  void work_on_lines(Chunk& chunk);
  void work_on_line(std::string_view line, Chunk& chunk);
  void work_on_rows(Chunk& chunk);
  void refuse(Chunk& chunk, std::size_t number, const Problems& problems) const;
  void refuse(Chunk& chunk, std::size_t number, std::string_view words) const;

  OrderDecider decider_;
  std::optional<CsvOrders> rows_;
  bool colour_;
};

}  // namespace bywhen::cli
