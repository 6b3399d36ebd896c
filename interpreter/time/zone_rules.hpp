#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "interpreter/time/posix_rule.hpp"

namespace bywhen {

/// A moment at which a zone's offset changes.
struct ZoneChange {
  /// Seconds since 1970-01-01T00:00:00Z.
  std::int64_t at = 0;
  /// Seconds east of UTC from then on.
  std::int32_t offset = 0;
};

/// When a zone had and will have which offset from UTC.
class ZoneRules {
public:
  /// A wall-clock time looked up: the offset to subtract, and the offset's end where that matters.
  struct Local {
    enum Kind { unique, skipped, repeated };
    Kind kind = unique;
    std::int32_t offset = 0;
    /// Of a skipped time: the second at which the clock jumps over it.
    std::int64_t jump = 0;
  };

  /// `changes` in the order of time. After the last, `rule` goes on for ever; without one, the last offset does.
  ZoneRules(std::string name, std::int32_t first_offset, std::vector<ZoneChange> changes,
            const std::optional<PosixRule>& rule);

  [[nodiscard]] const std::string& name() const { return name_; }
  /// Seconds east of UTC at a second since 1970-01-01T00:00:00Z.
  [[nodiscard]] std::int32_t offset_at(std::int64_t second) const;
  /// The same where the clock does not change for three days before and after; else nothing.
  [[nodiscard]] std::optional<std::int32_t> steady_offset_at(std::int64_t second) const;
  /// The seconds are those of the wall clock.
  [[nodiscard]] Local find_local(std::int64_t second) const;

private:
  void append_cycle(const PosixRule& rule);
  void build_index();
  [[nodiscard]] std::int64_t whole_cycles(std::int64_t second) const;
  /// The changes that are not after the second.
  [[nodiscard]] std::size_t changes_until(std::int64_t second) const;
  /// The offset after so many changes.
  [[nodiscard]] std::int32_t offset_after(std::size_t changes) const;

  std::string name_;
  std::int32_t first_offset_ = 0;
  std::vector<ZoneChange> changes_;
  /// From the second `index_begin_` on, for each span of `index_span` seconds: how many changes lie before it. So a
  /// change of the centuries that matter is found without a search.
  std::vector<std::uint32_t> index_;
  std::int64_t index_begin_ = 0;
  /// From here on, time is that of whole Gregorian cycles of 400 years before.
  std::optional<std::int64_t> repeats_from_;
};

/// Reads a compiled time zone file (RFC 8536, version 2 or later). Nothing for what is none, and for one that counts
/// leap seconds.
[[nodiscard]] std::optional<ZoneRules> read_tzif(std::string name, std::string_view bytes);

}  // namespace bywhen
