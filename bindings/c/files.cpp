#include "bindings/c/files.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <ios>
#include <new>
#include <system_error>
#include <utility>

#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

FileText unreadable(int number) {
  std::string reason = std::generic_category().message(number);
  if (!reason.empty() && reason[0] >= 'A' && reason[0] <= 'Z') reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return {std::nullopt, std::move(reason)};
}

/// Takes an answer.
template <typename Body>
bywhen_outcome answer(bywhen_file* file, bywhen_error** error, Body body) noexcept {
  const bywhen_outcome outcome = guarded(error, [&] { needed(file, "the file").file = body(); });
  if (file != nullptr) file->no_memory = outcome == BYWHEN_NO_MEMORY;
  return outcome;
}

}  // namespace

FileText read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return unreadable(EISDIR);
  errno = 0;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return unreadable(errno != 0 ? errno : ENOENT);
  std::string text;
  std::string piece(std::size_t{64} << 10U, '\0');
  while (stream.read(piece.data(), static_cast<std::streamsize>(piece.size())), stream.gcount() > 0) {
    text.append(piece, 0, static_cast<std::size_t>(stream.gcount()));
    if (text.size() > largest_text) {
      return {std::nullopt, "larger than " + std::to_string(largest_text >> 20U) + " MiB"};
    }
  }
  if (stream.bad()) return unreadable(errno != 0 ? errno : EIO);
  return {std::move(text), ""};
}

FileReader file_reader(bywhen_file_reader files, void* user) {
  if (files == nullptr) return {};
  return [files, user](const std::string& path) {
    bywhen_file file{{std::nullopt, "the program that reads this policy has no such file"}};
    files(user, path.c_str(), &file);
    // The host may not have looked how its answer went.
    if (file.no_memory) throw std::bad_alloc();
    return std::move(file.file);
  };
}

}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_file_give(bywhen_file* file, const char* text, size_t length, bywhen_error** error) {
  return answer(file, error, [&] {
    const std::string_view bytes = bytes_of(text, length, "the text");
    if (bytes.size() > largest_text) fail(BYWHEN_MISUSE, "the text is larger than any policy may be");
    return bywhen::FileText{std::string(bytes), ""};
  });
}

bywhen_outcome bywhen_file_refuse(bywhen_file* file, const char* reason, size_t length, bywhen_error** error) {
  return answer(file, error, [&] {
    return bywhen::FileText{std::nullopt, std::string(text_of(reason, length, "the reason"))};
  });
}

void bywhen_open_file(void* /*user*/, const char* path, bywhen_file* file) {
  answer(file, nullptr, [&] { return read_file(std::string(text_of(path, BYWHEN_TERMINATED, "the path"))); });
}
