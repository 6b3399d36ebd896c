#include "bywhen/preview.hpp"
#include "interpreter/answer_json.hpp"

namespace bywhen {

// Static, and in no namespace of their own: `write_list` finds them by the type that they take.

static void write_status(JsonWriter& json, const std::string& name, const std::string& label) {
  json.key("status").open_object().key("name").text(name).key("label").text(label).close_object();
}

static void write_values(JsonWriter& json, std::string_view key, const NamedScalars& values) {
  json.key(key).open_object();
  for (const auto& [name, value] : values) json.key(name).scalar(value);
  json.close_object();
}

static void write(JsonWriter& json, const PreviewOutcome& then) {
  json.open_object();
  write_status(json, then.status, then.status_label);
  write_values(json, "changed", then.changed);
  write_list(json, "settled", then.settled);
  write_list(json, "actions", then.actions);
  write_list(json, "deadlines", then.deadlines);
  write_list(json, "next", then.next);
  json.close_object();
}

static void write(JsonWriter& json, const Problem& problem) {
  json.open_object().key("code").text(problem.code);
  if (!problem.pointer.empty()) json.key("pointer").text(problem.pointer);
  json.key("message").text(problem.message);
  if (!problem.expected.empty()) json.key("expected").text(problem.expected);
  if (!problem.found.empty()) json.key("found").text(problem.found);
  if (!problem.help.empty()) json.key("help").text(problem.help);
  json.close_object();
}

static void write(JsonWriter& json, const PreviewPiece& piece) {
  json.open_object().key("from").time(piece.from).key("until").time(piece.until);
  write_status(json, piece.status, piece.status_label);
  json.key("verdict").text(to_string(piece.verdict)).key("rule");
  piece.rule ? json.text(piece.rule->name) : json.null();
  json.key("source");
  piece.rule ? json.text(piece.rule->source) : json.null();
  json.key("because");
  write(json, piece.because);
  json.key("unknown");
  write(json, piece.unknown);
  write_list(json, "problems", piece.problems);
  json.key("then");
  piece.then ? write(json, *piece.then) : void(json.null());
  json.key("moves");
  write(json, piece.moves);
  json.key("uneven");
  write(json, piece.uneven);
  json.close_object();
}

std::string to_json(const Preview& preview) {
  JsonWriter json;
  json.open_object().key("policy");
  write(json, preview.policy);
  if (!preview.order_id.empty()) json.key("id").raw(preview.order_id);
  json.key("actor").text(preview.actor).key("action").text(preview.action).key("label").text(preview.action_label);
  write_values(json, "inputs", preview.inputs);
  write_list(json, "pieces", preview.pieces);
  json.key("told_until").time(preview.told_until);
  if (!preview.takeovers.empty()) write_list(json, "takeovers", preview.takeovers);
  return json.close_object().take();
}

}  // namespace bywhen
