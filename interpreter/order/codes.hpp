#pragma once

#include <string_view>

/// The codes of what may be wrong with an order (BW08xx) and with acting on one (BW09xx). Each has its paragraph in docs/diagnostics.md.
namespace bywhen::codes {

inline constexpr std::string_view not_json = "BW0801";
inline constexpr std::string_view wrong_shape = "BW0802";
inline constexpr std::string_view unknown_member = "BW0803";
inline constexpr std::string_view duplicate_key = "BW0804";
inline constexpr std::string_view unknown_order_fact = "BW0805";
inline constexpr std::string_view wrong_json_type = "BW0806";
inline constexpr std::string_view bad_value = "BW0807";
inline constexpr std::string_view missing_fact = "BW0808";
inline constexpr std::string_view missing_event = "BW0809";
inline constexpr std::string_view unknown_order_status = "BW0810";
inline constexpr std::string_view unclear_time = "BW0811";
inline constexpr std::string_view mixed_currencies = "BW0812";
inline constexpr std::string_view event_ahead = "BW0813";
inline constexpr std::string_view right_later = "BW0814";
inline constexpr std::string_view calendar_ends = "BW0815";

inline constexpr std::string_view no_such_actor = "BW0901";
inline constexpr std::string_view no_such_action = "BW0902";
inline constexpr std::string_view not_allowed = "BW0903";
inline constexpr std::string_view input_not_asked = "BW0904";
inline constexpr std::string_view input_missing = "BW0905";
inline constexpr std::string_view requirement_failed = "BW0906";
inline constexpr std::string_view input_twice = "BW0907";
inline constexpr std::string_view bad_time = "BW0908";

}  // namespace bywhen::codes
