#include "cli/csv_source.hpp"

#include <fmt/format.h>

#include <cstring>
#include <new>
#include <utility>

namespace bywhen::cli {

namespace {

constexpr std::size_t buffer_size = std::size_t{64} << 10U;

/// A field that is longer than any row is one whose quote was forgotten.
void* grow(void* memory, std::size_t size) {
  return size > (std::size_t{32} << 20U) ? nullptr : std::realloc(memory, size);  // NOLINT: libcsv frees it
}

}  // namespace

void pack_field(std::string& row, std::string_view field) {
  const auto size = static_cast<std::uint32_t>(field.size());
  row.append(reinterpret_cast<const char*>(&size), sizeof size);
  row.append(field);
}

void unpack_fields(std::string_view row, std::vector<std::string_view>& fields) {
  fields.clear();
  while (!row.empty()) {
    std::uint32_t size = 0;
    std::memcpy(&size, row.data(), sizeof size);
    fields.push_back(row.substr(sizeof size, size));
    row.remove_prefix(sizeof size + size);
  }
}

CsvSource::CsvSource(OrderInput input, std::size_t longest)
    : OrderSource(std::move(input)), longest_(longest), buffer_(buffer_size, '\0') {
  begin_parser();
}

CsvSource::~CsvSource() { csv_free(&parser_); }

void CsvSource::begin_parser() {
  csv_free(&parser_);
  if (csv_init(&parser_, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0) throw std::bad_alloc();
  csv_set_realloc_func(&parser_, grow);
  csv_set_blk_size(&parser_, std::size_t{16} << 10U);
}

std::optional<CsvSource::Row> CsvSource::next() {
  while (rows_.empty() && !ended_) read_on();
  if (rows_.empty()) return std::nullopt;
  Row row = std::move(rows_.front());
  rows_.pop_front();
  return row;
}

bool CsvSource::fill(Chunk& chunk) {
  chunk.room.clear();
  while (chunk.room.size() < full_chunk) {
    if (rows_.empty() && (ended_ || (!chunk.rows.empty() && !input().is_ready()))) break;
    if (rows_.empty()) {
      read_on();
      continue;
    }
    const Row& row = rows_.front();
    chunk.room += row.text;
    chunk.rows.push_back({row.number, chunk.room.size(), row.bad});
    rows_.pop_front();
  }
  chunk.text = chunk.room;
  chunk.bytes_read = input().bytes_read();
  return !chunk.rows.empty();
}

void CsvSource::read_on() {
  std::size_t size = 0;
  std::size_t got = 0;
  // A byte order mark may come in pieces.
  do {
    got = input().read(buffer_.data() + size, buffer_.size() - size);
    size += got;
  } while (got > 0 && !begun_ && size < byte_order_mark.size());
  std::string_view bytes = std::string_view(buffer_).substr(0, size);
  if (!std::exchange(begun_, true) && bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  parse(bytes);
  if (got == 0) end();
}

void CsvSource::parse(std::string_view bytes) {
  if (skipping_) bytes = behind_line(bytes);
  while (!bytes.empty()) {
    const std::size_t done = csv_parse(&parser_, bytes.data(), bytes.size(), on_field, on_row, this);
    if (done == bytes.size()) return;
    const int error = csv_error(&parser_);
    if (error != CSV_EPARSE) {
      bad_row(fmt::format("a field is longer than {} MiB: perhaps a quote is missing", longest_ >> 20U));
    } else {
      bad_row("a quote stands where none may: write the field in quotes, and each quote in it twice");
    }
    begin_parser();
    bytes = behind_line(bytes.substr(done));
  }
}

std::string_view CsvSource::behind_line(std::string_view bytes) {
  const auto stop = bytes.find('\n');
  skipping_ = stop == std::string_view::npos;
  return skipping_ ? std::string_view() : bytes.substr(stop + 1);
}

void CsvSource::bad_row(std::string why) {
  rows_.push_back({++rows_begun_, true, std::move(why)});
  current_.clear();
  has_fields_ = too_long_ = false;
  last_end_ = 0;
}

void CsvSource::end() {
  ended_ = true;
  if (error() != 0 || skipping_) return;
  if (csv_fini(&parser_, on_field, on_row, this) != 0)
    bad_row("the file ends within quotes: the last quote is missing");
}

void CsvSource::on_field(void* field, std::size_t size, void* self) {
  static_cast<CsvSource*>(self)->field({static_cast<const char*>(field), size});
}
void CsvSource::on_row(int end, void* self) { static_cast<CsvSource*>(self)->row(end); }

void CsvSource::field(std::string_view text) {
  has_fields_ = true;
  too_long_ = too_long_ || current_.size() + text.size() > longest_;
  if (too_long_) {
    current_.clear();
  } else {
    pack_field(current_, text);
  }
}

/// A line end of two characters is told twice, the second time without fields.
void CsvSource::row(int end) {
  const int before = std::exchange(last_end_, end);
  if (!has_fields_ && before == CSV_CR && end == CSV_LF) {
    last_end_ = 0;
    return;
  }
  ++rows_begun_;
  if (!has_fields_) return;
  std::string why = too_long_ ? fmt::format("the row is longer than {} MiB", longest_ >> 20U) : "";
  rows_.push_back({rows_begun_, too_long_, too_long_ ? std::move(why) : std::exchange(current_, {})});
  current_.clear();
  has_fields_ = too_long_ = false;
}

}  // namespace bywhen::cli
