#pragma once

#include <array>
#include <string_view>

/// The codes of what check finds, by range: names BW02xx, types and values BW03xx, statuses, actions and rules BW04xx,
/// time BW05xx, warnings BW06xx, scenarios BW07xx, versions and overlays BW10xx. Each has its paragraph in
/// docs/diagnostics.md; a code is never given to another problem.
namespace bywhen::codes {

inline constexpr std::string_view unknown_value = "BW0201";
inline constexpr std::string_view unknown_actor = "BW0202";
inline constexpr std::string_view unknown_action = "BW0203";
inline constexpr std::string_view unknown_status = "BW0204";
inline constexpr std::string_view unknown_calendar = "BW0205";
inline constexpr std::string_view unknown_choice = "BW0206";
inline constexpr std::string_view unknown_type = "BW0207";
inline constexpr std::string_view duplicate_name = "BW0208";
inline constexpr std::string_view duplicate_label = "BW0209";
inline constexpr std::string_view defined_by_itself = "BW0210";
inline constexpr std::string_view missing_policy = "BW0211";
inline constexpr std::string_view repeated_header = "BW0212";
inline constexpr std::string_view wrong_kind_of_name = "BW0213";
inline constexpr std::string_view repeated_in_list = "BW0214";
inline constexpr std::string_view not_a_fact = "BW0215";
inline constexpr std::string_view too_deep = "BW0216";
inline constexpr std::string_view too_many_names = "BW0217";
inline constexpr std::string_view not_a_list = "BW0218";
inline constexpr std::string_view unknown_list_member = "BW0219";

inline constexpr std::string_view unknown_unit = "BW0301";
inline constexpr std::string_view wrong_type = "BW0302";
inline constexpr std::string_view cannot_compare = "BW0303";
inline constexpr std::string_view bad_number = "BW0304";
inline constexpr std::string_view currencies_differ = "BW0305";
inline constexpr std::string_view table_not_covered = "BW0306";
inline constexpr std::string_view row_never_reached = "BW0307";
inline constexpr std::string_view not_constant = "BW0308";
inline constexpr std::string_view event_never_unknown = "BW0309";
inline constexpr std::string_view order_of_moments = "BW0310";
inline constexpr std::string_view bad_unit_words = "BW0311";
inline constexpr std::string_view bare_date = "BW0312";
inline constexpr std::string_view always_known = "BW0313";
inline constexpr std::string_view not_tellable = "BW0314";
inline constexpr std::string_view cannot_compute = "BW0315";
inline constexpr std::string_view beyond_all_bounds = "BW0316";
inline constexpr std::string_view one_of_many = "BW0317";
inline constexpr std::string_view gathers_twice = "BW0318";
inline constexpr std::string_view gathers_nothing = "BW0319";
inline constexpr std::string_view sum_of_which = "BW0320";
inline constexpr std::string_view list_is_told = "BW0321";
inline constexpr std::string_view missing_member = "BW0322";
inline constexpr std::string_view since_where = "BW0323";
inline constexpr std::string_view floor_above_ceiling = "BW0324";

inline constexpr std::string_view no_initial = "BW0401";
inline constexpr std::string_view second_initial = "BW0402";
inline constexpr std::string_view nobody_performs = "BW0403";
inline constexpr std::string_view never_done = "BW0404";
inline constexpr std::string_view clock_needs_unknown = "BW0405";
inline constexpr std::string_view becomes_needs_unknown = "BW0406";
inline constexpr std::string_view circle = "BW0407";
inline constexpr std::string_view clock_marks_nothing = "BW0408";
inline constexpr std::string_view clock_asks = "BW0409";
inline constexpr std::string_view need_not_supplied = "BW0410";
inline constexpr std::string_view becomes_never_reached = "BW0411";
inline constexpr std::string_view marks_no_event = "BW0412";
inline constexpr std::string_view sets_event = "BW0413";
inline constexpr std::string_view otherwise_without_deadline = "BW0414";
inline constexpr std::string_view no_status_left = "BW0415";
inline constexpr std::string_view no_statuses = "BW0416";

inline constexpr std::string_view unknown_zone = "BW0501";
inline constexpr std::string_view months_ambiguous = "BW0502";
inline constexpr std::string_view time_skipped = "BW0503";
inline constexpr std::string_view time_repeated = "BW0504";
inline constexpr std::string_view no_calendar = "BW0505";
inline constexpr std::string_view calendar_incomplete = "BW0506";
inline constexpr std::string_view second_default_calendar = "BW0507";
inline constexpr std::string_view holiday_outside = "BW0508";
inline constexpr std::string_view bad_weekday = "BW0509";
inline constexpr std::string_view bad_date = "BW0510";
inline constexpr std::string_view holidays_file = "BW0511";
inline constexpr std::string_view bad_holiday_line = "BW0512";
inline constexpr std::string_view calendars_in_a_circle = "BW0513";
inline constexpr std::string_view covers_more_than_others = "BW0514";
inline constexpr std::string_view law_says_it_already = "BW0515";

inline constexpr std::string_view unused_term = "BW0601";
inline constexpr std::string_view unused_fact = "BW0602";
inline constexpr std::string_view unreachable_status = "BW0603";
inline constexpr std::string_view stuck_status = "BW0604";
inline constexpr std::string_view duty_blocked = "BW0605";
inline constexpr std::string_view unused_define = "BW0606";
inline constexpr std::string_view unused_actor = "BW0607";
inline constexpr std::string_view permission_covered = "BW0610";
inline constexpr std::string_view duty_forbidden = "BW0611";
inline constexpr std::string_view duty_forbidden_at_deadline = "BW0612";
inline constexpr std::string_view lapses_at_one_instant = "BW0613";

inline constexpr std::string_view no_time_yet = "BW0701";
inline constexpr std::string_view late_status = "BW0702";
inline constexpr std::string_view time_runs_back = "BW0703";
inline constexpr std::string_view scenario_order_refused = "BW0704";
inline constexpr std::string_view step_refused = "BW0705";
inline constexpr std::string_view expectation_failed = "BW0706";

inline constexpr std::string_view stray_overlay = "BW1001";
inline constexpr std::string_view several_policies = "BW1002";
inline constexpr std::string_view same_version = "BW1003";
inline constexpr std::string_view governed_by_what = "BW1004";
inline constexpr std::string_view overlay_names_nothing = "BW1005";
inline constexpr std::string_view overlays_clash = "BW1006";
inline constexpr std::string_view overlay_condition = "BW1007";
inline constexpr std::string_view not_in_overlay = "BW1008";
inline constexpr std::string_view too_many_overlays = "BW1009";
inline constexpr std::string_view nothing_to_extend = "BW1010";
inline constexpr std::string_view overlay_never_applies = "BW1011";
inline constexpr std::string_view early_orders = "BW1012";
inline constexpr std::string_view zones_differ = "BW1013";
inline constexpr std::string_view amends_nothing = "BW1014";
inline constexpr std::string_view takeover_strands = "BW1015";
inline constexpr std::string_view changed_twice = "BW1016";

/// All of them.
inline constexpr std::array checking = {
    unknown_value,
    unknown_actor,
    unknown_action,
    unknown_status,
    unknown_calendar,
    unknown_choice,
    unknown_type,
    duplicate_name,
    duplicate_label,
    defined_by_itself,
    missing_policy,
    repeated_header,
    wrong_kind_of_name,
    repeated_in_list,
    not_a_fact,
    too_deep,
    too_many_names,
    not_a_list,
    unknown_list_member,
    unknown_unit,
    wrong_type,
    cannot_compare,
    bad_number,
    currencies_differ,
    table_not_covered,
    row_never_reached,
    not_constant,
    event_never_unknown,
    order_of_moments,
    bad_unit_words,
    bare_date,
    always_known,
    not_tellable,
    cannot_compute,
    beyond_all_bounds,
    one_of_many,
    gathers_twice,
    gathers_nothing,
    sum_of_which,
    list_is_told,
    missing_member,
    since_where,
    floor_above_ceiling,
    no_initial,
    second_initial,
    nobody_performs,
    never_done,
    clock_needs_unknown,
    becomes_needs_unknown,
    circle,
    clock_marks_nothing,
    clock_asks,
    need_not_supplied,
    becomes_never_reached,
    marks_no_event,
    sets_event,
    otherwise_without_deadline,
    no_status_left,
    no_statuses,
    unknown_zone,
    months_ambiguous,
    time_skipped,
    time_repeated,
    no_calendar,
    calendar_incomplete,
    second_default_calendar,
    holiday_outside,
    bad_weekday,
    bad_date,
    holidays_file,
    bad_holiday_line,
    calendars_in_a_circle,
    covers_more_than_others,
    law_says_it_already,
    unused_term,
    unused_fact,
    unreachable_status,
    stuck_status,
    duty_blocked,
    unused_define,
    unused_actor,
    permission_covered,
    duty_forbidden,
    duty_forbidden_at_deadline,
    lapses_at_one_instant,
    no_time_yet,
    late_status,
    time_runs_back,
    scenario_order_refused,
    step_refused,
    expectation_failed,
    stray_overlay,
    several_policies,
    same_version,
    governed_by_what,
    overlay_names_nothing,
    overlays_clash,
    overlay_condition,
    not_in_overlay,
    too_many_overlays,
    nothing_to_extend,
    overlay_never_applies,
    early_orders,
    zones_differ,
    amends_nothing,
    takeover_strands,
    changed_twice,
};

}  // namespace bywhen::codes
