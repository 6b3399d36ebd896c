#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

/// Tables of expected results that others made. They are read where they lie, in the folder that the environment
/// variable BYWHEN_ORACLE names, or else beside the repository; where there are none, the cases that use them are
/// skipped.
namespace oracle {

/// A row's cells by the names of their columns.
using Row = std::map<std::string, std::string>;

/// The folder's file, where it is there.
[[nodiscard]] std::optional<std::filesystem::path> find(const std::string& file);

/// The rows of a CSV file with a header line; nothing where it is absent.
[[nodiscard]] std::optional<std::vector<Row>> read_rows(const std::string& file);

/// Puts every row of a table to a test that says whether the row's convention is ours, and tells how many were.
void for_each_row(const std::string& file, const std::function<bool(const Row&)>& test);

/// How many rows each group has.
using Groups = std::map<std::string, std::size_t>;

/// What the names of groups begin with whose rows are not asserted; the reason follows.
inline constexpr const char* left_out = "left out: ";

/// Puts every row of a table to a test that says to which group the row belongs, checks that the groups are exactly
/// these, so that no row drops out unseen, and tells them.
void check_groups(const std::string& file, const Groups& expected, const std::function<std::string(const Row&)>& test);

/// Whether the text has the part.
[[nodiscard]] bool has(const std::string& text, const std::string& part);
[[nodiscard]] bool begins(const std::string& text, const std::string& part);

}  // namespace oracle
