#pragma once

#include <array>
#include <string_view>

/// The codes of what may be wrong with an order (BW08xx) and with acting on one (BW09xx). Each has its paragraph in
/// docs/diagnostics.md.
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
inline constexpr std::string_view beyond_bounds = "BW0816";
inline constexpr std::string_view foreign_handle = "BW0817";
inline constexpr std::string_view no_version = "BW0818";
inline constexpr std::string_view too_many_records = "BW0819";
inline constexpr std::string_view bad_columns = "BW0820";

inline constexpr std::string_view no_such_actor = "BW0901";
inline constexpr std::string_view no_such_action = "BW0902";
inline constexpr std::string_view not_allowed = "BW0903";
inline constexpr std::string_view input_not_asked = "BW0904";
inline constexpr std::string_view input_missing = "BW0905";
inline constexpr std::string_view requirement_failed = "BW0906";
inline constexpr std::string_view input_twice = "BW0907";

/// All of them.
inline constexpr std::array ordering = {
    not_json,         wrong_shape,        unknown_member, duplicate_key,        unknown_order_fact, wrong_json_type,
    bad_value,        missing_fact,       missing_event,  unknown_order_status, unclear_time,       mixed_currencies,
    event_ahead,      right_later,        calendar_ends,  beyond_bounds,        foreign_handle,     no_version,
    too_many_records, bad_columns,        no_such_actor,  no_such_action,       not_allowed,        input_not_asked,
    input_missing,    requirement_failed, input_twice,
};

}  // namespace bywhen::codes
