#include "benchmarks/growth/measure.hpp"

#include <fmt/format.h>
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>
#include <variant>

#include "benchmarks/growth/order_maker.hpp"

namespace growth {
namespace {

/// A round of a way takes as long at least, in nanoseconds.
constexpr double least_round = 2e7;

Times now() {
  const auto clock = std::chrono::steady_clock::now().time_since_epoch();
  timespec processor{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &processor);
  return {static_cast<double>(processor.tv_sec) * 1e9 + static_cast<double>(processor.tv_nsec),
          std::chrono::duration<double, std::nano>(clock).count()};
}

Times run(const std::function<void()>& way, std::size_t times) {
  const Times begin = now();
  for (std::size_t i = 0; i < times; ++i) way();
  const Times end = now();
  const auto count = static_cast<double>(times);
  return {(end.processor - begin.processor) / count, (end.clock - begin.clock) / count};
}

double median(std::vector<Times>& all, double Times::*kind) {
  std::sort(all.begin(), all.end(), [kind](const Times& a, const Times& b) { return a.*kind < b.*kind; });
  return all[all.size() / 2].*kind;
}

/// A word of /proc/self/status that begins so, in bytes.
double status_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return std::stod(line.substr(name.size())) * 1024;
  }
  stop("no " + name + " in /proc/self/status");
}

/// With commas between thousands, the fraction only where it tells something.
std::string grouped(double value, int digits) {
  if (value < 0) return "–";
  std::string text = fmt::format("{:.{}f}", value, digits);
  const std::size_t point = std::min(text.find('.'), text.size());
  for (std::size_t i = point; i > 3; i -= 3) text.insert(i - 3, ",");
  return text;
}

}  // namespace

std::vector<Times> measure(std::size_t rounds, const std::vector<std::function<void()>>& ways) {
  std::vector<std::size_t> repeats;
  // The first run makes everything warm.
  for (const auto& way : ways) {
    way();
    repeats.push_back(static_cast<std::size_t>(std::max(1.0, least_round / run(way, 1).clock)));
  }
  std::vector<std::vector<Times>> taken(ways.size());
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < ways.size(); ++i) taken[i].push_back(run(ways[i], repeats[i]));
  }
  std::vector<Times> medians;
  for (auto& all : taken) medians.push_back({median(all, &Times::processor), median(all, &Times::clock)});
  return medians;
}

// ── Memory
// ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

double heap_bytes() {
  const auto info = mallinfo2();
  return static_cast<double>(info.uordblks + info.hblkhd);
}

void forget_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5";
}

double peak_bytes() { return status_bytes("VmHWM:"); }

// ── Answers
// ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

namespace {

std::string text_of(const bywhen::Policy& policy, const bywhen::CompactAnswer& answer) {
  std::string text = fmt::format("status {} settled {} until {} allowed {} open {}", answer.status().index,
                                 answer.settled(), answer.valid_until().value_or(bywhen::Instant::never()).micros,
                                 fmt::join(answer.allowed_bits(), " "), fmt::join(answer.open_bits(), " "));
  for (const bywhen::DutyHandle duty : policy.duties_in(answer.status())) {
    const auto standing = answer.duty(duty);
    text += fmt::format("\nduty {}", standing ? static_cast<int>(standing->state) : -1);
    if (!standing || standing->state == bywhen::DutyState::unknown) continue;
    text += fmt::format(" due {} amount {}", standing->due.value_or(bywhen::Instant::never()).micros,
                        standing->amount ? standing->amount->minor : bywhen::DutyColumn::no_amount);
  }
  return text;
}

std::string text_of(const bywhen::Policy& policy, bywhen::StatusHandle status, const bywhen::ColumnAnswers& answers,
                    std::size_t place) {
  const auto words = [&](const std::vector<std::uint64_t>& all) {
    return std::span(all).subspan(place * answers.words_per_order, answers.words_per_order);
  };
  std::string text = fmt::format("status {} settled {} until {} allowed {} open {}", answers.statuses[place],
                                 answers.settled[place], answers.valid_until[place],
                                 fmt::join(words(answers.allowed), " "), fmt::join(words(answers.open), " "));
  status.index = answers.statuses[place];
  for (std::size_t i = 0; i < policy.duties_in(status).size(); ++i) {
    const bywhen::DutyColumn& duty = answers.duties[i];
    text += fmt::format("\nduty {}", duty.states[place]);
    if (duty.states[place] < 0 || duty.states[place] == static_cast<int>(bywhen::DutyState::unknown)) continue;
    text += fmt::format(" due {} amount {}", duty.due[place], duty.amounts[place]);
  }
  return text;
}

}  // namespace

void must_agree(const bywhen::Policy& policy, const bywhen::CompactAnswer& one, const bywhen::ColumnAnswers& columns,
                std::size_t place) {
  const std::string left = text_of(policy, one);
  const std::string right = text_of(policy, one.status(), columns, place);
  if (left != right) stop(fmt::format("order {} differs:\n{}\nin columns:\n{}", place, left, right));
}

void must_be_decided(const bywhen::Problems& problems, const bywhen::ColumnAnswers& answers) {
  if (!problems.empty()) stop(bywhen::render_text(problems, false));
  if (!answers.refused.empty()) stop(bywhen::render_text(answers.refused.front().problems, false));
}

bywhen::CompactAnswer decided(bywhen::Evaluator& evaluator, const bywhen::Order& order, bywhen::Instant at) {
  const auto outcome = evaluator.decide(order, at);
  if (const auto* refused = std::get_if<bywhen::Problems>(&outcome)) stop(bywhen::render_text(*refused, false));
  return std::get<bywhen::CompactAnswer>(outcome);
}

std::size_t read_all(const bywhen::CompactAnswer& answer) {
  std::size_t sum = answer.status().index + answer.settled();
  for (const std::uint64_t word : answer.allowed_bits()) sum += word;
  for (const bywhen::StandingDuty& duty : answer.duties()) {
    sum += static_cast<std::size_t>(duty.standing.state);
    if (duty.standing.due) sum += static_cast<std::size_t>(duty.standing.due->micros);
    if (duty.standing.amount) sum += static_cast<std::size_t>(duty.standing.amount->minor);
  }
  return sum + static_cast<std::size_t>(answer.valid_until().value_or(bywhen::Instant::never()).micros);
}

// ── Tables
// ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────

void Report::line(const std::string& text) {
  fmt::print("{}\n", text);
  std::fflush(stdout);
  lines_.push_back(text);
}

void Report::table(const std::string& title, const std::string& grows, std::vector<Column> columns) {
  title_ = title;
  grows_ = grows;
  columns_ = std::move(columns);
  if (!lines_.empty()) line("");
  line("### " + title);
  line("");
  std::string head = "| " + grows + " |";
  std::string rule = "| ---: |";
  for (const Column& column : columns_) {
    head += fmt::format(" {} |", column.title);
    rule += " ---: |";
  }
  line(head);
  line(rule);
}

void Report::row(double grown, const std::vector<double>& values) {
  const std::string name = grouped(grown, 0);
  std::string text = fmt::format("| {} |", name);
  for (std::size_t i = 0; i < values.size(); ++i) {
    text += fmt::format(" {} |", grouped(values[i], columns_.at(i).digits));
    if (values[i] >= 0)
      figures_.emplace_back(fmt::format("{}, {} {}: {}", title_, name, grows_, columns_.at(i).title), values[i]);
  }
  line(text);
}

/// Nothing here has a character that JSON would have escaped.
void Report::write_json(const std::string& path) const {
  std::ofstream out(path);
  out << "{\n  \"lines\": [";
  for (std::size_t i = 0; i < lines_.size(); ++i) out << (i == 0 ? "\n" : ",\n") << "    \"" << lines_[i] << '"';
  out << "\n  ],\n  \"figures\": {";
  for (std::size_t i = 0; i < figures_.size(); ++i) {
    out << (i == 0 ? "\n" : ",\n") << fmt::format("    \"{}\": {:.6g}", figures_[i].first, figures_[i].second);
  }
  out << "\n  }\n}\n";
  if (!out) stop("cannot write " + path);
}

}  // namespace growth
