#pragma once

#include "grammar/messages.hpp"

/// How rules become nodes: what both readings, of policies and of questions, hand to PEGTL.
namespace bywhen::grammar {

template <typename Rule>
concept MakesNode = requires {
  Rule::node_kind;
};
template <typename Rule>
concept Folds = requires {
  Rule::folds;
};

template <typename Rule>
concept HasParts = !std::is_same_v<typename Rule::subs_t, tao::pegtl::type_list<>>;

/// Nesting goes through these rules only, each of which stands behind the word or mark that commits to it.
template <typename Rule>
struct action : tao::pegtl::nothing<Rule> {};
template <>
struct action<rules::inner_condition> : tao::pegtl::limit_depth<max_nesting> {};
template <>
struct action<rules::anchor> : tao::pegtl::limit_depth<max_nesting> {};
template <>
struct action<rules::edge_anchor> : tao::pegtl::limit_depth<max_nesting> {};
template <>
struct action<rules::extremum_item> : tao::pegtl::limit_depth<max_nesting> {};
template <>
struct action<rules::total_item> : tao::pegtl::limit_depth<max_nesting> {};

template <>
struct action<rules::where_condition> : tao::pegtl::limit_depth<max_nesting> {};

/// Lists of one item fold into the item.
template <typename Rule>
struct Control : tao::pegtl::must_if<Messages>::control<Rule> {
  template <tao::pegtl::apply_mode A, tao::pegtl::rewind_mode M, template <typename...> class Action,
            template <typename...> class Inner, typename ParseInput>
  static bool match(ParseInput& in, Reader& reader, NodeTree& nodes) {
    const std::size_t first = nodes.waiting();
    const std::size_t begin = in.byte();
    const bool matched =
        tao::pegtl::must_if<Messages>::control<Rule>::template match<A, M, Action, Inner>(in, reader, nodes);
    if (!matched) {
      if constexpr (HasParts<Rule>) nodes.drop(first);
    } else if constexpr (MakesNode<Rule>) {
      if (!Folds<Rule> || nodes.waiting() != first + 1) nodes.close(Rule::node_kind, begin, in.byte(), first);
    }
    return matched;
  }
};

/// Only bytes are asked for, which are tokens here, no lines or columns.
using TokenInput = tao::pegtl::memory_input<tao::pegtl::tracking_mode::lazy, tao::pegtl::eol::lf, const char*>;

}  // namespace bywhen::grammar
