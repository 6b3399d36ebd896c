#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/token.hpp"

namespace bywhen::grammar {

/// After so many mistakes reading stops and the rest is left out: nobody reads on, and garbage of any size stays cheap.
inline constexpr std::size_t max_mistakes = 100;
/// How deep parentheses and anchors may nest. Far above what a person can read (sentences are flat), far below what the
/// stack holds.
inline constexpr std::size_t max_nesting = 64;
/// How far ahead a list of names is looked through to tell a unit from the beginning of the next sentence.
inline constexpr std::size_t max_lookahead = 16;

/// Where the grammar is: it decides what may follow a number.
enum class Part { sentence, phrase, row_condition, value_after_condition, value_after_cells };

/// The tokens of one source while its sentences are read, and the mistakes found so far.
class Reader {
public:
  Reader(const Sources& sources, std::uint32_t source, const std::vector<Token>& tokens);

  /// One character a token, its kind: what the sentence grammar runs over. Without the end token.
  [[nodiscard]] std::string_view kinds() const { return kinds_; }
  [[nodiscard]] std::size_t end() const { return kinds_.size(); }
  [[nodiscard]] const Token& token(std::size_t index) const { return tokens_[index < end() ? index : end()]; }
  [[nodiscard]] Kind kind(std::size_t index) const { return token(index).kind; }
  [[nodiscard]] std::string_view text(std::size_t index) const { return text(span(index)); }
  [[nodiscard]] Span span(std::size_t index) const;
  /// The span of the tokens `[begin, end)`; of none, the place before the token `begin`.
  [[nodiscard]] Span span(std::size_t begin, std::size_t end) const;
  [[nodiscard]] std::string_view text(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  /// Reports that the grammar met the token `index` where it wanted what `message` says; `start` is where the sentence
  /// began.
  void unexpected(std::size_t start, std::size_t index, std::string_view message);
  Diagnostic& report(std::string_view code, std::string message, Span span);
  /// The tokens `[begin, end)` are left out because of a mistake.
  void leave_out(std::size_t begin, std::size_t end) { left_out_.push_back(span(begin, end)); }
  [[nodiscard]] bool gave_up() const { return mistakes_ >= max_mistakes; }
  [[nodiscard]] Diagnostics take_diagnostics() { return std::move(diagnostics_); }
  [[nodiscard]] std::vector<Span> take_left_out() { return std::move(left_out_); }

  Part part = Part::sentence;

private:
  std::string_view text_;
  std::uint32_t source_;
  const std::vector<Token>& tokens_;
  std::string kinds_;
  Diagnostics diagnostics_;
  std::vector<Span> left_out_;
  std::size_t mistakes_ = 0;
};

/// The mistake of meeting the token `index` where the grammar wanted `message`: its first line says what was wanted,
/// its second, if any, helps. Nothing if the token was already reported as broken.
[[nodiscard]] std::optional<Diagnostic> explain_unexpected(const Reader& reader, std::size_t start, std::size_t index,
                                                           std::string_view message);

// ── Looking ahead ────────────────────────────────────────────────────────────────────────────────

/// A declaration begins here: its word at the beginning of a line, with what belongs after it.
[[nodiscard]] bool declaration_stands_at(const Reader& reader, std::size_t index);
/// The same, without indentation: inside of a block it means that the block was not closed.
[[nodiscard]] bool outer_declaration_stands_at(const Reader& reader, std::size_t index);
/// A line that was meant as a declaration: its first word is nearly one that begins one.
[[nodiscard]] bool nearly_declaration_stands_at(const Reader& reader, std::size_t index);
/// A rule or a scenario's `ACTOR does` begins here.
[[nodiscard]] bool sentence_stands_at(const Reader& reader, std::size_t index);
/// A rule begins here, or a line that was meant as one: `buyer can pay`.
[[nodiscard]] bool rule_stands_at(const Reader& reader, std::size_t index);
/// A scenario's step begins here.
[[nodiscard]] bool step_stands_at(const Reader& reader, std::size_t index);
/// The name here is the unit of the number before it, not the beginning of what follows.
[[nodiscard]] bool unit_stands_at(const Reader& reader, std::size_t index);
/// The name here is the count of a unit after it: `processing_days business days`.
[[nodiscard]] bool counting_name_stands_at(const Reader& reader, std::size_t index);
/// `times` stands between two values here, and is no name that begins the next sentence.
[[nodiscard]] bool times_stands_at(const Reader& reader, std::size_t index);
/// In the value of a row: the number here begins the next row, and is not one more part of a duration, nor taken away.
[[nodiscard]] bool numbered_row_stands_at(const Reader& reader, std::size_t index);
/// An amount begins here, and not the next sentence.
[[nodiscard]] bool amount_stands_at(const Reader& reader, std::size_t index);
/// A value without `+`, `-` and bounds begins here that reads a member of records.
[[nodiscard]] bool gathering_stands_at(const Reader& reader, std::size_t index);
/// `all` or `any` begins a condition on records here.
[[nodiscard]] bool quantifier_stands_at(const Reader& reader, std::size_t index);

}  // namespace bywhen::grammar
