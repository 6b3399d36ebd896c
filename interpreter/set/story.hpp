#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "bywhen/outlook.hpp"
#include "bywhen/policy_set.hpp"
#include "bywhen/preview.hpp"
#include "bywhen/takeover.hpp"
#include "bywhen/why.hpp"
#include "interpreter/set/inside.hpp"

/// How an order goes from one version of a set to the next.
namespace bywhen::set {

/// A set as it is, or with other policies in the places of its members.
class Cast {
public:
  using Instead = std::function<Policy(std::size_t member)>;
  explicit Cast(const PolicySet& set, Instead instead = {}) : set_(set), instead_(std::move(instead)) {}

  [[nodiscard]] const PolicySet::Inside& inside() const { return PolicySetAccess::inside(set_); }
  [[nodiscard]] Policy policy(std::size_t member) const {
    return instead_ ? instead_(member) : inside().members[member].policy;
  }

private:
  PolicySet set_;
  Instead instead_;
};

/// The time of an order under one member.
struct Chapter {
  std::size_t member = 0;
  Policy policy;
  /// As the chapters before have left it.
  Order order;
  /// `always()` for the first.
  Instant from = Instant::always();
  /// When another takes over, if no fact changes; `never()` for the last.
  Instant until = Instant::never();
  std::vector<std::string> because;
};

/// The chapters up to that in which an instant lies, and what the clock did in those before.
struct Story {
  /// Never empty.
  std::vector<Chapter> chapters;
  std::vector<SettledAnswer> settled;

  [[nodiscard]] const Chapter& present() const { return chapters.back(); }
};

/// Lets each version that governed before the instant do what it did, up to where the next took over. Fails if no
/// version governs, or where the order does not fit.
[[nodiscard]] std::variant<Story, Problems> tell_story(const Cast& cast, std::string_view order_json, Instant at);

/// The chapter after this one, the order settled up to where it begins; absent after the last one.
[[nodiscard]] std::variant<std::optional<Chapter>, Problems> chapter_after(const Cast& cast, const Chapter& chapter);

[[nodiscard]] Governed governed_by(const Cast& cast, Story story);
[[nodiscard]] Takeover takeover_of(const Cast& cast, const Chapter& chapter);

// What hosts ask of a set, of a cast.

[[nodiscard]] std::variant<Governed, Problems> govern(const Cast& cast, std::string_view order_json, Instant at);
[[nodiscard]] std::variant<Answer, Problems> decide(const Cast& cast, std::string_view order_json, Instant at);
[[nodiscard]] std::variant<Outlook, Problems> project(const Cast& cast, std::string_view order_json, Instant at);
[[nodiscard]] std::variant<Outlook, Problems> project(const Cast& cast, std::string_view order_json,
                                                      std::string_view actor, std::string_view action, Instant at);
[[nodiscard]] std::variant<Why, Problems> why(const Cast& cast, std::string_view order_json, std::string_view actor,
                                              std::string_view action, Instant at);

[[nodiscard]] std::variant<Preview, Problems> preview(const Cast& cast, std::string_view order_json,
                                                      std::string_view actor, std::string_view action,
                                                      const FactTexts& inputs, Instant from);

/// A value as it is given to `apply`.
[[nodiscard]] std::string text_of(const Scalar& scalar);

// ── What is told anew ──

/// Facts by name with what is told of them now; nothing takes a fact away.
using Told = std::vector<std::pair<std::string, std::optional<Scalar>>>;
/// The same as a member reads it; facts that it does not know are left out.
using Telling = std::function<Told(std::size_t member)>;

[[nodiscard]] OrderData with_told(OrderData order, const Told& told);

/// The member that governs an order once facts are told, which may hang on facts that only it knows. `before` is where
/// the search begins.
[[nodiscard]] std::variant<std::size_t, Problem> member_when_told(const Cast& cast, const OrderData& order,
                                                                  const Telling& telling, Instant at,
                                                                  std::size_t before);

}  // namespace bywhen::set
