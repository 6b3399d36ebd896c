#include "interpreter/time/holiday_file.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

using namespace bywhen;

namespace {

std::string told(const HolidayEntry& entry) {
  if (const auto* once = std::get_if<Holiday>(&entry.holiday))
    return fmt::format("{} [{}]", format_date(once->date), once->name);
  const auto& yearly = std::get<RecurringHoliday>(entry.holiday);
  return fmt::format("every {:02}-{:02} [{}]", yearly.month, yearly.day, yearly.name);
}

std::string excerpt(const std::string& text, TextRange range) {
  return text.substr(range.begin, range.end - range.begin);
}

/// Everything that reading a text gives, a line each.
std::string read(const std::string& text) {
  const HolidayFile file = read_holiday_file(text);
  std::string all;
  for (const HolidayEntry& entry : file.entries)
    all += fmt::format("{} <- {}\n", told(entry), excerpt(text, entry.date));
  for (const HolidayMistake& mistake : file.mistakes) {
    all +=
        fmt::format("{}..{} {}\n  help: {}\n", mistake.range.begin, mistake.range.end, mistake.message, mistake.help);
    if (mistake.first) all += fmt::format("  first: {}..{}\n", mistake.first->begin, mistake.first->end);
  }
  return all;
}

/// The message and the help of a text's only mistake.
std::string slip(const std::string& text) {
  const HolidayFile file = read_holiday_file(text);
  if (file.mistakes.size() != 1 || !file.entries.empty()) return fmt::format("{} mistakes", file.mistakes.size());
  return file.mistakes[0].message + " | " + file.mistakes[0].help;
}

}  // namespace

TEST_CASE("a file of holidays is read", "[time]") {
  CHECK(read("# Public holidays\n"
             "\n"
             "2026-04-03  Good Friday\n"
             "  2026-04-06\tEaster Monday   # a Monday, as ever\n"
             "2026-10-03\n"
             "every 25 december  Christmas Day\n"
             "every 29 february\n"
             "\t# the end") ==
        "2026-04-03 [Good Friday] <- 2026-04-03\n"
        "2026-04-06 [Easter Monday] <- 2026-04-06\n"
        "2026-10-03 [] <- 2026-10-03\n"
        "every 12-25 [Christmas Day] <- every 25 december\n"
        "every 02-29 [] <- every 29 february\n");
}

TEST_CASE("a file of holidays may be empty", "[time]") {
  for (const char* text : {"", "\n", "\r\n\r\n", "   ", "# nothing\n", "\t\n#"}) CHECK(read(text).empty());
}

TEST_CASE("lines end as on any system", "[time]") {
  const std::string expected = "2026-01-01 [New Year] <- 2026-01-01\n2026-01-06 [Epiphany] <- 2026-01-06\n";
  CHECK(read("2026-01-01 New Year\n2026-01-06 Epiphany\n") == expected);
  CHECK(read("2026-01-01 New Year\r\n2026-01-06 Epiphany\r\n") == expected);
  CHECK(read("2026-01-01 New Year\r2026-01-06 Epiphany") == expected);
}

TEST_CASE("names are kept as they are written", "[time]") {
  CHECK(read("2026-05-14 Christi Himmelfahrt / Ascension  Day \n") ==
        "2026-05-14 [Christi Himmelfahrt / Ascension  Day] <- 2026-05-14\n");
  CHECK(read("2026-08-15 Mariä Himmelfahrt\n2026-02-17 春节\n") ==
        "2026-08-15 [Mariä Himmelfahrt] <- 2026-08-15\n2026-02-17 [春节] <- 2026-02-17\n");
  // `#` within a word begins no comment.
  CHECK(read("2026-05-14 Day#1 #2\n") == "2026-05-14 [Day#1] <- 2026-05-14\n");
  CHECK(read("2026-05-14 #Day\n") == "2026-05-14 [] <- 2026-05-14\n");
  CHECK(read("2026-05-14 every 1 may\n") == "2026-05-14 [every 1 may] <- 2026-05-14\n");
}

TEST_CASE("all mistakes of a file are told at once, and the good lines are kept", "[time]") {
  CHECK(read("2026-02-30 No Such Day\n"
             "3.4.2026 Good Friday\n"
             "every 31 april\n"
             "every 25 dezember Christmas\n"
             "2026-05-01 Labour Day\n"
             "2026-05-01 Again\n"
             "every 1 may\n"
             "every  01  may May Day\n") ==
        "2026-05-01 [Labour Day] <- 2026-05-01\n"
        "every 05-01 [] <- every 1 may\n"
        "0..10 there is no date `2026-02-30`\n"
        "  help: the month has days 01 to 28\n"
        "23..31 `3.4.2026` is not a date\n"
        "  help: write `2026-04-03`: the year, the month, the day\n"
        "44..58 april has no day 31\n"
        "  help: write a day from 1 to 30\n"
        "68..76 unknown month `dezember`\n"
        "  help: did you mean `december`?\n"
        "109..119 `2026-05-01` is a holiday twice\n"
        "  help: leave one of the two out\n"
        "  first: 87..97\n"
        "138..152 `every  01  may` is a holiday twice\n"
        "  help: leave one of the two out\n"
        "  first: 126..137\n");
}

TEST_CASE("a holiday of a year may be that of every year too", "[time]") {
  // Ascension was on 1 May in 2008.
  CHECK(read("every 1 may Labour Day\n2008-05-01 Ascension\n") ==
        "every 05-01 [Labour Day] <- every 1 may\n2008-05-01 [Ascension] <- 2008-05-01\n");
}

TEST_CASE("what is no date says how it is written", "[time]") {
  const std::string order = ": the year, the month, the day";
  CHECK(slip("3.4.2026") == "`3.4.2026` is not a date | write `2026-04-03`" + order);
  CHECK(slip("3.4.2026. Good Friday") == "`3.4.2026.` is not a date | write `2026-04-03`" + order);
  CHECK(slip("2026-4-3 Good Friday") == "`2026-4-3` is not a date | write `2026-04-03`" + order);
  CHECK(slip("2026/04/03") == "`2026/04/03` is not a date | write `2026-04-03`" + order);
  CHECK(slip("20260403") == "`20260403` is not a date | write `2026-04-03`" + order);
  CHECK(slip("25/12/2026") == "`25/12/2026` is not a date | write `2026-12-25`" + order);
  CHECK(slip("12/25/2026") == "`12/25/2026` is not a date | write `2026-12-25`" + order);
  CHECK(slip("05-05-2026") == "`05-05-2026` is not a date | write `2026-05-05`" + order);
  CHECK(slip("04/03/2026") ==
        "`04/03/2026` is not a date | write the year, the month, the day: `2026-03-04` or `2026-04-03`");
  CHECK(slip("2026-04-03,Good Friday") ==
        "`2026-04-03,Good` is not a date | write the day alone, and a blank before its name: `2026-04-03`");
  CHECK(slip("2026-04-03T00:00:00Z") ==
        "`2026-04-03T00:00:00Z` is not a date | write the day alone, and a blank before its name: `2026-04-03`");
  const std::string begin = "a line begins with a date such as `2026-04-03`, with `every`, or with `#`";
  CHECK(slip("Good Friday") == "`Good` is not a date | " + begin);
  CHECK(slip("3.4.26 Good Friday") == "`3.4.26` is not a date | " + begin);
  CHECK(slip("31.2.2026") == "`31.2.2026` is not a date | " + begin);
  CHECK(slip("2026.04/03") == "`2026.04/03` is not a date | " + begin);
  CHECK(slip("99999999") == "`99999999` is not a date | " + begin);
  CHECK(slip("Every 25 december") == "`Every` is not a date | did you mean `every`?");
}

TEST_CASE("a date that does not exist says why", "[time]") {
  CHECK(slip("2026-02-29") == "there is no date `2026-02-29` | the month has days 01 to 28");
  CHECK(slip("2024-02-30") == "there is no date `2024-02-30` | the month has days 01 to 29");
  CHECK(slip("2026-04-31 x") == "there is no date `2026-04-31` | the month has days 01 to 30");
  CHECK(slip("2026-04-00") == "there is no date `2026-04-00` | the month has days 01 to 30");
  CHECK(slip("2026-13-01") == "there is no date `2026-13-01` | months go from 01 to 12");
  CHECK(slip("2026-00-01") == "there is no date `2026-00-01` | months go from 01 to 12");
  CHECK(slip("0000-01-01") == "there is no date `0000-01-01` | years go from 0001 to 9999");
}

TEST_CASE("a holiday of every year that cannot be read says why", "[time]") {
  const std::string example = "write the day and the month, such as `every 25 december`";
  CHECK(slip("every") == "a day and a month must follow `every` | " + example);
  CHECK(slip("every 25") == "a day and a month must follow `every` | " + example);
  CHECK(slip("every 25 # december") == "a day and a month must follow `every` | " + example);
  CHECK(slip("every december 25") ==
        "`december` is not a day of a month | write the day first, as in `every 25 december`");
  CHECK(slip("every 25th december") == "`25th` is not a day of a month | " + example);
  CHECK(slip("every 25. december") == "`25.` is not a day of a month | " + example);
  CHECK(slip("every first monday") == "`first` is not a day of a month | " + example);
  CHECK(slip("every 125 december") == "`125` is not a day of a month | " + example);
  CHECK(slip("every 25 dec Christmas") == "unknown month `dec` | did you mean `december`?");
  CHECK(slip("every 25 December") == "unknown month `December` | did you mean `december`?");
  CHECK(slip("every 25 DECEMBER") == "unknown month `DECEMBER` | did you mean `december`?");
  CHECK(slip("every 25 12") == "unknown month `12` | did you mean `december`?");
  CHECK(slip("every 25 13") == "unknown month `13` | " + example);
  CHECK(slip("every 25 00") == "unknown month `00` | " + example);
  CHECK(slip("every 25 friday") == "unknown month `friday` | " + example);
  CHECK(slip("every 0 may") == "may has no day 0 | write a day from 1 to 31");
  CHECK(slip("every 30 february") == "february has no day 30 | write a day from 1 to 29");
}

TEST_CASE("characters that make a line read other than it is are refused", "[time]") {
  CHECK(read("2026-04-03 Good\x01"
             "Friday\n2026-04-06 Easter\xE2\x80\x8B Monday\n") ==
        "15..16 the control character U+0001 may not stand in a file of holidays\n"
        "  help: remove it\n"
        "40..43 the invisible character U+200B may not stand in a file of holidays\n"
        "  help: remove it: it can make a line read other than it is\n");
  // A date that cannot be read because of such a character is not told twice; another mistake of the line is.
  CHECK(read("2026-04\xE2\x80\x8B-03 x\n") ==
        "7..10 the invisible character U+200B may not stand in a file of holidays\n"
        "  help: remove it: it can make a line read other than it is\n");
  CHECK(read("2026-04-31 \xE2\x80\xAEx # \x7F\n") ==
        "0..10 there is no date `2026-04-31`\n"
        "  help: the month has days 01 to 30\n"
        "11..14 the invisible character U+202E may not stand in a file of holidays\n"
        "  help: remove it: it can make a line read other than it is\n"
        "18..19 the control character U+007F may not stand in a file of holidays\n"
        "  help: remove it\n");
}

TEST_CASE("a file of holidays is UTF-8", "[time]") {
  CHECK(read("2026-01-01 New Year\n2026-08-15 Mari\xE4\n2026-13-01\n") ==
        "2026-01-01 [New Year] <- 2026-01-01\n"
        "35..36 byte 35 (0xE4) is not UTF-8 text\n"
        "  help: save the file as UTF-8\n");
}

TEST_CASE("what is told of a file of holidays has bounds", "[time]") {
  std::string text;
  for (int i = 0; i < 250; ++i) text += "nonsense\n";
  const HolidayFile file = read_holiday_file(text + "2026-01-01\n");
  CHECK(file.mistakes.size() == 100);
  CHECK(file.untold_mistakes == 150);
  CHECK(file.entries.size() == 1);
  // A word of any length is told in short, and not cut within a character.
  const auto told_word = [](const std::string& word) {
    const std::string message = slip(word);
    return message.substr(1, message.find("` is") - 1);
  };
  const std::string most = "x" + std::string(38, 'y');
  CHECK(told_word(std::string(100'000, 'x')) == std::string(40, 'x') + "…");
  CHECK(told_word(most + "zzz") == most + "z…");
  CHECK(told_word(most + "z") == most + "z");
  CHECK(told_word(most + "ä") == most + "…");
  CHECK(told_word(most + "zä") == most + "z…");
}
