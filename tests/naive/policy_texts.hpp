#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The policies that trials are made of.
namespace bywhen::naive {

[[nodiscard]] std::string text_of(const std::filesystem::path& file);
/// The policy with the dates of its files put in: the naive evaluator reads no files.
[[nodiscard]] std::string with_dates(const std::filesystem::path& file);
/// The policies of a folder, without their scenarios.
[[nodiscard]] std::vector<std::filesystem::path> policies_in(const std::filesystem::path& folder);

}  // namespace bywhen::naive
