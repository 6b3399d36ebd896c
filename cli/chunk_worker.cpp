#include "cli/chunk_worker.hpp"

#include <fmt/format.h>

#include <string>

#include "cli/line_stream.hpp"

namespace bywhen::cli {
namespace {

bool is_empty(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

}  // namespace

ChunkWorker::ChunkWorker(const Question& question, Output output, const std::optional<CsvColumns>& columns, bool colour)
    : decider_(question, output), colour_(colour) {
  if (columns) rows_.emplace(question, *columns, decider_);
}

void ChunkWorker::work(Chunk& chunk) {
  if (rows_) {
    work_on_rows(chunk);
  } else {
    work_on_lines(chunk);
  }
}

void ChunkWorker::work_on_lines(Chunk& chunk) {
  for (std::string_view rest = chunk.text; !rest.empty();) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    ++chunk.lines;
    work_on_line(line, chunk);
    rest.remove_prefix(line.size() < rest.size() ? line.size() + 1 : line.size());
  }
}

void ChunkWorker::work_on_line(std::string_view line, Chunk& chunk) {
  if (is_empty(line)) return;
  ++chunk.orders;
  if (line.size() > longest_order_line) {
    refuse(chunk, chunk.lines, fmt::format("the line is longer than {} MiB", longest_order_line >> 20U));
  } else {
    refuse(chunk, chunk.lines, decider_.decide(line, chunk.out));
  }
}

void ChunkWorker::work_on_rows(Chunk& chunk) {
  std::size_t begin = 0;
  for (const Chunk::Row& row : chunk.rows) {
    const std::string_view text = chunk.text.substr(begin, row.end - begin);
    begin = row.end;
    ++chunk.orders;
    if (row.bad) {
      refuse(chunk, row.number, text);
    } else {
      refuse(chunk, row.number, rows_->decide(text, chunk.out));
    }
  }
}

void ChunkWorker::refuse(Chunk& chunk, std::size_t number, const Problems& problems) const {
  if (problems.empty()) return;
  ++chunk.refused;
  for (const Problem& problem : problems) {
    const std::string code = fmt::format("[{}]", problem.code);
    chunk.complaints.push_back({chunk.out.size(), number, complaint_words(code, problem_words(problem), colour_)});
  }
}

void ChunkWorker::refuse(Chunk& chunk, std::size_t number, std::string_view words) const {
  ++chunk.refused;
  chunk.complaints.push_back({chunk.out.size(), number, complaint_words("", words, colour_)});
}

}  // namespace bywhen::cli
