#pragma once

#include <optional>
#include <string>

#include "bywhen/takeover.hpp"
#include "interpreter/session/world.hpp"

/// How far ahead replies tell of: to where another version of a set takes over.
namespace bywhen::session {

/// `version 2020-12-02 with shop_eu takes over`
[[nodiscard]] std::string takeover_words(const Takeover& takeover);

/// ` until …`, at the latest `…, when version … takes over`; empty: without end.
[[nodiscard]] std::string end_words(const World& world, const std::optional<Instant>& until,
                                    const std::optional<Takeover>& takeover);

/// `; version … takes over before, …`, if one does before a time comes; else empty.
[[nodiscard]] std::string before_words(const World& world, const std::optional<Instant>& time,
                                       const std::optional<Takeover>& takeover);

}  // namespace bywhen::session
