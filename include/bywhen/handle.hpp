#pragma once

#include <cstdint>

/// Names of a policy, looked up once: what a host keeps to set facts and to read answers without comparing texts.
///
/// A handle belongs to one text of a policy: `Policy` gives it, and it fits every policy with the same digest. Used
/// with another it is refused where facts are set, and finds nothing where answers are read; it never reads a wrong
/// fact. A handle that was made without a policy fits none.
namespace bywhen {

struct FactHandle {
  /// Which text of which policy; 0: none.
  std::uint32_t policy = 0;
  std::uint16_t index = 0;
  friend bool operator==(const FactHandle&, const FactHandle&) = default;
};

struct StatusHandle {
  std::uint32_t policy = 0;
  std::uint16_t index = 0;
  friend bool operator==(const StatusHandle&, const StatusHandle&) = default;
};

/// An actor together with an action: what may or may not be.
struct PermissionHandle {
  std::uint32_t policy = 0;
  std::uint16_t actor = 0;
  std::uint16_t action = 0;
  friend bool operator==(const PermissionHandle&, const PermissionHandle&) = default;
};

/// A duty, by the label of its sentence.
struct DutyHandle {
  std::uint32_t policy = 0;
  std::uint32_t rule = 0;
  friend bool operator==(const DutyHandle&, const DutyHandle&) = default;
};

}  // namespace bywhen
