#pragma once

#include <array>
#include <string_view>

/// Every code that a diagnostic may carry, by the room that gives it. A code names one kind of problem for ever:
/// docs/diagnostics.md has a paragraph on each. Add new ones to the constants and to the listing of their section.
namespace bywhen::codes {

// ── BW01xx: reading the text ─────────────────────────────────────────────────────────────────────

inline constexpr std::string_view invalid_utf8 = "BW0101";
inline constexpr std::string_view forbidden_character = "BW0102";
inline constexpr std::string_view invisible_character = "BW0103";
inline constexpr std::string_view unclosed_text = "BW0104";
inline constexpr std::string_view unknown_escape = "BW0105";
inline constexpr std::string_view wrong_quotes = "BW0106";
inline constexpr std::string_view malformed_number = "BW0107";
inline constexpr std::string_view mixed_and_or = "BW0108";
inline constexpr std::string_view text_too_long = "BW0109";
inline constexpr std::string_view unexpected_word = "BW0110";
inline constexpr std::string_view reserved_word_as_name = "BW0111";
inline constexpr std::string_view unknown_sentence = "BW0112";
inline constexpr std::string_view unclosed_block = "BW0113";
inline constexpr std::string_view stray_closing_brace = "BW0114";
inline constexpr std::string_view misplaced_clause = "BW0115";
inline constexpr std::string_view repeated_clause = "BW0116";
inline constexpr std::string_view clashing_windows = "BW0117";
inline constexpr std::string_view wrong_cell_count = "BW0118";
inline constexpr std::string_view nested_too_deep = "BW0119";
inline constexpr std::string_view too_many_mistakes = "BW0120";
inline constexpr std::string_view not_formatted = "BW0121";
inline constexpr std::string_view mixed_bounds = "BW0122";

inline constexpr std::array reading = {
    invalid_utf8,          forbidden_character, invisible_character, unclosed_text,       unknown_escape,
    wrong_quotes,          malformed_number,    mixed_and_or,        text_too_long,       unexpected_word,
    reserved_word_as_name, unknown_sentence,    unclosed_block,      stray_closing_brace, misplaced_clause,
    repeated_clause,       clashing_windows,    wrong_cell_count,    nested_too_deep,     too_many_mistakes,
    not_formatted,         mixed_bounds,
};

}  // namespace bywhen::codes
