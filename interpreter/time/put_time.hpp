#pragma once

#include "interpreter/time/civil.hpp"

/// Times and dates written into memory that is there, for who writes many.
namespace bywhen {

/// Room for any instant and any real date.
inline constexpr std::size_t longest_time_text = 32;

/// Writes what `format_rfc3339` gives, and returns the place behind it.
[[nodiscard]] char* put_rfc3339(char* to, Instant instant);
/// `2026-03-01`, of a real date.
[[nodiscard]] char* put_date(char* to, Date date);

}  // namespace bywhen
