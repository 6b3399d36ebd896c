#include "bywhen/brief.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <utility>

#include "interpreter/api/access.hpp"
#include "interpreter/api/brief_texts.hpp"
#include "interpreter/money/currency.hpp"
#include "interpreter/money/money.hpp"
#include "interpreter/time/put_time.hpp"

namespace bywhen {

namespace {

/// Puts pieces behind each other in room of its own, and then behind a text: a text by itself would look after every
/// piece whether it has to grow.
class Pen {
public:
  explicit Pen(std::string& text) : text_(text) { text_.clear(); }

  void put(char c) {
    make_room(1);
    *end_++ = c;
  }
  /// Of a literal the size is known, so that it is copied by a move or two.
  template <std::size_t size>
  void put(const char (&literal)[size]) {
    make_room(size);
    std::memcpy(end_, literal, size - 1);
    end_ += size - 1;
  }
  void put(std::string_view piece) {
    if (piece.size() > longest_piece) return put_long(piece);
    make_room(longest_piece);
    copy_short(piece);
    end_ += piece.size();
  }
  /// Of the policy's own, or a part of such a one that ends with it.
  void put_written(std::string_view piece) {
    if (piece.size() > BriefTexts::room) return put_long(piece);
    make_room(BriefTexts::room);
    std::memcpy(end_, piece.data(), BriefTexts::room);
    end_ += piece.size();
  }
  void put_time(Instant instant) {
    make_room(longest_time_text);
    end_ = put_rfc3339(end_, instant);
  }
  void put_number(std::uint64_t number) {
    make_room(longest_number);
    end_ = std::to_chars(end_, end_ + longest_number, number).ptr;
  }
  void put_money(Money money) {
    make_room(longest_money_text);
    end_ = bywhen::put_money(end_, money);
  }
  void flush() {
    text_.append(room_.data(), end_);
    end_ = room_.data();
  }

private:
  static constexpr std::size_t longest_number = 20;
  static constexpr std::size_t longest_piece = 32;

  /// Most names are short: two moves that may overlap copy them, without a call.
  void copy_short(std::string_view piece) {
    const auto copy_ends = [&]<std::size_t size>() {
      std::memcpy(end_, piece.data(), size);
      std::memcpy(end_ + piece.size() - size, piece.data() + piece.size() - size, size);
    };
    if (piece.size() >= 16) {
      copy_ends.operator()<16>();
    } else if (piece.size() >= 8) {
      copy_ends.operator()<8>();
    } else if (piece.size() >= 4) {
      copy_ends.operator()<4>();
    } else {
      for (std::size_t i = 0; i < piece.size(); ++i) end_[i] = piece[i];
    }
  }
  void put_long(std::string_view piece) {
    flush();
    text_ += piece;
  }

  void make_room(std::size_t size) {
    if (size > static_cast<std::size_t>(room_.data() + room_.size() - end_)) [[unlikely]]
      flush();
  }

  std::string& text_;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): written before it is read
  std::array<char, 1024> room_;
  char* end_ = room_.data();
};

/// Writes one answer.
class Brief {
public:
  Brief(const CompactAnswer& answer, std::string& text)
      : answer_(answer), texts_(*PolicyAccess::compiled(answer.policy())->brief_texts), pen_(text) {}

  void write(const Order* order, const Governed* governed) {
    if (order != nullptr && !PolicyAccess::state(*order).id.empty()) {
      pen_.put(R"({"id":)");
      pen_.put(PolicyAccess::state(*order).id);
      pen_.put(R"(,"at":")");
    } else {
      pen_.put(R"({"at":")");
    }
    pen_.put_time(answer_.at());
    pen_.put('"');
    if (governed != nullptr) identity(*governed);
    pen_.put_written(texts_.status(answer_.status().index));
    settled(answer_.settled() + (governed != nullptr ? governed->settled.size() : 0));
    pen_.put(R"(,"allowed":[)");
    permissions(answer_.allowed_bits());
    unknown();
    deadlines();
    validity(governed != nullptr ? governed->until : std::nullopt);
    pen_.put('}');
    pen_.flush();
  }

private:
  void identity(const Governed& governed) {
    if (!governed.version.empty()) {
      pen_.put(R"(,"version":")");
      pen_.put(governed.version);
      pen_.put('"');
    }
    if (governed.overlays.empty()) return;
    pen_.put(R"(,"overlays":)");
    char before = '[';
    for (const std::string& overlay : governed.overlays) {
      pen_.put(std::exchange(before, ','));
      pen_.put('"');
      pen_.put(overlay);
      pen_.put('"');
    }
    pen_.put(']');
  }
  void settled(std::size_t count) {
    if (count == 0) return;
    pen_.put(R"(,"settled":)");
    pen_.put_number(count);
  }
  void permissions(std::span<const std::uint64_t> bits) {
    // Each begins with a comma, but the first.
    std::size_t dropped = 1;
    for (std::size_t word = 0; word < bits.size(); ++word) {
      for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
        const std::size_t place = word * 64 + static_cast<std::size_t>(std::countr_zero(left));
        pen_.put_written(texts_.permission(place).substr(std::exchange(dropped, 0)));
      }
    }
    pen_.put(']');
  }
  void unknown() {
    const auto bits = answer_.open_bits();
    if (std::all_of(bits.begin(), bits.end(), [](std::uint64_t word) { return word == 0; })) return;
    pen_.put(R"(,"unknown":[)");
    permissions(bits);
  }
  void deadlines() {
    pen_.put(R"(,"deadlines":[)");
    std::size_t dropped = 1;
    for (const StandingDuty& duty : answer_.duties()) {
      pen_.put_written(texts_.duty(duty.duty.rule).substr(std::exchange(dropped, 0)));
      deadline(duty);
    }
    pen_.put(']');
  }
  void deadline(const StandingDuty& duty) {
    pen_.put_written(texts_.state(duty.standing.state));
    if (duty.standing.due) {
      pen_.put(R"(","due":")");
      pen_.put_time(*duty.standing.due);
    }
    if (const auto& amount = duty.standing.amount) {
      pen_.put(R"(","amount":")");
      pen_.put_money({amount->minor, find_currency(amount->code())->index});
    }
    pen_.put(R"("})");
  }
  void validity(std::optional<Instant> takeover) {
    auto until = answer_.valid_until();
    if (takeover) until = std::min(until.value_or(*takeover), *takeover);
    if (!until) return;
    pen_.put(R"(,"valid_until":")");
    pen_.put_time(*until);
    pen_.put('"');
  }

  const CompactAnswer& answer_;
  const BriefTexts& texts_;
  Pen pen_;
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
