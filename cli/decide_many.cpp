#include "cli/decide_many.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "cli/chunk_queue.hpp"
#include "cli/chunk_worker.hpp"
#include "cli/csv_source.hpp"
#include "cli/line_stream.hpp"
#include "cli/order_source.hpp"
#include "cli/progress.hpp"
#include "cli/read_file.hpp"

namespace bywhen::cli {
namespace {

/// Threads that all do the same, the caller's among them.
class Crew {
public:
  explicit Crew(ChunkQueue& queue) : queue_(queue) {}
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  /// Joins them. They end where nothing more comes, or the queue is stopped.
  ~Crew() {
    for (std::thread& one : threads_) one.join();
  }

  /// As many as the machine gives.
  template <typename Body>
  void start(unsigned count, const Body& body) {
    try {
      for (unsigned i = 0; i < count; ++i) threads_.emplace_back([this, body] { run(body); });
    } catch (const std::system_error&) {
      return;
    }
  }
  /// What ends it with an exception, is told to the queue.
  template <typename Body>
  void run(const Body& body) {
    try {
      body();
    } catch (...) {
      queue_.fail(std::current_exception());
    }
  }

private:
  ChunkQueue& queue_;
  std::vector<std::thread> threads_;
};

class Deciding {
public:
  Deciding(const Question& question, const ManyOptions& options, Console& console)
      : question_(question),
        options_(options),
        console_(console),
        name_(name_of_input(options.path)),
        threads_(options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency())),
        queue_(std::size_t{2} * threads_) {}

  ExitStatus run() {
    auto input = open_input(options_.path);
    if (const auto* error = std::get_if<FileError>(&input)) {
      console_.complain(error->message);
      return ExitStatus::machine;
    }
    Progress progress(console_, size_of(std::get<Descriptor>(input)));
    OrderInput bytes(std::move(std::get<Descriptor>(input)), [this] { return queue_.stopped(); });
    if (options_.is_csv) return decide_rows(std::move(bytes), progress);
    LineSource lines(std::move(bytes), longest_order_line);
    return decide_all(lines, progress);
  }

private:
  ExitStatus decide_rows(OrderInput&& bytes, Progress& progress) {
    CsvSource rows(std::move(bytes), longest_order_line);
    const ExitStatus status = read_columns(rows);
    return status == ExitStatus::good ? decide_all(rows, progress) : status;
  }
  ExitStatus decide_all(OrderSource& source, Progress& progress) {
    {
      Crew crew(queue_);
      const auto body = [&] { take_part(source, progress); };
      crew.start(threads_ - 1, body);
      crew.run(body);
    }
    queue_.rethrow();
    if (source.error() != 0) return fail(source.error());
    if (console_.broken()) return ExitStatus::machine;
    console_.err(counts() + "\n");
    return refused_ == 0 ? ExitStatus::good : ExitStatus::refused;
  }
  ExitStatus fail(int error) {
    console_.complain(fmt::format("{}: {}", name_, reason_of(error)));
    return ExitStatus::machine;
  }

  ExitStatus read_columns(CsvSource& rows) {
    const auto head = rows.next();
    if (!head && rows.error() != 0) return fail(rows.error());
    if (!head || head->bad) {
      console_.complain(head ? fmt::format("{}: the first row: {}", name_, head->text)
                             : fmt::format("{}: the file is empty; its first row names the columns", name_));
      return ExitStatus::refused;
    }
    std::vector<std::string_view> names;
    unpack_fields(head->text, names);
    auto columns = CsvColumns::read(question_, options_.csv, names);
    if (const auto* wrong = std::get_if<std::string>(&columns)) {
      console_.complain(fmt::format("{}: {}", name_, *wrong));
      return ExitStatus::usage;
    }
    columns_ = std::move(std::get<CsvColumns>(columns));
    return ExitStatus::good;
  }

  /// What each thread does, until nothing more comes.
  void take_part(OrderSource& source, Progress& progress) {
    ChunkWorker worker(question_, options_.output, columns_, console_.colour_err());
    while (Chunk* chunk = queue_.to_fill()) {
      const bool more = source.fill(*chunk);
      queue_.filled(more);
      if (!more) return;
      worker.work(*chunk);
      queue_.worked(*chunk);
      put_all(progress);
    }
  }

  /// One thread at a time, whichever found that there is something to put out.
  void put_all(Progress& progress) {
    while (const Chunk* chunk = queue_.to_put()) {
      put(*chunk);
      if (progress.is_due()) progress.show(counts(), orders_, chunk->bytes_read);
      if (console_.broken()) queue_.stop();
      queue_.put();
    }
  }
  /// No answer waits for the next chunk.
  void put(const Chunk& chunk) {
    const std::string_view out = chunk.out;
    std::size_t begin = 0;
    std::string said;
    for (const Chunk::Complaint& complaint : chunk.complaints) {
      if (complaint.place > begin) put(out.substr(begin, complaint.place - begin), said);
      begin = complaint.place;
      said += complaint_head({name_, lines_ + complaint.number}) + complaint.text;
    }
    put(out.substr(begin), said);
    lines_ += chunk.lines;
    orders_ += chunk.orders;
    refused_ += chunk.refused;
  }
  /// What was said before answers, and these.
  void put(std::string_view answers, std::string& said) {
    if (!said.empty()) console_.err(said);
    said.clear();
    console_.out(answers);
    console_.flush();
  }

  [[nodiscard]] std::string counts() const {
    return fmt::format("{} order{}, {} refused", orders_, orders_ == 1 ? "" : "s", refused_);
  }

  const Question& question_;
  const ManyOptions& options_;
  Console& console_;
  std::string name_;
  std::optional<CsvColumns> columns_;
  unsigned threads_;
  ChunkQueue queue_;
  // Of what was put out, by whoever has the turn to.
  std::size_t lines_ = 0;
  std::size_t orders_ = 0;
  std::size_t refused_ = 0;
};

}  // namespace

ExitStatus decide_many(const Question& question, const ManyOptions& options, Console& console) {
  return Deciding(question, options, console).run();
}

}  // namespace bywhen::cli
