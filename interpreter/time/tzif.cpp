#include <algorithm>
#include <array>
#include <utility>

#include "interpreter/time/zone_rules.hpp"

namespace bywhen {
namespace {

constexpr std::size_t header_size = 44;
/// No zone is as far from UTC (RFC 8536), in seconds.
constexpr std::int64_t westmost = 25 * 3600L;
constexpr std::int64_t eastmost = 26 * 3600L;

/// The counts of a header, in its order.
struct Counts {
  std::size_t ut_indicators = 0;
  std::size_t standard_indicators = 0;
  std::size_t leap_seconds = 0;
  std::size_t changes = 0;
  std::size_t types = 0;
  std::size_t name_bytes = 0;

  /// Of the block that follows the header; `width` is that of a time, in bytes.
  [[nodiscard]] std::size_t block_size(std::size_t width) const {
    return changes * (width + 1) + types * 6 + name_bytes + leap_seconds * (width + 4) + standard_indicators +
           ut_indicators;
  }
};

/// A big-endian number of two's complement.
std::int64_t number_at(std::string_view bytes, std::size_t offset, std::size_t width) {
  std::uint64_t number = (static_cast<unsigned char>(bytes[offset]) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (std::size_t i = 0; i < width; ++i) number = (number << 8U) | static_cast<unsigned char>(bytes[offset + i]);
  return static_cast<std::int64_t>(number);
}

std::optional<Counts> read_header(std::string_view bytes) {
  if (bytes.size() < header_size || bytes.substr(0, 4) != "TZif" || bytes[4] < '2') return std::nullopt;
  std::array<std::size_t, 6> counts{};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::int64_t count = number_at(bytes, 20 + 4 * i, 4);
    // A file of real size; and so no product of these overflows.
    if (count < 0 || count > 1'000'000) return std::nullopt;
    counts[i] = static_cast<std::size_t>(count);
  }
  return Counts{counts[0], counts[1], counts[2], counts[3], counts[4], counts[5]};
}

std::optional<std::vector<std::int32_t>> read_offsets(std::string_view block, const Counts& counts) {
  std::vector<std::int32_t> offsets;
  offsets.reserve(counts.types);
  for (std::size_t i = 0; i < counts.types; ++i) {
    const std::int64_t offset = number_at(block, counts.changes * 9 + i * 6, 4);
    if (offset <= -westmost || offset >= eastmost) return std::nullopt;
    offsets.push_back(static_cast<std::int32_t>(offset));
  }
  return offsets;
}

std::optional<std::vector<ZoneChange>> read_changes(std::string_view block, const Counts& counts,
                                                    const std::vector<std::int32_t>& offsets) {
  std::vector<ZoneChange> changes;
  changes.reserve(counts.changes);
  for (std::size_t i = 0; i < counts.changes; ++i) {
    const auto type = static_cast<unsigned char>(block[counts.changes * 8 + i]);
    // Far outside the years 1 to 9999 the exact second is of no account, and sums must not overflow.
    const std::int64_t at = std::clamp<std::int64_t>(number_at(block, i * 8, 8), -1'000'000'000'000, 1'000'000'000'000);
    if (type >= offsets.size() || (!changes.empty() && at < changes.back().at)) return std::nullopt;
    changes.push_back({at, offsets[type]});
  }
  return changes;
}

std::optional<PosixRule> read_footer(std::string_view rest) {
  if (rest.empty() || rest.front() != '\n') return std::nullopt;
  const std::size_t end = rest.find('\n', 1);
  return end == std::string_view::npos ? std::nullopt : read_posix_rule(rest.substr(1, end - 1));
}

}  // namespace

std::optional<ZoneRules> read_tzif(std::string name, std::string_view bytes) {
  // The first block has 32-bit times for old readers, the second is the real one.
  const auto old_counts = read_header(bytes);
  if (!old_counts || bytes.size() < header_size + old_counts->block_size(4)) return std::nullopt;
  bytes.remove_prefix(header_size + old_counts->block_size(4));
  const auto counts = read_header(bytes);
  if (!counts || counts->types == 0 || counts->leap_seconds != 0) return std::nullopt;
  bytes.remove_prefix(header_size);
  if (bytes.size() < counts->block_size(8)) return std::nullopt;
  const auto offsets = read_offsets(bytes, *counts);
  if (!offsets) return std::nullopt;
  auto changes = read_changes(bytes, *counts, *offsets);
  if (!changes) return std::nullopt;
  return ZoneRules(std::move(name), offsets->front(), std::move(*changes),
                   read_footer(bytes.substr(counts->block_size(8))));
}

}  // namespace bywhen
