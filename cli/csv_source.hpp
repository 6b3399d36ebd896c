#pragma once

#include <csv.h>

#include <cstddef>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/order_source.hpp"

namespace bywhen::cli {

/// The fields of a row in one text: each behind its length.
void pack_field(std::string& row, std::string_view field);
/// They point into the row.
void unpack_fields(std::string_view row, std::vector<std::string_view>& fields);

/// The rows of a CSV file as RFC 4180 has it, packed: lines end as on any system, quoted fields may hold line ends and
/// quotes, blanks around a field that is not quoted are left out, a byte order mark is passed over, rows without a
/// field too. Rows are counted as spreadsheets do it: each once, however many lines it has, the empty ones too. A row
/// that is no CSV is bad, and goes on to the end of its line.
class CsvSource : public OrderSource {
public:
  struct Row {
    std::size_t number = 0;
    /// The text says in words what is wrong.
    bool bad = false;
    std::string text;
  };

  /// No row is longer than that, in bytes.
  CsvSource(OrderInput input, std::size_t longest);
  ~CsvSource() override;

  /// The next row, or nothing at the end: the first one names the columns.
  [[nodiscard]] std::optional<Row> next();
  [[nodiscard]] bool fill(Chunk& chunk) override;

private:
  static void on_field(void* field, std::size_t size, void* self);
  static void on_row(int end, void* self);
  void field(std::string_view text);
  void row(int end);

  void begin_parser();
  /// Asks for more once, and parses it.
  void read_on();
  void parse(std::string_view bytes);
  /// Passes over the rest of a bad row's line; what is behind it.
  std::string_view behind_line(std::string_view bytes);
  void bad_row(std::string why);
  void end();

  std::size_t longest_;
  csv_parser parser_{};
  std::string buffer_;
  std::deque<Row> rows_;
  std::string current_;
  bool has_fields_ = false;
  bool too_long_ = false;
  bool skipping_ = false;
  bool ended_ = false;
  bool begun_ = false;
  int last_end_ = 0;
  std::size_t rows_begun_ = 0;
};

}  // namespace bywhen::cli
