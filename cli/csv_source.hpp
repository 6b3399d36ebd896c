#pragma once

#include <csv.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/order_source.hpp"
#include "cli/read_file.hpp"

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
  /// As of `LineReader`. No row is longer than that, in bytes.
  CsvSource(Descriptor input, std::size_t longest, std::function<bool()> before_waiting);
  ~CsvSource() override;

  [[nodiscard]] Outcome next(std::string& item) override;
  [[nodiscard]] std::size_t number() const override { return number_; }
  [[nodiscard]] std::uint64_t bytes_read() const override { return bytes_read_; }

private:
  struct Row {
    std::size_t number = 0;
    bool bad = false;
    std::string text;
  };
  static void on_field(void* field, std::size_t size, void* self);
  static void on_row(int end, void* self);
  void field(std::string_view text);
  void row(int end);

  void begin_parser();
  /// Asks for more; false where there is no more, or it fails.
  bool fill();
  void parse(std::string_view bytes);
  /// Passes over the rest of a bad row's line; what is behind it.
  std::string_view behind_line(std::string_view bytes);
  void bad_row(std::string why);
  void end();

  Descriptor input_;
  std::size_t longest_;
  std::function<bool()> before_waiting_;
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
  int error_ = 0;
  std::size_t rows_begun_ = 0;
  std::size_t number_ = 0;
  std::uint64_t bytes_read_ = 0;
};

}  // namespace bywhen::cli
