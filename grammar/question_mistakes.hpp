#pragma once

#include "grammar/reader.hpp"

namespace bywhen::grammar {

/// Helps with a mistake in a line of a session by what such lines can say: words that were nearly meant, other words
/// for the same, the part of a question that is missing.
void explain_question(const Reader& reader, Diagnostic& mistake);

}  // namespace bywhen::grammar
