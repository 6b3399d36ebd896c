#include "bywhen/brief.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/json_writer.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/time/civil.hpp"

namespace bywhen {

namespace {

/// Writes one answer. Names of the policy's are identifiers, so they need no escapes. Times and amounts are put
/// together here, piece by piece: as whole texts they would ask for memory.
class Brief {
public:
  Brief(const CompactAnswer& answer, std::string& text)
      : answer_(answer), compiled_(*PolicyAccess::compiled(answer.policy())), text_(text) {}

  void write(const Order* order, const Governed* governed) {
    text_.clear();
    if (order != nullptr) id(PolicyAccess::state(*order).id);
    member("at");
    time(answer_.at());
    if (governed != nullptr) identity(*governed);
    member("status");
    name(answer_.status_name());
    settled(answer_.settled() + (governed != nullptr ? governed->settled.size() : 0));
    member("allowed");
    permissions(answer_.allowed_bits());
    unknown();
    member("deadlines");
    deadlines();
    validity(governed != nullptr ? governed->until : std::nullopt);
    text_ += '}';
  }

private:
  void id(std::string_view json) {
    if (json.empty()) return;
    member("id");
    text_ += json;
  }
  void identity(const Governed& governed) {
    if (!governed.version.empty()) {
      member("version");
      name(governed.version);
    }
    if (governed.overlays.empty()) return;
    member("overlays");
    char before = '[';
    for (const std::string& overlay : governed.overlays) {
      text_ += std::exchange(before, ',');
      name(overlay);
    }
    text_ += ']';
  }
  void settled(std::size_t count) {
    if (count == 0) return;
    member("settled");
    fmt::format_to(std::back_inserter(text_), "{}", count);
  }
  void permissions(std::span<const std::uint64_t> bits) {
    const auto& all = compiled_.kernel->permissions;
    const Model& model = *compiled_.program.model;
    const std::size_t empty = text_.size() + 1;
    text_ += '[';
    for (std::size_t i = 0; i < all.size(); ++i) {
      if ((bits[i / 64] >> (i % 64) & 1U) == 0) continue;
      if (text_.size() != empty) text_ += ',';
      text_ += '[';
      name(model.actors[all[i].first].name);
      text_ += ',';
      name(model.actions[all[i].second].name);
      text_ += ']';
    }
    text_ += ']';
  }
  void unknown() {
    const auto bits = answer_.open_bits();
    if (std::all_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word == 0; })) return;
    member("unknown");
    permissions(bits);
  }
  void deadlines() {
    text_ += '[';
    bool first = true;
    for (const StandingDuty& duty : answer_.duties()) {
      if (!std::exchange(first, false)) text_ += ',';
      deadline(duty);
    }
    text_ += ']';
  }
  void deadline(const StandingDuty& duty) {
    text_ += R"({"rule":)";
    append_json_string(text_, compiled_.program.model->rules[duty.duty.rule].name);
    member("state");
    name(to_string(duty.standing.state));
    if (duty.standing.due) {
      member("due");
      time(*duty.standing.due);
    }
    if (const auto& amount = duty.standing.amount) {
      member("amount");
      money(*amount);
    }
    text_ += '}';
  }
  void validity(std::optional<Instant> takeover) {
    auto until = answer_.valid_until();
    if (takeover) until = std::min(until.value_or(*takeover), *takeover);
    if (!until) return;
    member("valid_until");
    time(*until);
  }

  void member(std::string_view key) {
    text_ += text_.empty() ? '{' : ',';
    name(key);
    text_ += ':';
  }
  void name(std::string_view name) {
    text_ += '"';
    text_ += name;
    text_ += '"';
  }
  void time(Instant instant) {
    const LocalTime utc{instant.micros};
    const auto [year, month, day] = utc.date().ymd();
    const std::int64_t seconds = utc.time_of_day() / micros_per_second;
    const std::int64_t fraction = utc.time_of_day() % micros_per_second;
    fmt::format_to(std::back_inserter(text_), R"("{:04}-{:02}-{:02}T{:02}:{:02}:{:02})", year, month, day,
                   seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (fraction != 0) {
      fmt::format_to(std::back_inserter(text_), ".{:06}", fraction);
      text_.erase(text_.find_last_not_of('0') + 1);
    }
    text_ += "Z\"";
  }
  void money(const Amount& amount) {
    const int decimals = find_currency(amount.code())->minor_units;
    const std::int64_t size = std::abs(amount.minor);
    std::int64_t whole = 1;
    for (int i = 0; i < decimals; ++i) whole *= 10;
    fmt::format_to(std::back_inserter(text_), R"("{}{})", amount.minor < 0 ? "-" : "", size / whole);
    if (decimals > 0) fmt::format_to(std::back_inserter(text_), ".{:0{}}", size % whole, decimals);
    fmt::format_to(std::back_inserter(text_), R"( {}")", amount.code());
  }

  const CompactAnswer& answer_;
  const Policy::Compiled& compiled_;
  std::string& text_;
};

}  // namespace

void to_brief_json(const CompactAnswer& answer, std::string& text) { Brief(answer, text).write(nullptr, nullptr); }

void to_brief_json(const Order& order, const CompactAnswer& answer, std::string& text) {
  Brief(answer, text).write(&order, nullptr);
}

void to_brief_json(const Governed& governed, const CompactAnswer& answer, std::string& text) {
  Brief(answer, text).write(&governed.order, &governed);
}

}  // namespace bywhen
