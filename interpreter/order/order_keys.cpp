#include "interpreter/order/order_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <random>
#include <string>

namespace bywhen {

namespace {

template <typename Named>
std::vector<std::string_view> names_of(const std::vector<Named>& all) {
  std::vector<std::string_view> names;
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

std::vector<std::string_view> names_of(const Model& model, const std::vector<Choice>& list) {
  std::vector<std::string_view> names;
  for (const Choice choice : list) names.push_back(model.choice_names[choice.id]);
  return names;
}

void add(FactBits& bits, FactId fact) { bits[fact / 64U] |= std::uint64_t{1} << (fact % 64U); }

/// The same that `validate` misses.
FactBits required_in(const Model& model, const StatusProgram& status) {
  FactBits bits(model.facts.size() / 64 + 1);
  for (FactId fact = 0; fact < model.fact_count(); ++fact) {
    if (model.facts[fact].required()) add(bits, fact);
  }
  for (const FactId fact : status.required) {
    if (!model.facts[fact].default_value) add(bits, fact);
  }
  return bits;
}

}  // namespace

WrittenNames::Written WrittenNames::written(std::string_view text) {
  Written written;
  std::array<char, 8 * words> bytes{};
  std::array<char, 8 * words> mask{};
  written.nobody = text.empty() || text.size() > bytes.size() ? 1 : 0;
  if (written.nobody != 0) return written;
  std::copy(text.begin(), text.end(), bytes.begin());
  std::fill_n(mask.begin(), text.size(), '\xFF');
  for (std::size_t i = 0; i < words; ++i) {
    written.bytes[i] = eight_bytes(bytes.data() + 8 * i);
    written.mask[i] = eight_bytes(mask.data() + 8 * i);
  }
  return written;
}

WrittenNames::WrittenNames(const std::vector<std::string_view>& names, std::string_view behind)
    : around_(2 + behind.size()) {
  for (const std::string_view name : names) written_.push_back(written(fmt::format("\"{}\"{}", name, behind)));
  written_.push_back(written(""));
  // Of twice as many bits as the names have, nearly every second table has a place for each name alone.
  constexpr unsigned most_bits = 12;
  const auto bits = std::min<unsigned>(most_bits, 2 * static_cast<unsigned>(std::bit_width(names.size())) + 1);
  places_.resize(std::size_t{1} << bits);
  shift_ = 64 - bits;
  constexpr std::size_t few = 64;
  constexpr int most_tries = 32;
  std::mt19937_64 random(names.size());
  for (int tries = names.size() <= few ? most_tries : 1; tries > 0; --tries) {
    spread_ = random() | 1U;
    other_spread_ = random() | 1U;
    if (place(names)) return;
  }
}

bool WrittenNames::place(const std::vector<std::string_view>& names) {
  const auto none = static_cast<std::uint16_t>(names.size());
  std::fill(places_.begin(), places_.end(), none);
  bool alone = true;
  for (std::uint16_t i = 0; i < none; ++i) {
    const std::string roomy = std::string(names[i]) + std::string(8, '\0');
    std::uint16_t& found = places_[place_of(roomy.data(), names[i].size())];
    alone = alone && found == none;
    found = i;
  }
  return alone;
}

OrderKeys::OrderKeys(const Program& program)
    : facts(names_of(program.model->facts)),
      statuses(names_of(program.model->statuses)),
      written_facts(names_of(program.model->facts), ":"),
      written_statuses(names_of(program.model->statuses), "") {
  const Model& model = *program.model;
  for (const auto& list : model.choice_lists) {
    choices.emplace_back(names_of(model, list));
    written_choices.emplace_back(names_of(model, list), "");
  }
  for (const StatusProgram& status : program.statuses) required.push_back(required_in(model, status));
}

}  // namespace bywhen
