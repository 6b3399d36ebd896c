#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "grammar/token.hpp"

namespace bywhen::grammar {
namespace {

struct Word {
  std::string_view text;
  Kind kind;
};

constexpr std::array words = [] {
  std::array list = {
      Word{"policy", Kind::policy},
      Word{"version", Kind::version},
      Word{"zone", Kind::zone},
      Word{"months", Kind::months},
      Word{"calendar", Kind::calendar},
      Word{"term", Kind::term},
      Word{"define", Kind::define},
      Word{"actor", Kind::actor},
      Word{"fact", Kind::fact},
      Word{"status", Kind::status},
      Word{"action", Kind::action},
      Word{"in", Kind::in},
      Word{"scenario", Kind::scenario},
      Word{"any", Kind::any},
      Word{"except", Kind::except},
      Word{"may", Kind::may},
      Word{"must", Kind::must},
      Word{"not", Kind::not_},
      Word{"and", Kind::and_},
      Word{"or", Kind::or_},
      Word{"is", Kind::is},
      Word{"has", Kind::has},
      Word{"of", Kind::of},
      Word{"less", Kind::less},
      Word{"to", Kind::to},
      Word{"when", Kind::when},
      Word{"unless", Kind::unless},
      Word{"because", Kind::because},
      Word{"otherwise", Kind::otherwise},
      Word{"within", Kind::within},
      Word{"after", Kind::after},
      Word{"before", Kind::before},
      Word{"from", Kind::from},
      Word{"until", Kind::until},
      Word{"by", Kind::by},
      Word{"at", Kind::at},
      Word{"happens", Kind::happens},
      Word{"asks", Kind::asks},
      Word{"requires", Kind::requires_},
      Word{"marks", Kind::marks},
      Word{"sets", Kind::sets},
      Word{"becomes", Kind::becomes},
      Word{"else", Kind::else_},
      Word{"given", Kind::given},
      Word{"expect", Kind::expect},
      Word{"does", Kind::does},
      Word{"with", Kind::with},
      Word{"yes", Kind::yes},
      Word{"no", Kind::no},
      Word{"known", Kind::known},
      Word{"missing", Kind::missing},
      Word{"initial", Kind::initial},
      Word{"final", Kind::final},
      Word{"needs", Kind::needs},
      Word{"once", Kind::once},
      Word{"latest", Kind::latest},
      Word{"earliest", Kind::earliest},
      Word{"sum", Kind::sum},
      Word{"start", Kind::start},
      Word{"end", Kind::end_of},
      Word{"full", Kind::full},
      Word{"business", Kind::business},
      Word{"ending", Kind::ending},
      Word{"holding", Kind::holding},
      Word{"covers", Kind::covers},
      Word{"weekend", Kind::weekend},
      Word{"holidays", Kind::holidays},
      Word{"happened", Kind::happened},
      Word{"passed", Kind::passed},
      Word{"extends", Kind::extends},
      Word{"replace", Kind::replace},
      Word{"remove", Kind::remove},
      Word{"governed", Kind::governed},
      // Names with a meaning of their own in some places.
      Word{"day", Kind::day},
      Word{"a", Kind::a},
      Word{"on", Kind::on},
      Word{"round", Kind::round},
      Word{"up", Kind::up},
      Word{"down", Kind::down},
      Word{"default", Kind::default_},
      Word{"need", Kind::need},
      Word{"unknown", Kind::unknown},
      Word{"whether", Kind::whether},
      Word{"cannot", Kind::cannot},
      Word{"money", Kind::money},
      Word{"rounds", Kind::rounds},
      Word{"half", Kind::half},
      Word{"even", Kind::even},
      Word{"every", Kind::every},
      Word{"least", Kind::least},
      Word{"most", Kind::most},
      Word{"times", Kind::times},
      Word{"under", Kind::under},
      Word{"EU", Kind::eu},
      Word{"law", Kind::law},
      Word{"for", Kind::for_},
      Word{"all", Kind::all},
      Word{"orders", Kind::orders},
      Word{"amends", Kind::amends},
      Word{"the", Kind::the},
      Word{"list", Kind::list},
      Word{"count", Kind::count},
      Word{"where", Kind::where},
      Word{"time", Kind::time_word},
      Word{"since", Kind::since},
      Word{"are", Kind::are},
      Word{"have", Kind::have},
      Word{"second", Kind::unit},
      Word{"seconds", Kind::unit},
      Word{"minute", Kind::unit},
      Word{"minutes", Kind::unit},
      Word{"hour", Kind::unit},
      Word{"hours", Kind::unit},
      Word{"days", Kind::unit},
      Word{"week", Kind::unit},
      Word{"weeks", Kind::unit},
      Word{"month", Kind::unit},
      Word{"year", Kind::unit},
      Word{"years", Kind::unit},
  };
  std::sort(list.begin(), list.end(), [](Word a, Word b) { return a.text < b.text; });
  return list;
}();

/// Where a word is looked for, told by its first character, its last and its length: names of a policy mostly meet a
/// place without words.
constexpr std::size_t places = 512;
constexpr std::size_t place_of(std::string_view word) {
  const auto first = static_cast<unsigned char>(word.front());
  const auto last = static_cast<unsigned char>(word.back());
  return (first * 7U + last * 29U + word.size() * 67U) % places;
}

/// Words by their places; `count` of those at a place stand from `first` on.
struct PlacedWords {
  struct Part {
    std::uint8_t first = 0;
    std::uint8_t count = 0;
  };
  std::array<Word, words.size()> list = words;
  std::array<Part, places> parts{};
};
constexpr PlacedWords placed = [] {
  PlacedWords found;
  std::sort(found.list.begin(), found.list.end(), [](Word a, Word b) { return place_of(a.text) < place_of(b.text); });
  for (std::size_t i = 0; i < words.size(); ++i) {
    auto& part = found.parts[place_of(found.list[i].text)];
    if (part.count++ == 0) part.first = static_cast<std::uint8_t>(i);
  }
  return found;
}();
static_assert(words.size() < 256);

}  // namespace

Kind kind_of_word(std::string_view word) {
  if (word.empty()) return Kind::name;
  const auto part = placed.parts[place_of(word)];
  const auto alike = std::span(placed.list).subspan(part.first, part.count);
  const auto found = std::find_if(alike.begin(), alike.end(), [word](Word one) { return one.text == word; });
  return found == alike.end() ? Kind::name : found->kind;
}

std::vector<std::string_view> declaration_words() {
  std::vector<std::string_view> found;
  for (const Word word : words) {
    if (begins_declaration(word.kind)) found.push_back(word.text);
  }
  return found;
}

std::vector<std::string_view> reserved_words() {
  std::vector<std::string_view> found;
  for (const Word word : words) {
    if (is_reserved(word.kind)) found.push_back(word.text);
  }
  return found;
}

}  // namespace bywhen::grammar
