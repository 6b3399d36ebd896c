// Prints the buttons that a web page shows to somebody who looks at an order, as HTML.
// Usage: button_bar POLICY ORDER.json ACTOR TIME
#include <fstream>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "bywhen/bywhen.hpp"

namespace {

std::string read_file(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error(path + ": cannot be read\n");
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

/// What a function of the library gives, unless it gives problems.
template <typename Result>
Result good(std::variant<Result, bywhen::Problems> outcome) {
  if (const auto* problems = std::get_if<bywhen::Problems>(&outcome)) {
    throw std::runtime_error(bywhen::render_text(*problems, false));
  }
  return std::move(std::get<Result>(outcome));
}

bywhen::Policy load(const std::string& path) {
  bywhen::Sources sources;
  sources.add(path, read_file(path));
  const bywhen::LoadedPolicy loaded = bywhen::load_policy(std::move(sources));
  if (!loaded.policy) throw std::runtime_error(bywhen::render_text(loaded.diagnostics, loaded.sources, false));
  return *loaded.policy;
}

/// Labels and reasons are the policy's own texts, and may hold anything.
std::string escaped(std::string_view text) {
  std::string html;
  for (const char letter : text) {
    switch (letter) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += letter;
    }
  }
  return html;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

/// Why a button is greyed, or until when it is not.
std::string hint(const bywhen::ActionAnswer& action) {
  using bywhen::Verdict;
  const std::string until = action.until ? bywhen::format_rfc3339(*action.until) : "";
  const std::string reason = action.because.empty() ? "" : ": " + joined(action.because);
  switch (action.verdict) {
    case Verdict::allowed:
      return until.empty() ? "" : "available until " + until;
    case Verdict::not_yet:
      return (action.from ? "available from " + bywhen::format_rfc3339(*action.from) : "not yet") + reason;
    case Verdict::expired:
      return (until.empty() ? "no longer available" : "available until " + until) + reason;
    case Verdict::unknown:
      return "depends on " + joined(action.unknown);
    case Verdict::forbidden:
      break;
  }
  return "not available" + reason;
}

void put_button(const bywhen::ActionAnswer& action) {
  const std::string title = hint(action);
  std::cout << "  <button name=\"action\" value=\"" << escaped(action.action) << '"';
  if (action.verdict != bywhen::Verdict::allowed) std::cout << " disabled";
  if (!title.empty()) std::cout << " title=\"" << escaped(title) << '"';
  std::cout << '>' << escaped(action.label.empty() ? action.action : action.label) << "</button>\n";
}

void put_bar(char** arguments) {
  const bywhen::Policy policy = load(arguments[1]);
  const bywhen::Order order = good(bywhen::read_order(policy, read_file(arguments[2])));
  const bywhen::Instant at = good(bywhen::read_time(policy, arguments[4]));
  const bywhen::Answer answer = good(bywhen::decide(policy, order, at));

  // The page asks again at that instant, and not before.
  std::cout << "<nav class=\"buttons\"";
  if (answer.valid_until) std::cout << " data-valid-until=\"" << bywhen::format_rfc3339(*answer.valid_until) << '"';
  std::cout << ">\n";
  for (const bywhen::ActionAnswer& action : answer.actions) {
    if (action.actor == arguments[3]) put_button(action);
  }
  std::cout << "</nav>\n";
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::cerr << "usage: button_bar POLICY ORDER.json ACTOR TIME\n";
    return 2;
  }
  try {
    put_bar(arguments);
  } catch (const std::exception& error) {
    std::cerr << error.what();
    return 1;
  }
}
