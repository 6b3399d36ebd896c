#include <array>

#include "bywhen/answer.hpp"
#include "interpreter/answer_json.hpp"

#include "interpreter/time/duration.hpp"

namespace bywhen {

std::optional<std::string> duration_words(std::string_view text) {
  const auto duration = parse_duration(text);
  const bool as_written = duration && has_iso_form(*duration) && format_duration(*duration) == text;
  return as_written ? std::optional(describe(*duration)) : std::nullopt;
}

std::string_view to_string(Verdict verdict) {
  constexpr std::array<std::string_view, 5> words{"allowed", "not_yet", "expired", "forbidden", "unknown"};
  return words[static_cast<std::size_t>(verdict)];
}

std::string_view to_string(DutyState state) {
  constexpr std::array<std::string_view, 6> words{"ahead", "pending", "overdue", "met", "met_late", "unknown"};
  return words[static_cast<std::size_t>(state)];
}

std::string_view to_string(ConflictKind kind) {
  constexpr std::array<std::string_view, 3> words{"permission_covered", "duty_forbidden", "same_instant"};
  return words[static_cast<std::size_t>(kind)];
}

void write(JsonWriter& json, const std::vector<std::string>& texts) {
  json.open_array();
  for (const std::string& text : texts) json.text(text);
  json.close_array();
}

namespace {

void write(JsonWriter& json, const NamedScalars& values) {
  json.open_object();
  for (const auto& [name, value] : values) json.key(name).scalar(value);
  json.close_object();
}

void write_optional(JsonWriter& json, std::string_view key, const std::optional<std::string>& text) {
  json.key(key);
  text ? json.text(*text) : json.null();
}

void write_notes(JsonWriter& json, const Notes& notes) {
  if (notes.empty()) return;
  json.key("notes");
  write(json, notes);
}

void write_amount(JsonWriter& json, const std::optional<AmountAnswer>& amount) {
  if (!amount) return;
  json.key("amount").text(amount->amount).key("gross").text(amount->gross).key("less").text(amount->less);
  write_optional(json, "to", amount->to);
}

}  // namespace

void write(JsonWriter& json, const RuleName& rule) {
  json.open_object().key("rule").text(rule.name).key("source").text(rule.source).close_object();
}

void write(JsonWriter& json, const PolicyIdentity& policy) {
  json.open_object().key("name").text(policy.name).key("version");
  policy.version.empty() ? json.null() : json.text(policy.version);
  if (!policy.because.empty()) {
    json.key("overlays");
    write(json, policy.overlays);
    json.key("because");
    write(json, policy.because);
  }
  json.key("digest").text(policy.digest).key("tzdata").text(policy.tzdata).close_object();
}

void write(JsonWriter& json, const SettledAnswer& settled) {
  json.open_object()
      .key("at")
      .time(settled.at)
      .key("rule")
      .text(settled.rule.name)
      .key("source")
      .text(settled.rule.source);
  json.key("action")
      .text(settled.action)
      .key("from")
      .text(settled.from)
      .key("to")
      .text(settled.to)
      .key("because")
      .text(settled.because);
  json.key("changed");
  write(json, settled.changed);
  write_amount(json, settled.amount);
  write_notes(json, settled.notes);
  json.close_object();
}

void write(JsonWriter& json, const ActionAnswer& action) {
  json.open_object().key("actor").text(action.actor).key("action").text(action.action).key("label").text(action.label);
  json.key("verdict").text(to_string(action.verdict)).key("from").time(action.from).key("until").time(action.until);
  json.key("asks");
  write(json, action.asks);
  json.key("rule");
  action.rule ? json.text(action.rule->name) : json.null();
  json.key("source");
  action.rule ? json.text(action.rule->source) : json.null();
  json.key("because");
  write(json, action.because);
  json.key("values");
  write(json, action.values);
  if (!action.waits_for.empty()) {
    json.key("waits_for");
    write(json, action.waits_for);
  }
  write_notes(json, action.notes);
  json.key("unknown");
  write(json, action.unknown);
  json.close_object();
}

namespace {

void write(JsonWriter& json, const OtherwiseAnswer& otherwise) {
  json.open_object();
  if (otherwise.actors.empty()) {
    json.key("action").text(otherwise.actions.front());
    write_optional(json, "becomes", otherwise.becomes);
  } else {
    json.key("actors");
    write(json, otherwise.actors);
    json.key("may");
    write(json, otherwise.actions);
  }
  json.key("because").text(otherwise.because).close_object();
}

}  // namespace

void write(JsonWriter& json, const DeadlineAnswer& deadline) {
  json.open_object().key("rule").text(deadline.rule.name).key("source").text(deadline.rule.source);
  json.key("actor").text(deadline.actor).key("actions");
  write(json, deadline.actions);
  json.key("opens").time(deadline.opens).key("due").time(deadline.due).key("state").text(to_string(deadline.state));
  if (deadline.done_at) json.key("done_at").time(deadline.done_at);
  if (deadline.until) json.key("until").time(deadline.until);
  if (!deadline.because.empty()) json.key("because").text(deadline.because);
  if (deadline.otherwise) {
    json.key("otherwise");
    write(json, *deadline.otherwise);
  }
  write_amount(json, deadline.amount);
  if (deadline.blocked_by) json.key("blocked_by").text(deadline.blocked_by->name);
  json.key("values");
  write(json, deadline.values);
  write_notes(json, deadline.notes);
  if (!deadline.unknown.empty()) {
    json.key("unknown");
    write(json, deadline.unknown);
  }
  json.close_object();
}

void write(JsonWriter& json, const NextAnswer& next) {
  json.open_object().key("at").time(next.at).key("rule").text(next.rule.name).key("action").text(next.action);
  json.key("to").text(next.to).key("because").text(next.because);
  write_notes(json, next.notes);
  json.close_object();
}

/// Not in the namespace without a name: `write_list` finds it by the type that it takes.
static void write(JsonWriter& json, const ConflictAnswer& conflict) {
  json.open_object().key("kind").text(to_string(conflict.kind)).key("rules").open_array();
  for (const RuleName& rule : conflict.rules) json.text(rule.name);
  json.close_array().key("sources").open_array();
  for (const RuleName& rule : conflict.rules) json.text(rule.source);
  json.close_array();
  if (!conflict.actor.empty()) json.key("actor").text(conflict.actor);
  json.key("actions");
  write(json, conflict.actions);
  if (conflict.at) {
    json.key("at").time(conflict.at);
  } else {
    json.key("from").time(conflict.from).key("until").time(conflict.until);
  }
  json.close_object();
}

namespace {

void write(JsonWriter& json, const OrderData& order) {
  json.open_object();
  if (!order.id.empty()) json.key("id").raw(order.id);
  json.key("status").text(order.status).key("as_of").time(order.as_of).key("facts");
  write(json, order.facts);
  json.close_object();
}

}  // namespace

void write(JsonWriter& json, const Takeover& takeover) {
  json.open_object().key("at").time(takeover.at).key("version").text(takeover.version).key("overlays");
  write(json, takeover.overlays);
  json.key("digest").text(takeover.digest).close_object();
}

std::string to_json(const OrderData& order) {
  JsonWriter json;
  write(json, order);
  return json.take();
}

std::string to_json(const Answer& answer) {
  JsonWriter json;
  json.open_object().key("policy");
  write(json, answer.policy);
  json.key("at").time(answer.at);
  json.key("status")
      .open_object()
      .key("name")
      .text(answer.status)
      .key("label")
      .text(answer.status_label)
      .close_object();
  write_list(json, "settled", answer.settled);
  write_list(json, "actions", answer.actions);
  write_list(json, "deadlines", answer.deadlines);
  write_list(json, "next", answer.next);
  if (!answer.conflicts.empty()) write_list(json, "conflicts", answer.conflicts);
  json.key("valid_until").time(answer.valid_until);
  if (answer.takeover) {
    json.key("takeover");
    write(json, *answer.takeover);
  }
  json.key("unknown");
  write(json, answer.unknown);
  json.key("order");
  write(json, answer.order);
  return json.close_object().take();
}

}  // namespace bywhen
