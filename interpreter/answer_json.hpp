#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bywhen/answer.hpp"
#include "bywhen/takeover.hpp"
#include "interpreter/json_writer.hpp"

/// The parts of an answer as JSON, for all that is made of them.
namespace bywhen {

void write(JsonWriter& json, const std::vector<std::string>& texts);
void write(JsonWriter& json, const RuleName& rule);
void write(JsonWriter& json, const PolicyIdentity& policy);
void write(JsonWriter& json, const SettledAnswer& settled);
void write(JsonWriter& json, const ActionAnswer& action);
void write(JsonWriter& json, const DeadlineAnswer& deadline);
void write(JsonWriter& json, const NextAnswer& next);
void write(JsonWriter& json, const Takeover& takeover);

template <typename Item>
void write_list(JsonWriter& json, std::string_view key, const std::vector<Item>& items) {
  json.key(key).open_array();
  for (const Item& item : items) write(json, item);
  json.close_array();
}

}  // namespace bywhen
