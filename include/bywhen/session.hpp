#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bywhen/export.hpp"
#include "bywhen/order.hpp"
#include "bywhen/outlook.hpp"
#include "bywhen/policy.hpp"
#include "bywhen/policy_set.hpp"
#include "bywhen/preview.hpp"
#include "bywhen/why.hpp"

/// Asking what if: a policy, an order and a time, which move on with a scenario's sentences and answer questions.
namespace bywhen {

/// A line of a reply; its tone says what it is, for colours.
struct ReplyLine {
  enum class Tone : std::uint8_t { plain, heading, good, bad, waiting, dim };
  std::string text;
  Tone tone = Tone::plain;
};
/// Things side by side: a heading for each column, and rows of as many cells.
struct ReplyTable {
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;
};
/// What is wrong with the sentence, or with what it leads to; spans point into `sources`.
struct ReplyMistakes {
  Diagnostics diagnostics;
  Sources sources;
};
/// When one actor may do one action: an outlook with that course alone.
struct ReplyWhen {
  Outlook outlook;
};
using ReplyPart =
    std::variant<ReplyLine, ReplyTable, Answer, Why, Outlook, ReplyWhen, Preview, Problems, ReplyMistakes>;

struct Reply {
  /// False where nothing was answered or done; the session is as it was.
  bool good = true;
  std::vector<ReplyPart> parts;
};
/// As data, on one line; docs/repl.md has its members.
[[nodiscard]] BYWHEN_API std::string to_json(const Reply& reply);

/// Not for several threads at once. Nothing that is asked changes the order; only steps (`given`, `at`, `ACTOR does
/// ACTION`) do, and each can be undone.
class BYWHEN_API Session {
public:
  /// An order that does not fit the policy makes every question be refused with its problems, until another is loaded.
  /// Without an order the session begins as a scenario does: with `given`, then `at`. `files` reads what `what if
  /// policy "FILE"` names.
  Session(const Policy& policy, std::optional<Order> order, Instant now, FileReader files = {});
  /// On a set: which policy governs the order is looked at anew whenever time passes or something is told.
  Session(PolicySet set, std::optional<std::string> order_json, Instant now, FileReader files = {});
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  /// One sentence. Docs: docs/repl.md.
  Reply ask(std::string_view sentence);

  /// Asked from time to time during long questions; true stops them, and the reply says so. An empty function, as at
  /// first, never does. It is asked within `ask` and `use`, in their thread.
  void stop_when(std::function<bool()> stopped);

  /// Take the last step back, with what was expected since, or take it again; false if there is none.
  bool undo();
  bool redo();
  /// Back to the beginning, or to where the order was loaded.
  void reset();
  /// Goes on with another order of the same policy, at the session's time, or at the order's where that is later. A
  /// step, which `undo` takes back; a scenario begins there. Refused where the order does not fit.
  Reply load(const Order& order);
  /// The same with an order that is told as JSON.
  Reply load(std::string_view order_json);
  /// The status and the time, in a line.
  [[nodiscard]] ReplyLine standing() const;

  /// Of a set the one that governs the order now.
  [[nodiscard]] Policy policy() const;
  /// Absent in a session on one policy. It is there until `use`.
  [[nodiscard]] const PolicySet* set() const;
  /// The settled order; absent before the first `at` of a session that began without one.
  [[nodiscard]] std::optional<OrderData> order() const;
  [[nodiscard]] std::optional<Instant> now() const;
  /// Goes on under another policy, or another text of the same: what was said is said again there, and what could be
  /// redone still can. Tells what differs.
  /// Where the order or a step does not fit, nothing changes.
  Reply use(const Policy& policy);
  Reply use(PolicySet set);
  /// The session so far as a scenario that `bywhen test` can play.
  [[nodiscard]] std::string scenario(std::string_view name) const;
  /// What may stand next: the words that complete the text's last word, in order.
  [[nodiscard]] std::vector<std::string> completions(std::string_view text) const;
  /// The labels of the policy's rules, in order.
  [[nodiscard]] std::vector<std::string> rule_labels() const;

private:
  struct Inside;
  Reply go_on(std::unique_ptr<Inside> next);

  std::unique_ptr<Inside> inside_;
};

/// Whether a sentence that was typed so far goes on in the next line: an open brace or parenthesis, or a comma, a colon
/// or a joining word at its end.
[[nodiscard]] BYWHEN_API bool sentence_goes_on(std::string_view text);

}  // namespace bywhen
