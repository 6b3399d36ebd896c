#pragma once

#include <string_view>

#include "bywhen/answer.hpp"
#include "interpreter/full/answer_texts.hpp"
#include "interpreter/machine/cell.hpp"
#include "interpreter/model.hpp"

/// Values of the machine's as an answer's JSON has them.
namespace bywhen::full {

/// As `to_scalar` says it; the cell must be known.
void put_value(TextBuffer& out, const Model& model, const AnswerTexts& texts, const machine::Cell& cell, Type type);
/// As `value_words` says it, as a string.
void put_words(TextBuffer& out, const Model& model, const AnswerTexts& texts, const machine::Cell& cell, Type type);
void put_scalar(TextBuffer& out, const Scalar& scalar);
void put_text(TextBuffer& out, std::string_view text);
/// As a string, as is all that follows.
void put_time(TextBuffer& out, Instant instant);
void put_money(TextBuffer& out, Money money);

/// The value that a cell stands for; no list.
[[nodiscard]] Value value_in(const machine::Cell& cell, Kind kind);

}  // namespace bywhen::full
