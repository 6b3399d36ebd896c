#include "interpreter/time/zone.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <system_error>

#include "interpreter/time/scan.hpp"
#include "interpreter/time/zone_rules.hpp"

namespace bywhen {
namespace {

namespace fs = std::filesystem;

/// Where systems keep their compiled zones.
constexpr std::array database_folders = {"/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/zoneinfo",
                                         "/etc/zoneinfo"};

/// Larger than any zone file, so that no stray file is read in whole.
constexpr std::uintmax_t max_file_size = 1 << 20;

/// Folders and files beside the zones: other countings of the same zones, and what the machine's owner set, which must
/// not decide.
constexpr std::array not_zones = {"posix/", "right/", "localtime", "posixrules", "Factory"};

/// Of at most so many bytes; empty where there is no such file. Read with each policy, so without a stream's locale.
std::string first_line(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  std::array<char, 64> room{};
  if (file == nullptr || std::setvbuf(file.get(), room.data(), _IOFBF, room.size()) != 0) return {};
  std::array<char, 64> line{};
  if (std::fgets(line.data(), static_cast<int>(line.size()), file.get()) == nullptr) return {};
  const std::string_view text(line.data());
  return std::string(text.substr(0, text.find('\n')));
}

bool is_zone_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("_+-/").find(c) != std::string_view::npos;
  };
  const auto begins = [&](std::string_view prefix) { return name.substr(0, prefix.size()) == prefix; };
  return !name.empty() && name.front() != '/' && name.back() != '/' && std::all_of(name.begin(), name.end(), fits) &&
         std::none_of(not_zones.begin(), not_zones.end(), begins);
}

std::optional<std::string> read_small_file(const fs::path& path) {
  std::error_code error;
  if (!fs::is_regular_file(path, error) || fs::file_size(path, error) > max_file_size || error) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return stream.bad() ? std::nullopt : std::optional(std::move(bytes));
}

std::shared_ptr<const ZoneRules> load_rules(const std::string& name) {
  for (const char* folder : database_folders) {
    const auto bytes = read_small_file(fs::path(folder) / name);
    if (!bytes) continue;
    if (auto rules = read_tzif(name, *bytes)) return std::make_shared<const ZoneRules>(std::move(*rules));
  }
  return nullptr;
}

/// Lists and notes lie among the zones.
bool is_zone_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::array<char, 4> magic{};
  return stream.read(magic.data(), magic.size()) && std::string_view(magic.data(), magic.size()) == "TZif";
}

void collect_names(const fs::path& folder, std::vector<std::string>& names) {
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::string name = entry->path().lexically_relative(folder).generic_string();
    if (is_zone_name(name) && is_zone_file(entry->path())) names.push_back(std::move(name));
  }
}

Instant in_range(std::int64_t micros) {
  const Instant instant{micros};
  if (instant.is_real()) return instant;
  return instant.is_never() ? Instant::never() : Instant::first();
}

bool is_sentinel(std::int64_t micros) {
  return micros == Instant::never().micros || micros == Instant::always().micros;
}

Resolved::Kind kind_of(ZoneRules::Local::Kind kind) {
  switch (kind) {
    case ZoneRules::Local::skipped:
      return Resolved::skipped;
    case ZoneRules::Local::repeated:
      return Resolved::repeated;
    case ZoneRules::Local::unique:
      break;
  }
  return Resolved::unique;
}

/// Local times within reach of the real instants; all others are as far out as these.
std::int64_t near_range(std::int64_t micros) {
  return std::clamp(micros, Instant::first().micros - 2 * micros_per_day, Instant::last().micros + 2 * micros_per_day);
}

}  // namespace

std::optional<Zone> Zone::find(std::string_view iana_name) {
  if (iana_name == "UTC") return utc();
  if (!is_zone_name(iana_name)) return std::nullopt;
  const std::string name(iana_name);
  if (name == "Etc/UTC")
    return Zone(std::make_shared<const ZoneRules>(name, 0, std::vector<ZoneChange>(), std::nullopt));
  auto rules = load_rules(name);
  return rules ? std::optional(Zone(std::move(rules))) : std::nullopt;
}

std::string_view Zone::name() const { return rules_ ? std::string_view(rules_->name()) : "UTC"; }

LocalTime Zone::to_local(Instant instant) const {
  if (!instant.is_real()) return {instant.is_never() ? Instant::never().micros : Instant::always().micros};
  if (!rules_) return {instant.micros};
  return {instant.micros + rules_->offset_at(floor_div(instant.micros, micros_per_second)) * micros_per_second};
}

Resolved Zone::to_instant(LocalTime local) const {
  if (is_sentinel(local.micros)) return {{local.micros}, Resolved::unique};
  const std::int64_t micros = near_range(local.micros);
  if (!rules_) return {in_range(micros), Resolved::unique};
  const auto found = rules_->find_local(floor_div(micros, micros_per_second));
  return {in_range(micros - found.offset * micros_per_second), kind_of(found.kind)};
}

Instant Zone::first_instant_from(LocalTime local) const {
  if (!rules_ || is_sentinel(local.micros)) return to_instant(local).instant;
  const auto found = rules_->find_local(floor_div(near_range(local.micros), micros_per_second));
  return found.kind == ZoneRules::Local::skipped ? in_range(found.jump * micros_per_second) : to_instant(local).instant;
}

std::optional<Instant> Zone::same_time_later(Instant from, std::int64_t days) const {
  Instant to{from.micros + days};
  if (!from.is_real() || !to.is_real()) return std::nullopt;
  if (!rules_) return to;
  // However far apart the two offsets are, less than three days lie between `to` and what is looked for.
  const auto there = rules_->steady_offset_at(floor_div(to.micros, micros_per_second));
  if (!there) return std::nullopt;
  const std::int64_t here = rules_->offset_at(floor_div(from.micros, micros_per_second));
  to.micros += (here - *there) * micros_per_second;
  return to.is_real() ? std::optional(to) : std::nullopt;
}

std::vector<std::string> zone_names() {
  std::vector<std::string> names = {"UTC", "Etc/UTC"};
  for (const char* folder : database_folders) collect_names(folder, names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

std::string tzdata_version() {
  constexpr std::string_view introduction = "# version ";
  for (const char* folder : database_folders) {
    const std::string line = first_line(std::string(folder) + "/tzdata.zi");
    if (line.substr(0, introduction.size()) == introduction) return line.substr(introduction.size());
  }
  return "unknown";
}

}  // namespace bywhen
