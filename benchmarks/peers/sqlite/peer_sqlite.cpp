#include <fmt/format.h>
#include <sqlite3.h>

#include <array>
#include <memory>
#include <ostream>

#include "benchmarks/peers/common/lines.hpp"
#include "benchmarks/peers/common/names.hpp"
#include "benchmarks/peers/common/protocol.hpp"
#include "benchmarks/peers/common/read_line.hpp"

// The rules as one query of SQLite (policy.sql), over a table of orders in memory; the same from lines to lines.
namespace {

const std::string folder = "benchmarks/peers/sqlite/";

/// A prepared statement; what goes wrong ends the program.
class Statement {
public:
  Statement(sqlite3* database, const std::string& text) : database_(database), statement_(nullptr, sqlite3_finalize) {
    sqlite3_stmt* statement = nullptr;
    must(sqlite3_prepare_v2(database, text.c_str(), -1, &statement, nullptr));
    statement_.reset(statement);
  }

  /// Absent where the text is empty.
  void bind(int place, const std::string& text) {
    must(text.empty() ? sqlite3_bind_null(statement_.get(), place)
                      : sqlite3_bind_text(statement_.get(), place, text.data(), static_cast<int>(text.size()),
                                          SQLITE_TRANSIENT));
  }

  /// Gives every row to `take`, and begins anew.
  template <class Take>
  void run(const Take& take) {
    int code = sqlite3_step(statement_.get());
    for (; code == SQLITE_ROW; code = sqlite3_step(statement_.get())) take(statement_.get());
    if (code != SQLITE_DONE) must(code);
    must(sqlite3_reset(statement_.get()));
  }
  void run() {
    run([](sqlite3_stmt*) {});
  }

private:
  void must(int code) const {
    if (code != SQLITE_OK) peers::stop(sqlite3_errmsg(database_));
  }

  sqlite3* database_;
  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
};

class Database {
public:
  Database() : database_(nullptr, sqlite3_close) {
    sqlite3* database = nullptr;
    if (sqlite3_open(":memory:", &database) != SQLITE_OK) peers::stop("cannot open a database in memory");
    database_.reset(database);
  }

  [[nodiscard]] Statement statement(const std::string& text) const { return {database_.get(), text}; }
  void run(const std::string& text) const { statement(text).run(); }

private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

std::string replaced(std::string text, std::string_view place, std::string_view with) {
  return text.replace(text.find(place), place.size(), with);
}

/// Makes the table of orders. Numbers are kept as numbers by the columns' types.
void fill_orders(const Database& database, std::size_t count) {
  std::string columns(peers::order_columns);
  for (const std::string_view number : {"total", "_at", ",at"}) {
    for (std::size_t at = 0; (at = columns.find(number, at)) != std::string::npos; at += number.size() + 8)
      columns.insert(at + number.size(), " INTEGER");
  }
  database.run("CREATE TABLE orders(" + replaced(columns, "complaint", "complaint INTEGER") + ")");
  Statement insert = database.statement("INSERT INTO orders VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  database.run("BEGIN");
  for (const auto& asked : benchmark_orders::make(count)) {
    const std::string line = peers::order_csv(asked) + ',';
    int place = 0;
    for (std::size_t start = 0; start < line.size();) {
      const std::size_t end = line.find(',', start);
      const std::string field = line.substr(start, end - start);
      insert.bind(++place, field == "true" ? "1" : field == "false" ? "0" : field);
      start = end + 1;
    }
    insert.run();
  }
  database.run("COMMIT");
}

/// Makes the table of JSON lines, and the names of every set of permissions.
void fill_lines(const Database& database, const peers::Lines& lines) {
  database.run("CREATE TABLE lines(line TEXT)");
  Statement insert = database.statement("INSERT INTO lines VALUES (?)");
  database.run("BEGIN");
  for (const std::string_view line : lines.all()) {
    insert.bind(1, std::string(line));
    insert.run();
  }
  database.run("CREATE TABLE permission_sets(set_of INTEGER PRIMARY KEY, names TEXT)");
  Statement insert_set = database.statement("INSERT INTO permission_sets VALUES (?, ?)");
  for (std::size_t allowed = 0; allowed < std::size_t{1} << peers::permission_names.size(); ++allowed) {
    std::string names;
    for (std::size_t bit = 0; bit < peers::permission_names.size(); ++bit) {
      if ((allowed >> bit & 1U) == 0) continue;
      names += fmt::format("{}\"{}\"", names.empty() ? "" : ",", peers::permission_names[bit]);
    }
    insert_set.bind(1, std::to_string(allowed));
    insert_set.bind(2, names.empty() ? " " : names);
    insert_set.run();
  }
  database.run("COMMIT");
}

/// The answer where SQLite keeps it, until the next row.
struct Row {
  const unsigned char* status;
  std::int64_t allowed;
  const unsigned char* duty;
  std::int64_t due;
  const unsigned char* proof;
  std::int64_t proof_due;
  std::int64_t refund;
};

Row row_of(sqlite3_stmt* row) {
  return {sqlite3_column_text(row, 0),  sqlite3_column_int64(row, 1), sqlite3_column_text(row, 2),
          sqlite3_column_int64(row, 3), sqlite3_column_text(row, 4),  sqlite3_column_int64(row, 5),
          sqlite3_column_int64(row, 6)};
}

std::string_view text_of(const unsigned char* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

std::string csv(const Row& row) {
  const auto time = [](std::int64_t moment) { return moment == 0 ? "" : std::to_string(moment); };
  return fmt::format("{},{},{},{},{},{},{}", text_of(row.status), row.allowed, text_of(row.duty), time(row.due),
                     text_of(row.proof), time(row.proof_due), row.refund);
}

}  // namespace

int main(int argc, char** argv) {
  const peers::Arguments arguments = peers::arguments(argc, argv);
  const Database database;
  fill_orders(database, arguments.count);
  fill_lines(database, peers::Lines(arguments.folder + "/orders.json", arguments.count));
  const std::string policy = peers::read_file(folder + "policy.sql");
  Statement query = database.statement(replaced(policy, "FROM ORDERS", "FROM orders"));
  Statement json_query = database.statement(replaced(peers::read_file(folder + "from_json.sql"), "(POLICY)",
                                                     "(" + replaced(policy, "FROM ORDERS", "FROM read_orders") + ")"));

  const auto native = [&] { query.run([](sqlite3_stmt* row) { peers::keep(row_of(row)); }); };
  const auto write_native = [&](std::ostream& out) {
    out << "status,allowed,duty,due,proof,proof_due,refund\n";
    query.run([&](sqlite3_stmt* row) { out << csv(row_of(row)) << '\n'; });
  };
  const auto json = [&] { json_query.run([](sqlite3_stmt* row) { peers::keep(sqlite3_column_text(row, 0)); }); };
  const auto write_json = [&](std::ostream& out) {
    json_query.run([&](sqlite3_stmt* row) { out << text_of(sqlite3_column_text(row, 0)) << '\n'; });
  };
  return peers::serve(fmt::format("SQLite {}", sqlite3_libversion()),
                      {{"native", native, write_native}, {"json", json, write_json}}, arguments);
}
