#include "interpreter/time/usual_time.hpp"
#include "interpreter/time/put_time.hpp"

#include <fmt/format.h>

#include <array>
#include <catch2/catch.hpp>
#include <random>
#include <string>

#include "interpreter/time/civil.hpp"
#include "interpreter/time/timestamp.hpp"

using namespace bywhen;

TEST_CASE("usual time: knows the days that there are") {
  std::size_t wrong = 0;
  for (std::uint32_t year = 0; year <= 9'999; ++year) {
    for (std::uint32_t month = 0; month <= 20; ++month) {
      for (std::uint32_t day = 0; day <= 32; ++day) {
        const auto expected = Date::from_ymd(static_cast<std::int32_t>(year), static_cast<std::int32_t>(month),
                                             static_cast<std::int32_t>(day));
        const usual::Digits found{year / 100, year % 100, month, day};
        if (found.is_date() != expected.has_value() || (expected && found.days() != expected->days)) ++wrong;
      }
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("usual time: reads what the other reader reads, and leaves the rest to it") {
  std::mt19937_64 random(1);
  const std::string usual = "2026-03-01T10:00:00Z";
  const std::string_view others = "0123456789-:TZt .+/;\x7F\xC3";
  std::size_t read = 0;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = usual;
    for (std::size_t changes = random() % 4; changes > 0; --changes)
      text[random() % (text.size() - 1)] = others[random() % others.size()];
    const auto micros = read_usual_time(text.data());
    const auto timestamp = read_timestamp(text, true);
    const auto* expected = std::get_if<Timestamp>(&timestamp);
    if (!micros) continue;
    ++read;
    INFO(text);
    REQUIRE(expected != nullptr);
    REQUIRE(*micros == expected->local.micros);
  }
  CHECK(read > 50'000);
}

TEST_CASE("usual time: what is written can be read") {
  std::mt19937_64 random(2);
  const auto span = static_cast<std::uint64_t>(Instant::last().micros - Instant::first().micros);
  for (int i = 0; i < 100'000; ++i) {
    Instant instant{Instant::first().micros + static_cast<std::int64_t>(random() % (span + 1))};
    if (random() % 2 == 0) instant.micros -= instant.micros % 1'000'000;
    std::array<char, longest_time_text> room{};
    const std::string text(room.data(), put_rfc3339(room.data(), instant));
    INFO(text);
    REQUIRE(parse_rfc3339(text) == instant);
    REQUIRE((text.size() == 20 || text[text.size() - 2] != '0'));
  }
}

TEST_CASE("usual time: every date and every fraction is written") {
  std::size_t wrong = 0;
  std::array<char, longest_time_text> room{};
  for (Date date = Date::first(); date <= Date::last(); ++date.days) {
    const auto [year, month, day] = date.ymd();
    const std::string_view text(room.data(), put_date(room.data(), date));
    if (text != fmt::format("{:04}-{:02}-{:02}", year, month, day)) ++wrong;
  }
  for (std::int64_t micros = 0; micros < 1'000'000; ++micros) {
    std::string expected = fmt::format("2026-02-28T23:59:59.{:06}", micros);
    expected.erase(expected.find_last_not_of('0') + 1);
    if (micros == 0) expected.pop_back();
    const Instant instant{(Date::from_ymd(2026, 3, 1)->days * std::int64_t{86'400} - 1) * 1'000'000 + micros};
    if (std::string_view(room.data(), put_rfc3339(room.data(), instant)) != expected + 'Z') ++wrong;
  }
  CHECK(wrong == 0);
}
