#include "interpreter/remark_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace bywhen {
namespace {

using Texts = std::vector<std::string>;

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

std::string_view rounding_words(MoneyRounding rounding) {
  switch (rounding) {
    case MoneyRounding::half_even:
      return "half to even";
    case MoneyRounding::half_up:
      return "half up";
    case MoneyRounding::half_down:
      return "half down";
    case MoneyRounding::up:
      return "up";
    case MoneyRounding::down:
      break;
  }
  return "down";
}

/// The exact share, with all its decimals: a percentage in millionths of an amount in minor units.
std::string exact_share(Percent share, Money whole) {
  __extension__ using Wide = __int128;
  constexpr std::size_t share_decimals = 8;
  const std::size_t decimals = share_decimals + static_cast<std::size_t>(currency_at(whole.currency).minor_units);
  Wide product = Wide{share.millionths} * whole.minor;
  const bool negative = product < 0;
  if (negative) product = -product;
  std::string digits;
  for (; product > 0; product /= 10)
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(product % 10)));
  if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
  digits.insert(digits.size() - decimals, 1, '.');
  digits.erase(digits.find_last_not_of('0') + 1);
  return fmt::format("{}{} {}", negative ? "-" : "", digits, currency_at(whole.currency).code);
}

std::string named_day(const Model& model, Date date, int calendar) {
  const bool known = calendar >= 0 && static_cast<std::size_t>(calendar) < model.calendars.size();
  const std::string_view name =
      known ? model.calendars[static_cast<std::size_t>(calendar)].holiday_name(date) : std::string_view();
  return name.empty() ? format_date(date) : fmt::format("{} ({})", format_date(date), name);
}

void tell(const Model&, const RoundingRemark& remark, MoneyRounding rounding, Texts& texts) {
  texts.push_back(fmt::format("{} of {} is {}, rounded {} to {}", format_percent(remark.share),
                              format_money(remark.whole), exact_share(remark.share, remark.whole),
                              rounding_words(rounding), format_money(remark.result)));
}

void tell(const Model& model, const GatherRemark& remark, MoneyRounding, Texts& texts) {
  const std::string& name = model.facts[remark.list].name;
  texts.push_back(fmt::format("the {} of {} {} is {}[{}]", remark.latest ? "last" : "first", remark.records, name, name,
                              remark.record));
}

void tell_clock(const ShiftRemark& remark, Texts& texts) {
  const Shifted& shifted = remark.shifted;
  if (!shifted.wanted_time) return;
  const std::string wanted = format_local_time(*shifted.wanted_time);
  if (shifted.skipped) {
    // Not where the moment lies: exact units may have been counted on from there.
    const Instant taken_at = remark.zone.to_instant(*shifted.wanted_time).instant;
    const std::string taken = format_local_time(remark.zone.to_local(taken_at));
    texts.push_back(fmt::format("{} does not exist in {}: the clocks go forward, and {} is taken", wanted,
                                remark.zone.name(), taken));
  } else {
    texts.push_back(
        fmt::format("{} occurs twice in {}: the clocks go back, and the earlier is taken", wanted, remark.zone.name()));
  }
}

void tell_month(const ShiftRemark& remark, Texts& texts) {
  const auto& wanted = remark.shifted.wanted_day;
  if (!remark.shifted.month_rounded || !wanted) return;
  const bool up = remark.rounding == MonthRounding::up && !remark.by_law;
  texts.push_back(fmt::format("{} {} has no day {}: {}", months[static_cast<std::size_t>(wanted->month) - 1],
                              wanted->year, wanted->day,
                              up ? "the first day of the next month is taken" : "its last day is taken"));
}

void tell(const Model& model, const ShiftRemark& remark, MoneyRounding, Texts& texts) {
  tell_month(remark, texts);
  tell_clock(remark, texts);
  if (remark.shifted.moved_from) {
    texts.push_back(fmt::format("the last day, {}, is no business day: the {} one is taken",
                                named_day(model, *remark.shifted.moved_from, remark.calendar),
                                remark.before ? "previous" : "next"));
  }
  if (remark.shifted.lengthened_from) {
    texts.push_back(fmt::format("the period is lengthened beyond {} to hold enough business days",
                                format_date(*remark.shifted.lengthened_from)));
  }
}

}  // namespace

std::vector<std::string> remark_texts(const Model& model, const Remarks& remarks) {
  Texts texts;
  for (const Remark& remark : remarks) {
    Texts found;
    std::visit([&](const auto& told) { tell(model, told, model.money_rounding, found); }, remark);
    for (std::string& text : found) {
      if (std::find(texts.begin(), texts.end(), text) == texts.end()) texts.push_back(std::move(text));
    }
  }
  return texts;
}

}  // namespace bywhen
