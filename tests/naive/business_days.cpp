#include "tests/naive/business_days.hpp"

#include <algorithm>
#include <array>

namespace bywhen::naive {
namespace {

constexpr std::array weekdays = {"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
constexpr std::array months = {"january", "february", "march",     "april",   "may",      "june",
                               "july",    "august",   "september", "october", "november", "december"};

template <typename Names>
unsigned place_in(const Names& names, const std::string& name) {
  return static_cast<unsigned>(std::find(names.begin(), names.end(), name) - names.begin());
}

int number_of(const syntax::Expr& expr) { return std::stoi(std::get<syntax::NumberLiteral>(expr.node).text); }

/// Puts calendars together, each from its own sentences and those that it names.
class Making {
public:
  explicit Making(const std::vector<const syntax::CalendarDecl*>& calendars) {
    for (const auto* calendar : calendars) declared_[calendar->name.text] = calendar;
  }

  std::map<std::string, BusinessDays> all() {
    for (const auto& [name, calendar] : declared_) {
      if (!calendar->choice) made(name);
    }
    return made_;
  }

private:
  const BusinessDays& made(const std::string& name) {
    const auto known = made_.find(name);
    if (known != made_.end()) return known->second;
    BusinessDays days = make(*declared_.at(name));
    return made_.emplace(name, std::move(days)).first->second;
  }

  BusinessDays make(const syntax::CalendarDecl& calendar) {
    BusinessDays days;
    days.name = calendar.name.text;
    for (const auto& name : calendar.weekend) days.weekend.insert(place_in(weekdays, name.text));
    if (calendar.covers.empty()) {
      days.first_year = 1;
      days.last_year = 9999;
      for (const auto& other : calendar.others) narrow(days, made(other.text));
    } else {
      days.first_year = number_of(calendar.covers[0].first);
      days.last_year = number_of(calendar.covers[0].last);
    }
    add_own(calendar, days);
    for (const auto& other : calendar.others) {
      if (calendar.weekend.empty())
        days.weekend.insert(made(other.text).weekend.begin(), made(other.text).weekend.end());
      for (const auto& [day, called] : made(other.text).holidays) add(day, called, days);
    }
    return days;
  }

  static void narrow(BusinessDays& days, const BusinessDays& other) {
    days.first_year = std::max(days.first_year, other.first_year);
    days.last_year = std::min(days.last_year, other.last_year);
  }

  static void add_own(const syntax::CalendarDecl& calendar, BusinessDays& days) {
    for (const auto& holiday : calendar.holidays) {
      const auto& date = std::get<syntax::DateLiteral>(holiday.date.node);
      add(read_day(date.text), holiday.name ? holiday.name->text : "", days);
    }
    for (const auto& yearly : calendar.recurring) {
      for (int year = days.first_year; year <= days.last_year; ++year) {
        const auto month = date::month(place_in(months, yearly.month.text) + 1);
        const date::year_month_day day(date::year(year), month,
                                       date::day(static_cast<unsigned>(number_of(yearly.day))));
        if (day.ok()) add(Day(day), yearly.name ? yearly.name->text : "", days);
      }
    }
  }

  /// The first name stays.
  static void add(Day day, const std::string& called, BusinessDays& days) {
    std::string& name = days.holidays[day];
    if (name.empty()) name = called;
  }

  std::map<std::string, const syntax::CalendarDecl*> declared_;
  std::map<std::string, BusinessDays> made_;
};

}  // namespace

bool BusinessDays::is_open(Day day) const {
  return !weekend.contains(date::weekday(day).c_encoding()) && !holidays.contains(day);
}

bool BusinessDays::covers(Day day) const {
  const int year = static_cast<int>(date::year_month_day(day).year());
  return first_year <= year && year <= last_year;
}

Day BusinessDays::first_covered() const { return Day(date::year(first_year) / 1 / 1); }
Day BusinessDays::last_covered() const { return Day(date::year(last_year) / 12 / 31); }

std::string BusinessDays::call(Day day) const {
  const auto holiday = holidays.find(day);
  const bool named = holiday != holidays.end() && !holiday->second.empty();
  return named ? to_text(day) + " (" + holiday->second + ")" : to_text(day);
}

std::map<std::string, BusinessDays> business_days_of(const std::vector<const syntax::CalendarDecl*>& calendars) {
  return Making(calendars).all();
}

}  // namespace bywhen::naive
