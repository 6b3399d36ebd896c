#include "interpreter/order/order_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace bywhen {

namespace {

template <typename Named>
NameTable names_of(const std::vector<Named>& all) {
  std::vector<std::string_view> names;
  for (const Named& one : all) names.push_back(one.name);
  return NameTable(std::move(names));
}

NameTable names_of(const Model& model, const std::vector<Choice>& list) {
  std::vector<std::string_view> names;
  for (const Choice choice : list) names.push_back(model.choice_names[choice.id]);
  return NameTable(std::move(names));
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

WrittenKey::WrittenKey(std::string_view name) {
  const std::string text = fmt::format("\"{}\":", name);
  if (text.size() > room) return;
  std::array<char, room> bytes{};
  std::array<char, room> mask{};
  std::copy(text.begin(), text.end(), bytes.begin());
  std::fill_n(mask.begin(), text.size(), '\xFF');
  size_ = text.size();
  words_ = (size_ + 7) / 8;
  for (std::size_t i = 0; i < words_; ++i) {
    bytes_[i] = eight_bytes(bytes.data() + 8 * i);
    mask_[i] = eight_bytes(mask.data() + 8 * i);
  }
}

OrderKeys::OrderKeys(const Program& program)
    : facts(names_of(program.model->facts)), statuses(names_of(program.model->statuses)) {
  const Model& model = *program.model;
  for (const Fact& fact : model.facts) written.emplace_back(fact.name);
  for (const auto& list : model.choice_lists) choices.push_back(names_of(model, list));
  for (const StatusProgram& status : program.statuses) required.push_back(required_in(model, status));
}

}  // namespace bywhen
