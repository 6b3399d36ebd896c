#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "interpreter/ask/scale.hpp"
#include "interpreter/evaluate/decide.hpp"
#include "interpreter/program.hpp"

/// Finding out what an answer hangs on by trying: no rule is read backwards, every value that is told was decided. What
/// is found is right; what is not found may still be there, and where a search stopped early it says so.
namespace bywhen::ask {

// ── One fact
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// What a question answers for an order; nothing where the order is refused. It is asked about valid orders only.
using Outcome = std::function<std::optional<std::string>(const OrderState& order)>;
/// Asked between tries; true ends the search.
using Stop = std::function<bool()>;

/// Values of a fact, neighbours in its domain, for which the outcome is the same.
struct Piece {
  /// Both included; both unknown: the fact is missing. For choices, yes/no, texts and durations the two are the same.
  Value first;
  Value last;
  /// Empty: the order is refused.
  std::optional<std::string> outcome;
  /// False: the outcome changes in here, and the bound on evaluations was reached before it was known where.
  bool found = true;
};

struct Variation {
  /// Missing first, then the values: in the order of their scale, else as they are declared or met.
  std::vector<Piece> pieces;
  /// The bounds of what was looked at, for kinds with a scale.
  std::optional<Scale> scale;
  /// How many orders were asked about.
  std::size_t tried = 0;
  /// The bound on evaluations was reached, or the search was stopped: there may be more pieces.
  bool cut = false;
  bool stopped = false;
};

inline constexpr std::size_t most_variations = 4'000;

struct VaryLimits {
  /// How often the outcome is asked for.
  std::size_t most = most_variations;
  Stop stopped = {};
  /// Orders that `validate` or `validate_instant` refuses are refused without asking. Else the outcome sees to that.
  bool valid_only = true;
  /// Values that are candidates beside the policy's own. A scale of times is made long enough for them.
  std::vector<Value> further = {};
};

/// The pieces of a fact's domain for an order at an instant, the other facts and the status as they are.
///
/// Choices and yes/no are all tried, of texts and durations those that the policy or the order names. For kinds with a
/// scale the outcome is taken at the `candidates`, and between neighbours that differ by bisection to the smallest
/// step; a piece that begins and ends between two neighbouring candidates is not found. Candidates are tried so that
/// they are spread over the whole scale whenever the bound is reached, and a part of the tries is kept for bisection.
[[nodiscard]] Variation vary(const Program& program, const OrderState& order, FactId fact, Instant at,
                             const Outcome& outcome, const VaryLimits& limits = {});

// ── An order
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/// Whether an order, as it is before settling, with what was decided of it at an instant, is one that is looked for.
using Wanted = std::function<bool(const OrderState& order, Instant at, const Decision& decision)>;

struct FoundOrder {
  OrderState order;
  Instant at;
};

struct OrderSearch {
  std::optional<FoundOrder> found;
  /// How many pairs of an order and an instant were decided.
  std::size_t tried = 0;
  /// The bound on decisions was reached, or the search was stopped: there may be one that was not looked at.
  bool cut = false;
  bool stopped = false;
};

inline constexpr std::size_t most_decisions = 20'000;

struct FindLimits {
  std::size_t most = most_decisions;
  Stop stopped = {};
  /// Facts that what is wanted hangs on: up to four of them differ before two of all do. May be empty.
  std::set<FactId> first = {};
  /// The statuses in which they differ first; all, where it is empty.
  std::set<StatusId> first_statuses = {};
  /// When plain orders begin; else when the policy has them begin.
  std::optional<Instant> start = {};
};

/// An order that is wanted, with as few facts out of the ordinary as there need be, the same one each time.
///
/// It begins, for each status, with the events that lead there in their order, a day apart, and with the simplest value
/// of each fact that must be there; then one fact differs, then two, then three, by the values that the policy puts
/// beside them. Each order is asked about the last of its events and about every later instant at which its answer
/// changes. What is found is valid (`validate`, `validate_instant`) and wanted; facts that make no difference are left
/// out.
[[nodiscard]] OrderSearch find_order(const Program& program, const Wanted& wanted, const FindLimits& limits = {});

}  // namespace bywhen::ask
