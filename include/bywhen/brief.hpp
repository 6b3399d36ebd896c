#pragma once

#include <string>

#include "bywhen/evaluator.hpp"
#include "bywhen/export.hpp"
#include "bywhen/order.hpp"
#include "bywhen/policy_set.hpp"

/// The brief answer: what a host acts on, without labels, reasons and values.
namespace bywhen {

/// Writes the answer over `text`, as JSON on one line, in the memory that the text has where that suffices: who decides
/// order after order with one `Evaluator` and one text asks for none. Its members are those of docs/language.md, "The
/// brief answer". The order is the one that was decided; its `id` is echoed.
BYWHEN_API void to_brief_json(const Order& order, const CompactAnswer& answer, std::string& text);
/// The same without an `id`.
BYWHEN_API void to_brief_json(const CompactAnswer& answer, std::string& text);

/// The same for an order that a set's version governs, decided by an `Evaluator` of its policy: tells which version and
/// overlays these are, counts what the clock did under the versions before, and ends where another takes over.
BYWHEN_API void to_brief_json(const Governed& governed, const CompactAnswer& answer, std::string& text);

}  // namespace bywhen
