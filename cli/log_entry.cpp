#include "cli/log_entry.hpp"

#include <fmt/format.h>
#include <simdjson.h>

namespace bywhen::cli {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view form = R"(an entry is `{"order": {…}, "answer": {…}}`)";

class EntryReader {
public:
  std::variant<LogEntry, LogEntryError> read(std::string_view line) {
    const simdjson::padded_string padded(line);
    ondemand::parser parser;
    ondemand::document document;
    ondemand::json_type type{};
    if (failed(parser.iterate(padded).get(document)) || failed(document.type().get(type))) return no_json();
    if (type != ondemand::json_type::object) return LogEntryError{"this is no object", std::string(form)};
    if (!walk(document)) return error_.message.empty() ? no_json() : error_;
    if (entry_.answer.empty() && is_answer_) return lonely_answer();
    if (entry_.order.empty()) return LogEntryError{"`order` is missing", std::string(form)};
    if (entry_.answer.empty()) return LogEntryError{"`answer` is missing", std::string(form)};
    return entry_;
  }

private:
  bool failed(simdjson::error_code code) {
    code_ = code;
    return code != simdjson::SUCCESS;
  }
  [[nodiscard]] LogEntryError no_json() const {
    return {fmt::format("this is no JSON: {}", simdjson::error_message(code_)), std::string(form)};
  }
  static LogEntryError lonely_answer() {
    return {"this is an answer alone, which holds its order as it was settled and not as it was asked about",
            "log the order beside it, as `bywhen decide --orders FILE --log` does"};
  }
  bool complain(std::string_view name, std::string_view wanted) {
    error_ = {fmt::format("`{}` is not {}", name, wanted), std::string(form)};
    return false;
  }

  bool walk(ondemand::document& document) {
    ondemand::object object;
    if (failed(document.get_object().get(object))) return false;
    for (auto item : object) {
      ondemand::field field;
      std::string_view name;
      if (failed(std::move(item).get(field)) || failed(field.unescaped_key().get(name))) return false;
      if (!take(std::string(name), field.value())) return false;
    }
    const char* rest = nullptr;
    if (document.current_location().get(rest) == simdjson::OUT_OF_BOUNDS) return true;
    code_ = simdjson::TRAILING_CONTENT;
    return false;
  }
  bool take(const std::string& name, ondemand::value value) {
    if (name == "order") return take_object(name, value, entry_.order);
    if (name == "answer") return take_object(name, value, entry_.answer);
    if (name == "at") return take_text(name, value, entry_.at);
    // In an answer it is an object.
    ondemand::json_type type{};
    if (failed(value.type().get(type))) return false;
    if (name == "policy" && type == ondemand::json_type::string) return take_text(name, value, entry_.policy);
    is_answer_ = is_answer_ || name == "actions" || name == "settled";
    std::string_view passed_over;
    return !failed(simdjson::to_json_string(value).get(passed_over));
  }
  bool take_object(const std::string& name, ondemand::value value, std::string& json) {
    ondemand::json_type type{};
    if (failed(value.type().get(type))) return false;
    if (type != ondemand::json_type::object) return complain(name, "an object");
    if (!json.empty()) return complain(name, "there once only");
    std::string_view raw;
    if (failed(simdjson::to_json_string(value).get(raw))) return false;
    json = raw;
    return true;
  }
  bool take_text(const std::string& name, ondemand::value value, std::string& text) {
    std::string_view found;
    if (failed(value.get_string().get(found))) return complain(name, "a text");
    text = found;
    return true;
  }

  LogEntry entry_;
  LogEntryError error_;
  simdjson::error_code code_ = simdjson::SUCCESS;
  bool is_answer_ = false;
};

}  // namespace

std::variant<LogEntry, LogEntryError> read_log_entry(std::string_view line) { return EntryReader().read(line); }

}  // namespace bywhen::cli
