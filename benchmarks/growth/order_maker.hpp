#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "benchmarks/growth/policy_maker.hpp"
#include "bywhen/bywhen.hpp"

namespace growth {

/// Orders of a policy that `make_policy` made, in columns and one by one: of every status of its own chain, at instants
/// around every boundary, some with events that have not happened. The same in every run.
class MadeOrders {
public:
  /// The policy must outlive it.
  MadeOrders(const bywhen::Policy& policy, const PolicySize& size, std::size_t count);
  MadeOrders(const MadeOrders&) = delete;
  MadeOrders& operator=(const MadeOrders&) = delete;

  [[nodiscard]] std::size_t count() const { return at_.size(); }
  /// How many facts the policy declares of those that were asked for, and of those that show what has been done.
  [[nodiscard]] std::size_t facts() const { return told_.size(); }
  [[nodiscard]] bywhen::OrderColumns columns() const;
  [[nodiscard]] bywhen::Order order(std::size_t place) const;
  [[nodiscard]] bywhen::Instant at(std::size_t place) const { return {at_[place]}; }

private:
  struct Told {
    FactKind kind;
    bywhen::FactHandle fact;
    /// An event that entering some status marks: orders that came further have it.
    bool marked_on_the_way = false;
    std::vector<std::int64_t> words;
  };

  void add(const std::string& name, FactKind kind, const std::set<std::string>& entries);
  void tell_one_order(const PolicySize& size);
  [[nodiscard]] std::int64_t word_of(const Told& told, bywhen::FactHandle entered);
  [[nodiscard]] std::int64_t below(std::int64_t bound);

  const bywhen::Policy& policy_;
  std::vector<Told> told_;
  /// They point into what was told.
  std::vector<bywhen::FactColumn> columns_;
  std::vector<std::int64_t> at_;
  std::vector<std::uint16_t> statuses_;
  std::vector<bywhen::StatusHandle> handles_;
  std::mt19937_64 random_{20'261'123};
};

/// Ends the program, saying why.
[[noreturn]] void stop(const std::string& why);

}  // namespace growth
