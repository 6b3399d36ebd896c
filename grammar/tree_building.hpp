#pragma once

#include <tao/pegtl/contrib/parse_tree.hpp>

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

/// Picks the rules that become nodes, and folds lists of one item into the item.
template <typename Rule>
struct selector : std::bool_constant<MakesNode<Rule>> {
  template <typename... States>
  static void transform(std::unique_ptr<Node>& node, States&&...) {
    if constexpr (Folds<Rule>) {
      if (node->children.size() == 1) node = std::move(node->children.front());
    }
  }
};

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

template <typename Rule>
using Control = tao::pegtl::must_if<Messages>::control<Rule>;

using TokenInput = tao::pegtl::memory_input<tao::pegtl::tracking_mode::eager, tao::pegtl::eol::lf, const char*>;

}  // namespace bywhen::grammar
