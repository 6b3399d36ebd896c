#include "bywhen/outlook.hpp"
#include "interpreter/answer_json.hpp"

namespace bywhen {

// Static, and in no namespace of their own: `write_list` finds them by the type that they take.

static void write(JsonWriter& json, const StatusName& status) {
  json.open_object().key("name").text(status.name).key("label").text(status.label).close_object();
}

static void write(JsonWriter& json, const StayEnding& ending) {
  json.open_object().key("rule").text(ending.rule.name).key("source").text(ending.rule.source);
  json.key("action").text(ending.action).key("because").text(ending.because).close_object();
}

static void write(JsonWriter& json, const Stay& stay) {
  json.open_object().key("status");
  write(json, stay.status);
  json.key("from").time(stay.from).key("entered").boolean(stay.entered).key("until").time(stay.until);
  json.key("ended_by");
  stay.ended_by ? write(json, *stay.ended_by) : void(json.null());
  write_list(json, "deadlines", stay.deadlines);
  json.close_object();
}

static void write(JsonWriter& json, const Window& window) {
  json.open_object().key("from").time(window.from).key("until").time(window.until);
  json.key("verdict").text(to_string(window.verdict)).key("rule");
  window.rule ? json.text(window.rule->name) : json.null();
  json.key("source");
  window.rule ? json.text(window.rule->source) : json.null();
  json.key("because");
  write(json, window.because);
  json.key("unknown");
  write(json, window.unknown);
  json.close_object();
}

static void write(JsonWriter& json, const Possibility& possibility) {
  json.open_object().key("status");
  write(json, possibility.status);
  write_list(json, "rules", possibility.rules);
  json.close_object();
}

static void write(JsonWriter& json, const Course& course) {
  json.open_object().key("actor").text(course.actor).key("action").text(course.action).key("label").text(course.label);
  write_list(json, "windows", course.windows);
  json.key("now");
  course.now ? write(json, *course.now) : void(json.null());
  write_list(json, "possible_in", course.possible_in);
  json.close_object();
}

static void write(JsonWriter& json, const EventAnswer& event) {
  json.open_object().key("event").text(event.name).key("at").time(event.at).close_object();
}

static void write(JsonWriter& json, const Horizon& horizon) {
  json.open_object().key("at").time(horizon.at).key("problem").open_object();
  json.key("code").text(horizon.problem.code).key("message").text(horizon.problem.message);
  json.key("help").text(horizon.problem.help).close_object().close_object();
}

std::string to_json(const Outlook& outlook) {
  JsonWriter json;
  json.open_object().key("policy");
  write(json, outlook.policy);
  if (!outlook.order_id.empty()) json.key("id").raw(outlook.order_id);
  json.key("at").time(outlook.at);
  json.key("present").integer(static_cast<std::int64_t>(outlook.present));
  write_list(json, "stays", outlook.stays);
  write_list(json, "courses", outlook.courses);
  write_list(json, "settled", outlook.settled);
  write_list(json, "next", outlook.next);
  write_list(json, "events", outlook.events);
  json.key("horizon");
  outlook.horizon ? write(json, *outlook.horizon) : void(json.null());
  if (!outlook.takeovers.empty()) write_list(json, "takeovers", outlook.takeovers);
  return json.close_object().take();
}

}  // namespace bywhen
