#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "interpreter/order_state.hpp"

/// An order's facts as plain words of 64 bits, which a kernel computes on.
namespace bywhen::kernel {

/// A place among the words that are computed on.
using Slot = std::uint16_t;

/// What a word says of a fact, by the fact's kind:
///
/// | kind | word |
/// | --- | --- |
/// | event, time | microseconds since 1970-01-01T00:00:00Z; `Instant::never()` for an event that has not happened |
/// | date | days since 1970-01-01 |
/// | yes_no | 1 or 0 |
/// | integer | itself |
/// | decimal, percent | millionths |
/// | money | minor units; its currency has a word of its own |
/// | choice | its number among the policy's choices |
/// | text, duration, list | nothing: only whether it is told |
///
/// Behind the facts and the currencies come bits, one a fact: whether it is known (told, or by its default; an event
/// always is), and whether the order tells it.
class Layout {
public:
  explicit Layout(const Model& model);

  /// How many words there are. No fewer than an order has room for, so that most are copied at one length.
  [[nodiscard]] std::size_t size() const { return blank_.size(); }
  /// As many as let an order take 256 bytes of the heap.
  static constexpr std::size_t near = 19;
  [[nodiscard]] Slot fact(FactId fact) const { return fact; }
  /// Of a fact of money.
  [[nodiscard]] Slot currency(FactId fact) const { return currencies_[fact]; }
  [[nodiscard]] Slot known(FactId fact) const { return static_cast<Slot>(known_ + fact / 64); }
  [[nodiscard]] Slot told(FactId fact) const { return static_cast<Slot>(known_ + bit_words_ + fact / 64); }
  /// How many words it takes to have a bit for each fact.
  [[nodiscard]] std::size_t bit_words() const { return bit_words_; }
  [[nodiscard]] static std::int64_t bit(FactId fact) {
    return static_cast<std::int64_t>(std::uint64_t{1} << (fact % 64U));
  }
  /// The words of an order of which nothing is told.
  [[nodiscard]] std::span<const std::int64_t> blank() const { return blank_; }
  [[nodiscard]] std::span<const FactId> events() const { return events_; }

private:
  std::vector<Slot> currencies_;
  std::size_t known_ = 0;
  std::size_t bit_words_ = 0;
  std::vector<std::int64_t> blank_;
  std::vector<FactId> events_;
};

/// An order's facts as words, those of an ordinary policy without a detour through the heap; and the few values that
/// no word can say.
class OrderWords {
public:
  OrderWords() = default;
  OrderWords(const OrderWords& other);
  OrderWords(OrderWords&&) noexcept = default;
  OrderWords& operator=(const OrderWords& other);
  OrderWords& operator=(OrderWords&&) noexcept = default;
  ~OrderWords() = default;

  [[nodiscard]] std::span<const std::int64_t> words() const {
    return {size_ <= near_.size() ? near_.data() : rest_->far.data(), size_};
  }
  /// Copies them all to where there is room for as many as the layout has.
  void copy_to(std::int64_t* to) const {
    if (size_ > near_.size()) {
      std::copy(rest_->far.begin(), rest_->far.end(), to);
    } else {
      std::memcpy(to, near_.data(), sizeof near_);
    }
  }
  /// The last event that has happened; `Instant::always()` where none has.
  [[nodiscard]] Instant last_event() const { return last_event_; }
  /// All that is told fits into words, texts aside.
  [[nodiscard]] bool complete() const { return odd_ == 0; }

  void clear(const Layout& layout);
  void load(const Layout& layout, const Model& model, const std::vector<Value>& facts);
  /// A fact counts as this value from now on; unknown takes it back.
  void put(const Layout& layout, const Model& model, FactId fact, Value value);
  /// The same as values, one a fact, in the same memory.
  void store(const Layout& layout, const Model& model, std::vector<Value>& facts) const;

  /// A fact of which nothing was told counts as this word from now on.
  void tell(const Layout& layout, FactId fact, std::int64_t word) {
    std::int64_t* words = data();
    words[layout.fact(fact)] = word;
    words[layout.told(fact)] |= Layout::bit(fact);
    words[layout.known(fact)] |= Layout::bit(fact);
  }
  void tell_event(const Layout& layout, FactId event, Instant at) {
    tell(layout, event, at.micros);
    last_event_ = std::max(last_event_, at);
  }
  void tell_money(const Layout& layout, FactId fact, Money money) {
    tell(layout, fact, money.minor);
    data()[layout.currency(fact)] = money.currency;
  }
  void tell_text(const Layout& layout, FactId fact, std::string_view text) {
    tell(layout, fact, 0);
    rest().others.push_back({fact, Value(std::in_place_type<std::string>, text)});
  }

  /// A fact that is told and has no word.
  struct Other {
    FactId fact = 0;
    Value value;
  };
  [[nodiscard]] std::span<const Other> others() const {
    return rest_ ? std::span<const Other>(rest_->others) : std::span<const Other>();
  }

private:
  /// What few orders have.
  struct Rest {
    /// The words, of a policy with more than an order has room for.
    std::vector<std::int64_t> far;
    std::vector<Other> others;
  };

  [[nodiscard]] std::int64_t* data() { return size_ <= near_.size() ? near_.data() : rest_->far.data(); }
  [[nodiscard]] Rest& rest() {
    if (!rest_) rest_ = std::make_unique<Rest>();
    return *rest_;
  }
  void put_word(const Layout& layout, const Model& model, FactId fact, const Value& value);
  void put_other(FactId fact, Value value);
  void note_event(const Layout& layout, bool was_told, const Value& value);
  void find_last_event(const Layout& layout);

  Instant last_event_ = Instant::always();
  /// How many facts are told that have no word, texts aside.
  std::uint32_t odd_ = 0;
  std::uint32_t size_ = 0;
  std::array<std::int64_t, Layout::near> near_{};
  std::unique_ptr<Rest> rest_;
};

/// The number that stands for a value of a kind that has words.
[[nodiscard]] std::int64_t word_of(const Value& value);

/// The facts that the words tell, one a fact, in the same memory; texts that are told are empty.
void unpack(const Layout& layout, const Model& model, std::span<const std::int64_t> words, std::vector<Value>& facts);

}  // namespace bywhen::kernel
