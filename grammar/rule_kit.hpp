#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>
#include <tao/pegtl/contrib/limit_depth.hpp>

#include "grammar/node.hpp"
#include "grammar/reader.hpp"

/// What the sentence grammar is built of: tokens as rules, rules that make nodes, and the few rules that PEGTL does not
/// have. The parser's states are the Reader and the tree that grows.
namespace bywhen::grammar::rules {

using namespace tao::pegtl;

template <Kind... Ks>
struct key : one<static_cast<char>(Ks)...> {};

/// A token that becomes a leaf of the parse tree.
template <Kind... Ks>
struct leaf : key<Ks...> {
  static constexpr NodeKind node_kind = NodeKind::token;
};

/// A sequence that becomes a node.
template <NodeKind K, typename... Rules>
struct node : seq<Rules...> {
  static constexpr NodeKind node_kind = K;
};

/// A sequence that becomes a node only if it holds more than one part; else the part stands for it.
template <NodeKind K, typename... Rules>
struct folding_node : node<K, Rules...> {
  static constexpr bool folds = true;
};

/// Succeeds, without taking anything, where a question about the tokens ahead is answered with yes.
template <bool (*Question)(const Reader&, std::size_t)>
struct ahead {
  using rule_t = ahead;        // NOLINT(readability-identifier-naming): PEGTL asks for these names
  using subs_t = type_list<>;  // NOLINT(readability-identifier-naming)
  template <apply_mode, rewind_mode, template <typename...> class, template <typename...> class, typename ParseInput,
            typename... States>
  static bool match(ParseInput& in, const Reader& reader, States&&...) {
    return Question(reader, in.byte());
  }
};

/// Matches the rules in some part of a table, so that questions about the tokens ahead know it.
template <Part P, typename... Rules>
struct in_part {
  using rule_t = in_part;              // NOLINT(readability-identifier-naming): PEGTL asks for these names
  using subs_t = type_list<Rules...>;  // NOLINT(readability-identifier-naming)
  template <apply_mode A, rewind_mode, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput, typename... States>
  static bool match(ParseInput& in, Reader& reader, States&&... states) {
    const Restore restore{reader, reader.part};
    reader.part = P;
    return tao::pegtl::match<seq<Rules...>, A, rewind_mode::required, Action, Control>(in, reader, states...);
  }

private:
  struct Restore {
    Reader& reader;
    Part part;
    ~Restore() { reader.part = part; }
  };
};

/// Matches the item; if that raises, reports it and skips to where `Reached` says that the next item may begin, and if
/// it stands in a block, at most to the end of that.
template <typename Item, bool (*Reached)(const Reader&, std::size_t), bool InBlock>
struct recover {
  using rule_t = recover;          // NOLINT(readability-identifier-naming): PEGTL asks for these names
  using subs_t = type_list<Item>;  // NOLINT(readability-identifier-naming)
  template <apply_mode A, rewind_mode M, template <typename...> class Action, template <typename...> class Control,
            typename ParseInput>
  static bool match(ParseInput& in, Reader& reader, NodeTree& nodes) {
    const auto place = in.iterator();
    const std::size_t begin = in.byte();
    const std::size_t first = nodes.waiting();
    const std::size_t depth = in.private_depth;
    try {
      return tao::pegtl::match<Item, A, M, Action, Control>(in, reader, nodes);
    } catch (const parse_error& error) {
      const std::size_t failed = error.positions().front().byte;
      reader.unexpected(begin, failed, error.message());
      nodes.drop(first);
      in.iterator() = place;
      in.private_depth = depth;
      const std::size_t next = skip(reader, begin, failed);
      reader.leave_out(begin, next);
      in.bump(next - begin);
      return true;
    }
  }

private:
  /// The index of the token at which to go on, always after `begin`.
  static std::size_t skip(const Reader& reader, std::size_t begin, std::size_t failed) {
    if (reader.gave_up()) return reader.end();
    std::size_t depth = 0;
    for (std::size_t i = begin; i < reader.end(); ++i) {
      const bool may_stop = i > begin && i >= failed;
      if (i == failed && item_failed_outside(reader, i)) depth = 0;
      if (may_stop && (declaration_follows(reader, i) || (depth == 0 && item_ends_at(reader, i)))) return i;
      if (reader.kind(i) == Kind::open_brace) ++depth;
      if (reader.kind(i) == Kind::close_brace && depth > 0) --depth;
    }
    return reader.end();
  }
  static bool declaration_follows(const Reader& reader, std::size_t index) {
    return InBlock ? outer_declaration_stands_at(reader, index) : declaration_stands_at(reader, index);
  }
  /// Braces inside of an item hold names and values only, so that a word there means that they were not closed.
  static bool item_failed_outside(const Reader& reader, std::size_t failed) {
    return InBlock && (is_reserved(reader.kind(failed)) || Reached(reader, failed));
  }
  static bool item_ends_at(const Reader& reader, std::size_t index) {
    return (InBlock && reader.kind(index) == Kind::close_brace) || Reached(reader, index);
  }
};

}  // namespace bywhen::grammar::rules

namespace tao::pegtl {

template <typename Name, bool (*Question)(const bywhen::grammar::Reader&, std::size_t)>
struct analyze_traits<Name, bywhen::grammar::rules::ahead<Question>> : analyze_opt_traits<> {};
template <typename Name, bywhen::grammar::Part P, typename... Rules>
struct analyze_traits<Name, bywhen::grammar::rules::in_part<P, Rules...>> : analyze_seq_traits<Rules...> {};
/// Skipping takes at least one token, so that a recovered item always consumes.
template <typename Name, typename Item, bool (*Reached)(const bywhen::grammar::Reader&, std::size_t), bool InBlock>
struct analyze_traits<Name, bywhen::grammar::rules::recover<Item, Reached, InBlock>> : analyze_seq_traits<Item> {};

}  // namespace tao::pegtl
