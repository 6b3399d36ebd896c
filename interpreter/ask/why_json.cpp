#include <array>

#include "bywhen/why.hpp"
#include "interpreter/answer_json.hpp"

namespace bywhen {

std::string_view to_string(Holds holds) {
  constexpr std::array<std::string_view, 3> words{"no", "unknown", "yes"};
  return words[static_cast<std::size_t>(holds)];
}

std::string_view to_string(WhySentence::Kind kind) {
  constexpr std::array<std::string_view, 4> words{"permits", "obliges", "forbids", "gives_right"};
  return words[static_cast<std::size_t>(kind)];
}

std::string_view to_string(WhyEnd::Kind kind) {
  constexpr std::array<std::string_view, 4> words{"clock", "closes", "forbidden", "takeover"};
  return words[static_cast<std::size_t>(kind)];
}

std::string_view to_string(Way::Kind kind) {
  constexpr std::array<std::string_view, 3> words{"wait", "fact", "act"};
  return words[static_cast<std::size_t>(kind)];
}

Holds WhyBound::allows() const {
  if (kind == Kind::due) return Holds::yes;
  if (kind == Kind::opens || passed == Holds::unknown) return passed;
  return passed == Holds::yes ? Holds::no : Holds::yes;
}

namespace {

std::string_view to_string(WhyValue::State state) {
  constexpr std::array<std::string_view, 3> words{"known", "never", "unknown"};
  return words[static_cast<std::size_t>(state)];
}

std::string_view to_string(WhyBound::Kind kind) {
  constexpr std::array<std::string_view, 3> words{"opens", "ends", "due"};
  return words[static_cast<std::size_t>(kind)];
}

}  // namespace

// Static, and in no namespace of their own: `write_list` finds them by the type that they take.

static void write(JsonWriter& json, const WhyStatus& status) {
  json.open_object().key("name").text(status.name).key("label").text(status.label).close_object();
}

static void write(JsonWriter& json, const WhyValue& value) {
  json.open_object().key("name").text(value.name).key("state").text(to_string(value.state)).key("value");
  value.state == WhyValue::State::known ? json.scalar(value.value) : json.null();
  json.close_object();
}

static void write(JsonWriter& json, const WhyBound& bound) {
  json.open_object().key("kind").text(to_string(bound.kind)).key("text").text(bound.text);
  json.key("at").time(bound.at).key("state").text(to_string(bound.state)).key("passed").text(to_string(bound.passed));
  write_list(json, "values", bound.values);
  json.close_object();
}

static void write(JsonWriter& json, const WhyCondition& condition) {
  json.open_object().key("text").text(condition.text).key("holds").text(to_string(condition.holds));
  write_list(json, "values", condition.values);
  write_list(json, "parts", condition.parts);
  json.close_object();
}

static void write(JsonWriter& json, const WhySentence& sentence) {
  json.open_object().key("rule").text(sentence.rule.name).key("source").text(sentence.rule.source);
  json.key("kind").text(to_string(sentence.kind)).key("text").text(sentence.text);
  json.key("holds").text(to_string(sentence.holds));
  write_list(json, "window", sentence.window);
  write_list(json, "conditions", sentence.conditions);
  if (sentence.done_at) json.key("done_at").time(sentence.done_at);
  if (sentence.empty_window) json.key("empty_window").boolean(true);
  json.key("because").text(sentence.because);
  if (!sentence.notes.empty()) {
    json.key("notes");
    write(json, sentence.notes);
  }
  json.close_object();
}

static void write(JsonWriter& json, const WhyEnd& end) {
  json.open_object().key("kind").text(to_string(end.kind)).key("at").time(end.at).key("rule").text(end.rule.name);
  json.key("source").text(end.rule.source).key("because").text(end.because);
  if (end.kind == WhyEnd::Kind::clock) json.key("action").text(end.action_label).key("to").text(end.to_label);
  json.close_object();
}

static void write_fact(JsonWriter& json, const Way& way) {
  json.key("fact").text(way.fact).key("value");
  way.value ? json.scalar(*way.value) : json.null();
  json.key("present");
  way.present ? json.scalar(*way.present) : json.null();
  if (!way.present) json.key("state").text(to_string(way.present_state));
  if (way.or_more) json.key("or_more").boolean(true);
  if (way.or_less) json.key("or_less").boolean(true);
}

static void write(JsonWriter& json, const Way& way) {
  json.open_object().key("kind").text(to_string(way.kind)).key("at").time(way.at).key("until").time(way.until);
  if (way.kind == Way::Kind::fact) write_fact(json, way);
  if (way.kind == Way::Kind::act) {
    json.key("actor").text(way.actor).key("action").text(way.action).key("inputs").open_object();
    for (const auto& [name, value] : way.inputs) json.key(name).scalar(value);
    json.close_object();
  }
  json.close_object();
}

static void write_head(JsonWriter& json, const Why& why) {
  json.key("policy");
  write(json, why.policy);
  json.key("at").time(why.at).key("status");
  write(json, WhyStatus{why.status, why.status_label});
  write_list(json, "settled", why.settled);
  json.key("actor").text(why.actor).key("action").text(why.action).key("label").text(why.action_label).key("asks");
  write(json, why.asks);
  json.key("verdict").text(to_string(why.verdict)).key("from").time(why.from).key("until").time(why.until);
  json.key("unknown");
  write(json, why.unknown);
}

std::string to_json(const Why& why) {
  JsonWriter json;
  json.open_object();
  write_head(json, why);
  write_list(json, "sentences", why.sentences);
  write_list(json, "left_out", why.left_out);
  write_list(json, "elsewhere", why.elsewhere);
  json.key("ends");
  why.ends ? write(json, *why.ends) : static_cast<void>(json.null());
  write_list(json, "ways", why.ways);
  if (why.takeover) {
    json.key("takeover");
    write(json, *why.takeover);
  }
  if (!why.lists.empty()) {
    json.key("lists");
    write(json, why.lists);
  }
  return json.close_object().take();
}

}  // namespace bywhen
