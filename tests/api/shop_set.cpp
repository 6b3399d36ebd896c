#include "tests/api/shop_set.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>

#include "tests/unit/grammar/cases.hpp"

namespace bywhen::test {

namespace fs = std::filesystem;

LoadedPolicySet load_folder(const std::string& folder, std::vector<std::pair<std::string, std::string>> more) {
  Sources sources;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(BYWHEN_SOURCE_DIR) / "tests" / folder))
    files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) sources.add(file.filename().string(), read_file(file));
  for (auto& [name, text] : more) sources.add(name, text);
  return load_policy_set(std::move(sources));
}

LoadedPolicySet load_shop(std::vector<std::pair<std::string, std::string>> more) {
  return load_folder("language/sets/good/shop", std::move(more));
}

PolicySet shop() {
  auto loaded = load_shop();
  INFO(render_text(loaded.diagnostics, loaded.sources, false));
  REQUIRE(loaded.set);
  return *loaded.set;
}

std::string placed(std::string_view when, std::string_view country, std::string_view more) {
  return fmt::format(R"({{"facts": {{"placed_at": "{}", "country": "{}", "total": "100.00 EUR"{}}}}})", when, country,
                     more);
}

}  // namespace bywhen::test
