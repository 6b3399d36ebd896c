#include "tests/tables/oracle.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

namespace oracle {
namespace {

namespace fs = std::filesystem;

fs::path folder() {
  const char* named = std::getenv("BYWHEN_ORACLE");
  return named ? fs::path(named) : fs::path(BYWHEN_SOURCE_DIR) / ".." / "shared" / "oracle";
}

/// Splits a text into records of cells; quoted cells may hold commas, line ends and doubled quotes.
class Csv {
public:
  explicit Csv(std::string text) : text_(std::move(text)) {}

  std::vector<std::vector<std::string>> records() {
    while (at_ < text_.size()) step();
    if (!cell_.empty() || !record_.empty()) end_record();
    return std::move(records_);
  }

private:
  void step() {
    const char c = text_[at_++];
    if (quoted_) return step_quoted(c);
    if (c == '"' && cell_.empty()) {
      quoted_ = true;
    } else if (c == ',') {
      end_cell();
    } else if (c == '\n') {
      end_record();
    } else if (c != '\r') {
      cell_ += c;
    }
  }

  void step_quoted(char c) {
    if (c != '"') {
      cell_ += c;
    } else if (at_ < text_.size() && text_[at_] == '"') {
      cell_ += text_[at_++];
    } else {
      quoted_ = false;
    }
  }

  void end_cell() {
    record_.push_back(std::move(cell_));
    cell_.clear();
  }
  void end_record() {
    end_cell();
    records_.push_back(std::move(record_));
    record_.clear();
  }

  std::string text_;
  std::size_t at_ = 0;
  bool quoted_ = false;
  std::string cell_;
  std::vector<std::string> record_;
  std::vector<std::vector<std::string>> records_;
};

std::string describe(const Row& row) {
  std::string text;
  for (const auto& [name, cell] : row) text += (text.empty() ? "" : " | ") + name + ": " + cell;
  return text;
}

std::string list(const Groups& groups) {
  std::string text;
  for (const auto& [name, count] : groups) text += "\n  " + std::to_string(count) + ' ' + name;
  return text;
}

}  // namespace

std::optional<fs::path> find(const std::string& file) {
  const fs::path path = folder() / file;
  return fs::exists(path) ? std::optional(path) : std::nullopt;
}

std::optional<std::vector<Row>> read_rows(const std::string& file) {
  const auto path = find(file);
  if (!path) return std::nullopt;
  std::ifstream stream(*path, std::ios::binary);
  auto records = Csv({std::istreambuf_iterator<char>(stream), {}}).records();
  std::vector<Row> rows;
  for (std::size_t i = 1; i < records.size(); ++i) {
    Row row;
    for (std::size_t cell = 0; cell < records[i].size() && cell < records[0].size(); ++cell)
      row[records[0][cell]] = records[i][cell];
    rows.push_back(std::move(row));
  }
  return rows;
}

void for_each_row(const std::string& file, const std::function<bool(const Row&)>& test) {
  const auto rows = read_rows(file);
  if (!rows) {
    WARN("SKIPPED: " << file << " is not there");
    return;
  }
  std::size_t ran = 0;
  for (const Row& row : *rows) {
    INFO(describe(row));
    if (test(row)) ++ran;
  }
  WARN(file << ": " << ran << " of " << rows->size() << " rows ran, the conventions of the others are not ours");
  CHECK(ran > 0);
}

void check_groups(const std::string& file, const Groups& expected, const std::function<std::string(const Row&)>& test) {
  const auto rows = read_rows(file);
  if (!rows) {
    WARN("SKIPPED: " << file << " is not there");
    return;
  }
  Groups groups;
  for (const Row& row : *rows) {
    INFO(describe(row));
    ++groups[test(row)];
  }
  std::size_t asserted = 0;
  for (const auto& [name, count] : groups) asserted += begins(name, left_out) ? 0 : count;
  WARN(file << ": " << asserted << " of " << rows->size() << " rows are asserted" << list(groups));
  CHECK(list(groups) == list(expected));
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
bool begins(const std::string& text, const std::string& part) { return text.rfind(part, 0) == 0; }

}  // namespace oracle
