#include "interpreter/time/duration.hpp"

#include <catch2/catch.hpp>
#include <limits>

using namespace bywhen;

namespace {

std::string canonical(const char* text) {
  const auto duration = parse_duration(text);
  return duration ? format_duration(*duration) : "refused";
}

std::string words(const char* text) { return describe(*parse_duration(text)); }

DurationError error_of(const char* text) { return std::get<DurationError>(read_duration(text)); }

Duration of(std::int64_t count, DurationUnit unit) { return *make_duration(count, unit); }

}  // namespace

TEST_CASE("durations are read, and written in one way", "[time]") {
  CHECK(canonical("P20D") == "P20D");
  CHECK(canonical("P2W") == "P14D");
  CHECK(canonical("PT48H") == "PT48H");
  CHECK(canonical("PT90M") == "PT1H30M");
  CHECK(canonical("P1M3DT2H30M") == "P1M3DT2H30M");
  CHECK(canonical("P12M") == "P1Y");
  CHECK(canonical("P18M") == "P18M");
  CHECK(canonical("P1Y6M") == "P18M");
  CHECK(canonical("P0D") == "PT0S");
  CHECK(canonical("PT3600S") == "PT1H");
  CHECK(canonical("P01D") == "P1D");
}

TEST_CASE("durations are written without gaps", "[time]") {
  CHECK(canonical("P1Y0M3D") == "P1Y0M3D");
  CHECK(canonical("PT1H0M5S") == "PT1H0M5S");
  CHECK(canonical("P1YT5S") == "P1YT5S");
  CHECK(canonical("P0Y1M") == "P1M");
  CHECK(canonical("P1Y0M") == "P1Y");
  CHECK(canonical("P12M1DT3605S") == "P1Y0M1DT1H0M5S");
}

TEST_CASE("durations that orders cannot tell have a form for messages", "[time]") {
  CHECK(format_duration(of(-1, DurationUnit::months)) == "-P1M");
  CHECK(format_duration(of(500'000, DurationUnit::microseconds)) == "PT0.5S");
  CHECK(format_duration(of(3'600'500'000, DurationUnit::microseconds)) == "PT1H0M0.5S");
  CHECK(format_duration(of(-1'000'001, DurationUnit::microseconds)) == "-PT1.000001S");
  CHECK_FALSE(has_iso_form(of(-1, DurationUnit::months)));
  CHECK_FALSE(has_iso_form(of(-1, DurationUnit::hours)));
  CHECK_FALSE(has_iso_form(of(500'000, DurationUnit::microseconds)));
  CHECK_FALSE(has_iso_form(of(3, DurationUnit::business_days)));
  CHECK(has_iso_form(of(1, DurationUnit::seconds)));
  CHECK(has_iso_form(Duration{}));
}

TEST_CASE("every duration that an order can tell is read back as it was", "[time]") {
  for (const std::int32_t months : {0, 1, 12, 13, 24}) {
    for (const std::int32_t days : {0, 1, 30}) {
      for (const std::int64_t seconds : {0, 1, 60, 61, 3600, 3601, 3660, 3661, 90'000}) {
        const Duration duration{months, days, 0, seconds * 1'000'000, false, -1};
        INFO(format_duration(duration));
        CHECK(parse_duration(format_duration(duration)) == duration);
      }
    }
  }
}

TEST_CASE("what is no duration says why", "[time]") {
  CHECK(error_of("") == DurationError::syntax);
  CHECK(error_of("1D") == DurationError::syntax);
  CHECK(error_of("P1H") == DurationError::syntax);
  CHECK(error_of("PT1D") == DurationError::syntax);
  CHECK(error_of("P1D1D") == DurationError::syntax);
  CHECK(error_of("P1D1M") == DurationError::syntax);
  CHECK(error_of("P1D ") == DurationError::syntax);
  CHECK(error_of(" P1D") == DurationError::syntax);
  CHECK(error_of("p1d") == DurationError::syntax);
  CHECK(error_of("PT1.S") == DurationError::syntax);
  CHECK(error_of("PT.5S") == DurationError::syntax);
  CHECK(error_of("--P1D") == DurationError::syntax);
  CHECK(error_of("P-1D") == DurationError::syntax);
  CHECK(error_of("P1W1W") == DurationError::syntax);
  CHECK(error_of("P1D1W") == DurationError::syntax);
  CHECK(error_of("PT1W") == DurationError::syntax);
  CHECK(error_of("P1YT1") == DurationError::syntax);
  CHECK(error_of("P") == DurationError::empty);
  CHECK(error_of("PT") == DurationError::empty);
  CHECK(error_of("P1DT") == DurationError::empty);
  CHECK(error_of("P10001Y") == DurationError::out_of_range);
  CHECK(error_of("P99999999999999999999D") == DurationError::out_of_range);
}

TEST_CASE("durations that others take and RFC 3339 does not are refused by name", "[time]") {
  CHECK(error_of("P1.5D") == DurationError::fraction);
  CHECK(error_of("PT1.5H") == DurationError::fraction);
  CHECK(error_of("PT0.5S") == DurationError::fraction);
  CHECK(error_of("PT0.0000001S") == DurationError::fraction);
  CHECK(error_of("PT1,5S") == DurationError::fraction);
  CHECK(error_of("PT1.0S") == DurationError::fraction);
  CHECK(error_of("-P1D") == DurationError::sign);
  CHECK(error_of("+P1D") == DurationError::sign);
  CHECK(error_of("P1Y2D") == DurationError::gap);
  CHECK(error_of("PT1H2S") == DurationError::gap);
  CHECK(error_of("P1W2D") == DurationError::mixed_weeks);
  CHECK(error_of("P1Y1W") == DurationError::mixed_weeks);
  CHECK(error_of("P0Y1W") == DurationError::mixed_weeks);
  CHECK(error_of("P1WT1H") == DurationError::mixed_weeks);
}

TEST_CASE("a duration with gaps or weeks is told as it is to be written", "[time]") {
  CHECK(corrected_duration("P1Y2D") == "P1Y0M2D");
  CHECK(corrected_duration("PT1H2S") == "PT1H0M2S");
  CHECK(corrected_duration("P1W2D") == "P9D");
  CHECK(corrected_duration("P1Y1WT1H") == "P1Y0M7DT1H");
  CHECK_FALSE(corrected_duration("P1D").has_value());
  CHECK_FALSE(corrected_duration("-P1Y2D").has_value());
  CHECK_FALSE(corrected_duration("P1Y2DT1.5S").has_value());
  CHECK_FALSE(corrected_duration("P1Y2Dx").has_value());
  CHECK_FALSE(corrected_duration("P10001Y1W").has_value());
}

TEST_CASE("durations have bounds, and keep them", "[time]") {
  CHECK(canonical("P10000Y") == "P10000Y");
  CHECK(canonical("P120001M") == "refused");
  CHECK(canonical("P3660000D") == "P3660000D");
  CHECK(canonical("P3660001D") == "refused");
  CHECK(canonical("P522858W") == "refused");
  CHECK(canonical("PT316224000000S") == "PT87840000H");
  CHECK(canonical("PT316224000001S") == "refused");
  CHECK(make_duration(100'000, DurationUnit::business_days).has_value());
  CHECK_FALSE(make_duration(100'001, DurationUnit::business_days).has_value());
  for (const auto unit : {DurationUnit::microseconds, DurationUnit::seconds, DurationUnit::hours, DurationUnit::weeks,
                          DurationUnit::years}) {
    CHECK_FALSE(make_duration(std::numeric_limits<std::int64_t>::max(), unit).has_value());
    CHECK_FALSE(make_duration(std::numeric_limits<std::int64_t>::min(), unit).has_value());
  }
}

TEST_CASE("durations are told in words", "[time]") {
  CHECK(words("P20D") == "20 days");
  CHECK(words("P1D") == "1 day");
  CHECK(words("P1M3D") == "1 month 3 days");
  CHECK(words("PT48H") == "48 hours");
  CHECK(describe(of(1'500'000, DurationUnit::microseconds)) == "1.5 seconds");
  CHECK(words("P1Y") == "1 year");
  CHECK(words("PT1H1M1S") == "1 hour 1 minute 1 second");
  CHECK(words("PT0S") == "0 seconds");
  CHECK(describe(of(-3, DurationUnit::days)) == "minus 3 days");
  CHECK(describe(of(3, DurationUnit::business_days)) == "3 business days");
  CHECK(describe(of(1, DurationUnit::business_days)) == "1 business day");
  Duration full = of(14, DurationUnit::days);
  full.full = true;
  CHECK(describe(full) == "14 full days");
  CHECK_FALSE(has_iso_form(full));
  CHECK(has_iso_form(of(14, DurationUnit::days)));
}

TEST_CASE("durations compare where no date decides", "[time]") {
  CHECK(compare(of(48, DurationUnit::hours), of(2880, DurationUnit::minutes)) == std::strong_ordering::equal);
  CHECK(compare(of(2, DurationUnit::weeks), of(15, DurationUnit::days)) == std::strong_ordering::less);
  CHECK(compare(of(1, DurationUnit::years), of(11, DurationUnit::months)) == std::strong_ordering::greater);
  CHECK(compare(of(3, DurationUnit::business_days), of(2, DurationUnit::business_days)) ==
        std::strong_ordering::greater);
  CHECK(compare(Duration{}, of(2, DurationUnit::days)) == std::strong_ordering::less);
  CHECK(compare(Duration{}, Duration{}) == std::strong_ordering::equal);
  CHECK_FALSE(compare(of(1, DurationUnit::days), of(24, DurationUnit::hours)).has_value());
  CHECK_FALSE(compare(of(1, DurationUnit::months), of(30, DurationUnit::days)).has_value());
  CHECK_FALSE(compare(*parse_duration("P1M1D"), *parse_duration("P1M2D")).has_value());
  Duration elsewhere = of(3, DurationUnit::business_days);
  elsewhere.calendar = 1;
  CHECK_FALSE(compare(elsewhere, of(2, DurationUnit::business_days)).has_value());
}

TEST_CASE("durations add up within their bounds", "[time]") {
  CHECK(add(*parse_duration("P1M"), *parse_duration("P3DT2H")) == parse_duration("P1M3DT2H"));
  CHECK_FALSE(add(of(1, DurationUnit::days), of(-1, DurationUnit::hours)).has_value());
  CHECK(add(of(2, DurationUnit::days), of(-1, DurationUnit::days)) == of(1, DurationUnit::days));
  CHECK_FALSE(add(of(Duration::max_days, DurationUnit::days), of(1, DurationUnit::days)).has_value());
  CHECK(-of(5, DurationUnit::days) == of(-5, DurationUnit::days));
}

TEST_CASE("the difference of durations is a sum", "[time]") {
  CHECK(add(of(48, DurationUnit::hours), -of(1, DurationUnit::hours)) == of(47, DurationUnit::hours));
  CHECK(add(*parse_duration("P1M3D"), -*parse_duration("P1M")) == of(3, DurationUnit::days));
  CHECK(add(of(2, DurationUnit::weeks), -of(14, DurationUnit::days)) == Duration{});
  CHECK_FALSE(add(*parse_duration("P1M3D"), -*parse_duration("P1M4DT1H")) == Duration{});
  CHECK_FALSE(add(of(1, DurationUnit::months), -of(1, DurationUnit::days)).has_value());
}

TEST_CASE("durations are multiplied within their bounds", "[time]") {
  CHECK(multiply(*parse_duration("P1M3DT2H"), 3) == parse_duration("P3M9DT6H"));
  CHECK(multiply(of(3, DurationUnit::days), 0) == Duration{});
  CHECK(multiply(of(3, DurationUnit::business_days), -2) == of(-6, DurationUnit::business_days));
  Duration full = of(2, DurationUnit::days);
  full.full = true;
  full.calendar = 4;
  Duration four = full;
  four.days = 4;
  CHECK(multiply(full, 2) == four);
  CHECK(multiply(of(1, DurationUnit::days), Duration::max_days) == of(Duration::max_days, DurationUnit::days));
  CHECK_FALSE(multiply(of(1, DurationUnit::days), std::int64_t{Duration::max_days} + 1).has_value());
  CHECK_FALSE(multiply(of(-1, DurationUnit::months), std::int64_t{Duration::max_months} + 1).has_value());
  CHECK_FALSE(multiply(of(100'000, DurationUnit::business_days), 2).has_value());
  for (const std::int64_t count :
       {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()}) {
    CHECK_FALSE(multiply(of(2, DurationUnit::hours), count).has_value());
    CHECK_FALSE(multiply(of(-1, DurationUnit::days), count).has_value());
    CHECK(multiply(Duration{}, count) == Duration{});
  }
}
