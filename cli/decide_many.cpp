#include "cli/decide_many.hpp"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/chunk_queue.hpp"
#include "cli/csv_source.hpp"
#include "cli/line_stream.hpp"
#include "cli/order_source.hpp"
#include "cli/progress.hpp"
#include "cli/read_file.hpp"

namespace bywhen::cli {
namespace {

/// How long somebody who waits for input may not see that the others have stopped, in milliseconds.
constexpr int longest_wait = 100;
/// A chunk of so many bytes is handed on even though more input has come: handing on costs little beside deciding it.
constexpr std::size_t full_chunk = std::size_t{256} << 10U;

/// Ends and joins what it holds.
class Threads {
public:
  explicit Threads(ChunkQueue& queue) : queue_(queue) {}
  Threads(const Threads&) = delete;
  Threads& operator=(const Threads&) = delete;
  ~Threads() {
    queue_.stop();
    for (std::thread& one : threads_) one.join();
  }

  /// What ends it with an exception, is told to the queue.
  template <typename Body>
  void start(Body body) {
    threads_.emplace_back([this, body = std::move(body)]() mutable {
      try {
        body();
      } catch (...) {
        queue_.fail(std::current_exception());
      }
    });
  }

private:
  ChunkQueue& queue_;
  std::vector<std::thread> threads_;
};

/// Reads orders into chunks. Before it waits for input it hands on what there is, so that no answer waits for the next
/// order.
class Filler {
public:
  Filler(ChunkQueue& queue, Descriptor input, bool is_csv) : queue_(queue), descriptor_(input.number()) {
    const auto waiting = [this] { return before_waiting(); };
    if (is_csv) {
      source_ = std::make_unique<CsvSource>(std::move(input), longest_order_line, waiting);
    } else {
      source_ = std::make_unique<LineSource>(LineReader(std::move(input), longest_order_line, waiting));
    }
  }
  Filler(const Filler&) = delete;
  Filler& operator=(const Filler&) = delete;
  ~Filler() = default;

  /// Before it runs: the first row of a file that has a head.
  OrderSource::Outcome read_head(std::string& head) {
    const OrderSource::Outcome outcome = source_->next(head);
    if (outcome == OrderSource::Outcome::failed) error_ = errno;
    return outcome;
  }
  void run() {
    std::string item;
    OrderSource::Outcome outcome{};
    while ((outcome = source_->next(item)) == OrderSource::Outcome::order || outcome == OrderSource::Outcome::bad) {
      if (chunk_ == nullptr) chunk_ = queue_.to_fill();
      if (chunk_ == nullptr) return;
      chunk_->add(source_->number(), item, outcome == OrderSource::Outcome::bad);
    }
    if (outcome == OrderSource::Outcome::failed) error_ = errno;
    hand_on();
    queue_.end();
  }
  /// Why the input could not be read to its end; 0 if it could. Once it has ended.
  [[nodiscard]] int error() const { return error_; }

private:
  void hand_on() {
    if (chunk_ == nullptr) return;
    chunk_->bytes_read = source_->bytes_read();
    queue_.filled();
    chunk_ = nullptr;
  }
  bool before_waiting() {
    if (chunk_ != nullptr && chunk_->text.size() < full_chunk && has_come(0)) return !queue_.stopped();
    hand_on();
    while (!queue_.stopped()) {
      if (has_come(longest_wait)) return true;
    }
    return false;
  }
  /// Whatever else there is to tell but input, reading will.
  [[nodiscard]] bool has_come(int milliseconds) const {
    pollfd waited{descriptor_, POLLIN, 0};
    return poll(&waited, 1, milliseconds) != 0;
  }

  ChunkQueue& queue_;
  int descriptor_;
  std::unique_ptr<OrderSource> source_;
  Chunk* chunk_ = nullptr;
  int error_ = 0;
};

struct InputLook {
  std::string_view name;
  bool colour = false;
};

/// Decides the orders of chunks.
class Worker {
public:
  /// `columns` of orders in CSV only.
  Worker(const Question& question, Output output, const std::optional<CsvColumns>& columns, InputLook look)
      : decider_(question, output), look_(look) {
    if (columns) rows_.emplace(question, *columns, decider_);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() = default;

  void run(ChunkQueue& queue) {
    while (Chunk* chunk = queue.to_work()) {
      work(*chunk);
      queue.worked(*chunk);
    }
  }

private:
  void work(Chunk& chunk) {
    std::size_t begin = 0;
    for (const Chunk::Item& item : chunk.items) {
      const std::string_view text = std::string_view(chunk.text).substr(begin, item.end - begin);
      begin = item.end;
      const InputPlace place{look_.name, item.number};
      if (item.bad) {
        refuse(chunk, complaint(place, "", text, look_.colour));
        continue;
      }
      const Problems problems = rows_ ? rows_->decide(text, chunk.out) : decider_.decide(text, chunk.out);
      if (!problems.empty()) refuse(chunk, complaints(place, problems, look_.colour));
    }
  }
  static void refuse(Chunk& chunk, std::string complaint) {
    ++chunk.refused;
    chunk.complaints.push_back({chunk.out.size(), std::move(complaint)});
  }

  OrderDecider decider_;
  std::optional<CsvOrders> rows_;
  InputLook look_;
};

class Deciding {
public:
  Deciding(const Question& question, const ManyOptions& options, Console& console)
      : question_(question),
        options_(options),
        console_(console),
        name_(name_of_input(options.path)),
        workers_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())),
        queue_(std::size_t{2} * workers_ + 2) {}

  ExitStatus run() {
    auto input = open_input(options_.path);
    if (const auto* error = std::get_if<FileError>(&input)) {
      console_.complain(error->message);
      return ExitStatus::machine;
    }
    const Progress progress(console_, size_of(std::get<Descriptor>(input)));
    Filler filler(queue_, std::move(std::get<Descriptor>(input)), options_.is_csv);
    if (options_.is_csv) {
      const ExitStatus status = read_columns(filler);
      if (status != ExitStatus::good) return status;
    }
    work(filler, progress);
    if (filler.error() != 0) return fail(filler.error());
    if (console_.broken()) return ExitStatus::machine;
    console_.err(counts() + "\n");
    return refused_ == 0 ? ExitStatus::good : ExitStatus::refused;
  }

private:
  void work(Filler& filler, const Progress& progress) {
    {
      Threads threads(queue_);
      start_workers(threads);
      threads.start([&filler] { filler.run(); });
      put_all(progress);
    }
    queue_.rethrow();
  }
  ExitStatus fail(int error) {
    console_.complain(fmt::format("{}: {}", name_, reason_of(error)));
    return ExitStatus::machine;
  }

  ExitStatus read_columns(Filler& filler) {
    std::string head;
    switch (filler.read_head(head)) {
      case OrderSource::Outcome::failed:
        return fail(filler.error());
      case OrderSource::Outcome::end:
        console_.complain(fmt::format("{}: the file is empty; its first row names the columns", name_));
        return ExitStatus::refused;
      case OrderSource::Outcome::bad:
        console_.complain(fmt::format("{}: the first row: {}", name_, head));
        return ExitStatus::refused;
      case OrderSource::Outcome::order:
        break;
    }
    std::vector<std::string_view> names;
    unpack_fields(head, names);
    auto columns = CsvColumns::read(question_, options_.csv, names);
    if (const auto* wrong = std::get_if<std::string>(&columns)) {
      console_.complain(fmt::format("{}: {}", name_, *wrong));
      return ExitStatus::usage;
    }
    columns_ = std::move(std::get<CsvColumns>(columns));
    return ExitStatus::good;
  }

  /// As many as the machine gives, but one.
  void start_workers(Threads& threads) {
    for (unsigned i = 0; i < workers_; ++i) {
      try {
        auto worker =
            std::make_unique<Worker>(question_, options_.output, columns_, InputLook{name_, console_.colour_err()});
        threads.start([this, worker = std::move(worker)] { worker->run(queue_); });
      } catch (const std::system_error&) {
        if (i == 0) throw;
        return;
      }
    }
  }

  void put_all(Progress progress) {
    while (!console_.broken()) {
      if (!queue_.can_take()) console_.flush();
      const Chunk* chunk = queue_.to_take();
      if (chunk == nullptr) return;
      put(*chunk);
      if (progress.is_due()) progress.show(counts(), orders_, chunk->bytes_read);
      queue_.taken();
    }
  }
  void put(const Chunk& chunk) {
    std::size_t begin = 0;
    for (const Chunk::Complaint& complaint : chunk.complaints) {
      console_.out(std::string_view(chunk.out).substr(begin, complaint.place - begin));
      console_.err(complaint.text);
      begin = complaint.place;
    }
    console_.out(std::string_view(chunk.out).substr(begin));
    orders_ += chunk.items.size();
    refused_ += chunk.refused;
  }

  [[nodiscard]] std::string counts() const {
    return fmt::format("{} order{}, {} refused", orders_, orders_ == 1 ? "" : "s", refused_);
  }

  const Question& question_;
  const ManyOptions& options_;
  Console& console_;
  std::string name_;
  std::optional<CsvColumns> columns_;
  unsigned workers_;
  ChunkQueue queue_;
  std::size_t orders_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

ExitStatus decide_many(const Question& question, const ManyOptions& options, Console& console) {
  return Deciding(question, options, console).run();
}

}  // namespace bywhen::cli
