#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/export.hpp"

namespace bywhen {

/// A half-open range of bytes `[begin, end)` in one source of a `Sources`.
struct Span {
  std::uint32_t source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  friend bool operator==(const Span&, const Span&) = default;
};

/// The smallest span that holds both; they must lie in one source.
[[nodiscard]] BYWHEN_API Span join(Span first, Span last);

/// A place as people count it: lines and columns from 1, a column being one Unicode code point.
struct Position {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// One named text. Offsets into it are those of `text()`, which has no byte order mark.
class BYWHEN_API Source {
public:
  Source(std::string name, std::string text);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::string_view text() const { return original().substr(begin_); }
  /// The text as it was given, byte order mark and all: what a digest is taken of.
  [[nodiscard]] std::string_view original() const { return original_; }
  /// Offsets past the end count as the end.
  [[nodiscard]] Position position(std::size_t offset) const;
  /// Lines count from 1; the text of the line without its line end (LF, CR LF or CR).
  [[nodiscard]] std::string_view line(std::size_t number) const;
  [[nodiscard]] std::size_t line_count() const { return line_starts_.size(); }

private:
  std::string name_;
  std::string original_;
  /// How long the byte order mark is.
  std::size_t begin_;
  std::vector<std::uint32_t> line_starts_;
};

/// The texts that spans point into; a span's `source` is an index. Copies share the texts, which never change.
class BYWHEN_API Sources {
public:
  /// Returns the new source's index. Texts must be shorter than 4 GiB.
  std::uint32_t add(std::string name, std::string text);

  [[nodiscard]] const Source& operator[](std::uint32_t index) const { return *sources_[index]; }
  [[nodiscard]] std::size_t size() const { return sources_.size(); }
  [[nodiscard]] std::string_view text(Span span) const;
  [[nodiscard]] Position position(Span span) const;

private:
  std::vector<std::shared_ptr<const Source>> sources_;
};

}  // namespace bywhen
