#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// SQLite in three small classes. What goes wrong is thrown as std::runtime_error, with SQLite's words.
namespace desk {

/// An SQL statement with its parameters.
class Statement {
public:
  /// Parameters are bound in their order; nothing is NULL.
  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t number);
  Statement& bind(std::optional<std::int64_t> number);
  Statement& bind(std::nullptr_t);

  /// The next row; false: there is none.
  bool step();
  [[nodiscard]] std::string text(int column) const;
  /// Absent where it is NULL.
  [[nodiscard]] std::optional<std::int64_t> number(int column) const;

private:
  friend class Database;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement, sqlite3_finalize) {}
  void check(int result) const;

  std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> statement_;
  int bound_ = 0;
};

class Database {
public:
  /// Opens the file, or makes it.
  explicit Database(const std::string& path);

  void run(const char* sql);
  [[nodiscard]] Statement prepare(std::string_view sql);

private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> database_;
};

/// All of it happens, or nothing: what is not committed is undone at the end, and by SQLite if the process dies before.
/// Others that want to write wait from the beginning on.
class Transaction {
public:
  explicit Transaction(Database& database);
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction();

  void commit();

private:
  Database& database_;
  bool open_ = true;
};

}  // namespace desk
