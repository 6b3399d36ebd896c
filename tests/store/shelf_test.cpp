#include "interpreter/store/shelf.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <thread>

#include "tests/store/folder.hpp"

using namespace bywhen::store;
using bywhen::test::Folder;
using std::chrono::milliseconds;

namespace {

/// A file system whose clock stands still.
std::variant<Stamp, int> same_stamp(const std::string&) { return Stamp{{}, true}; }

std::string text_at(Shelf& shelf, const std::string& path) { return shelf.look(path)->text.text.value_or("none"); }

}  // namespace

TEST_CASE("edits that leave the stamp as it was are seen while the stamp is fresh", "[store]") {
  const Folder folder;
  Shelf shelf(same_stamp);
  for (const char* text : {"one", "two", "six", "one"}) {
    folder.write("a", text);
    CHECK(text_at(shelf, folder / "a") == text);
  }
}

TEST_CASE("a file whose stamp is old enough is not read again", "[store]") {
  const Folder folder;
  Shelf shelf(same_stamp, milliseconds(20));
  folder.write("a", "one");
  CHECK(text_at(shelf, folder / "a") == "one");
  std::this_thread::sleep_for(milliseconds(25));
  folder.write("a", "two");
  // Read once more, as the first time was too early to trust; then no more.
  CHECK(text_at(shelf, folder / "a") == "two");
  folder.write("a", "six");
  CHECK(text_at(shelf, folder / "a") == "two");
}

TEST_CASE("each thing that a stamp tells makes a file be read again", "[store]") {
  const Folder folder;
  folder.write("a", "one");
  const Stamp first = std::get<Stamp>(stamp_of(folder / "a"));
  CHECK(std::get<Stamp>(stamp_of(folder / "a")) == first);
  for (std::size_t part = 0; part < first.values.size(); ++part) {
    Stamp stamp = first;
    Shelf shelf([&](const std::string&) { return stamp; }, milliseconds(0));
    folder.write("a", "one");
    CHECK(text_at(shelf, folder / "a") == "one");
    folder.write("a", "two");
    CHECK(text_at(shelf, folder / "a") == "one");
    ++stamp.values[part];
    CHECK(text_at(shelf, folder / "a") == "two");
  }
}

TEST_CASE("the same contents are the same pointer, however they came about", "[store]") {
  const Folder folder;
  Shelf shelf;
  const Content none = shelf.look(folder / "a");
  CHECK(none->missing);
  CHECK(shelf.look(folder / "a") == none);
  folder.write("a", "one");
  const Content one = shelf.look(folder / "a");
  folder.replace("a", "one");
  CHECK(shelf.look(folder / "a") == one);
  std::filesystem::permissions(folder / "a", std::filesystem::perms::owner_read);
  CHECK(shelf.look(folder / "a") == one);
  folder.remove("a");
  CHECK(shelf.look(folder / "a")->missing);
}

TEST_CASE("errors of the system are contents, too", "[store]") {
  Shelf shelf;
  CHECK(shelf.look("/")->text.error == "not a regular file");
  CHECK(shelf.look("/dev/null")->text.error == "not a regular file");
  CHECK(shelf.look(std::string(10000, 'x'))->text.error == "file name too long");
  CHECK_FALSE(shelf.look(std::string(10000, 'x'))->missing);
}
