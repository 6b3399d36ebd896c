#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bywhen/diagnostic.hpp"
#include "bywhen/export.hpp"
#include "bywhen/handle.hpp"
#include "bywhen/instant.hpp"
#include "bywhen/source.hpp"

namespace bywhen {

class PolicyAccess;
struct LoadedPolicy;

/// A checked and compiled policy. Immutable, cheap to copy, safe to use from many threads at once.
class BYWHEN_API Policy {
public:
  /// The name in its `policy` sentence.
  [[nodiscard]] const std::string& name() const;
  /// `sha256:…` of the policy's text: which text an answer was made by.
  [[nodiscard]] const std::string& digest() const;
  /// The name in its `zone` sentence: whose wall clock and calendar days count.
  [[nodiscard]] std::string_view zone() const;
  /// How many scenarios its sources hold.
  [[nodiscard]] std::size_t scenario_count() const;
  /// The texts that it was made from, for rendering what points into them.
  [[nodiscard]] const Sources& sources() const;

  /// Names looked up for good; absent where the policy has no such name. A duty goes by its sentence's label.
  [[nodiscard]] std::optional<FactHandle> fact(std::string_view name) const;
  [[nodiscard]] std::optional<StatusHandle> status(std::string_view name) const;
  [[nodiscard]] std::optional<PermissionHandle> permission(std::string_view actor, std::string_view action) const;
  [[nodiscard]] std::optional<DutyHandle> duty(std::string_view label) const;
  /// Whatever any rule lets or forbids somebody to do, in the order in which statuses and their rules mention it.
  [[nodiscard]] std::vector<PermissionHandle> permissions() const;
  /// All duties, in the order of the policy's text.
  [[nodiscard]] std::vector<DutyHandle> duties() const;
  /// Those that can stand in a status, in the order of the policy's text; none for a handle of another policy.
  [[nodiscard]] std::vector<DutyHandle> duties_in(StatusHandle status) const;

  /// What stands behind the handle; no part of the API.
  struct Compiled;

private:
  friend class PolicyAccess;
  explicit Policy(std::shared_ptr<const Compiled> compiled);

  std::shared_ptr<const Compiled> compiled_;
};

struct LoadedPolicy {
  /// Absent if there are errors.
  std::optional<Policy> policy;
  /// Errors and warnings, by place.
  Diagnostics diagnostics;
  /// What the diagnostics' spans point into.
  Sources sources;
};

/// The text of a file, or a few words on why it cannot be read ("no such file").
struct FileText {
  std::optional<std::string> text;
  std::string error;
};
/// Reads a file that a policy names, such as `holidays from "calendars/germany.dates"`. The path is that of the
/// policy's source with its last part replaced by what the policy says: `policies/calendars/germany.dates`. It is never
/// absolute, but `..` may be among its parts; a host that loads policies of strangers answers only for the files that
/// it knows.
using FileReader = std::function<FileText(const std::string& path)>;

/// Reads, checks and compiles. The first source is the policy; further ones hold scenarios of it and take no part in
/// its digest. Files that the policy names are read by `files`, become further sources and are part of the digest;
/// without a reader such a policy is refused.
[[nodiscard]] BYWHEN_API LoadedPolicy load_policy(Sources sources, const FileReader& files = {});

/// A text in its one canonical layout. Comments stay, the meaning too; formatting twice changes nothing.
struct FormattedSource {
  /// Empty if there are diagnostics: what cannot be read is not touched.
  std::string text;
  Diagnostics diagnostics;
};
[[nodiscard]] BYWHEN_API FormattedSource format_source(const Sources& sources, std::uint32_t source);

/// A time as people read it, on the policy's wall clock, with its distance from UTC, which tells an hour that comes
/// twice apart: `2026-07-01 10:00 UTC+2`, `2018-01-05 10:00 UTC-2`, `UTC+5:30`, and `2026-03-10 09:00 UTC`. Seconds and
/// fraction only where they are not zero. The sentinels are `never` and `always`. For programs there is
/// `format_rfc3339`.
[[nodiscard]] BYWHEN_API std::string people_time(const Policy& policy, Instant instant);

/// The JSON Schema (2020-12) of the policy's orders, indented.
[[nodiscard]] BYWHEN_API std::string order_schema(const Policy& policy);

}  // namespace bywhen
