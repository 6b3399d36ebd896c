#pragma once

#include <string>

#include "cli/invocation.hpp"

/// Arguments that several verbs have in common.
namespace bywhen::cli {

enum class Format { text, json };

struct VerbText {
  std::string name;
  /// One line, for the list of verbs.
  std::string summary;
  /// What stands under its options: how it is used, by example.
  std::string details;
};

/// A verb with the options that all verbs have.
CLI::App& add_verb(CLI::App& app, Invocation& invocation, const VerbText& text);
void add_format_option(CLI::App& verb, Format& format);

/// The order that a verb is about: by which policy, and at which instant.
struct SubjectNames {
  std::string policy;
  /// `-` is standard input.
  std::string order = "-";
  /// Empty: the present.
  std::string at;
};
void add_policy_argument(CLI::App& verb, SubjectNames& names);
void add_order_argument(CLI::App& verb, SubjectNames& names);
/// Whose action it is, and which.
void add_deed_arguments(CLI::App& verb, std::string& actor, std::string& action);
void add_at_option(CLI::App& verb, SubjectNames& names);

}  // namespace bywhen::cli
