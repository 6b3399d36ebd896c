#include <fmt/format.h>

#include "bywhen/order.hpp"
#include "interpreter/json_writer.hpp"

namespace bywhen {

namespace {

constexpr std::string_view red = "\x1b[1;31m";
constexpr std::string_view cyan = "\x1b[36m";
constexpr std::string_view plain = "\x1b[0m";

std::string coloured(std::string_view colour_code, std::string_view text, bool colour) {
  return colour ? fmt::format("{}{}{}", colour_code, text, plain) : std::string(text);
}

void add_line(std::string& out, std::string_view word, const std::string& text, bool colour) {
  if (!text.empty()) out += fmt::format("  {} {}\n", coloured(cyan, word, colour), text);
}

}  // namespace

std::string render_text(const Problems& problems, bool colour) {
  std::string out;
  for (const Problem& problem : problems) {
    out += coloured(red, fmt::format("error[{}]", problem.code), colour);
    out += problem.pointer.empty() ? fmt::format(": {}\n", problem.message)
                                   : fmt::format(" {}: {}\n", problem.pointer, problem.message);
    add_line(out, "expected:", problem.expected, colour);
    add_line(out, "found:", problem.found, colour);
    add_line(out, "help:", problem.help, colour);
  }
  return out;
}

std::string render_json(const Problems& problems) {
  JsonWriter json;
  json.open_array();
  for (const Problem& problem : problems) {
    json.open_object()
        .key("code")
        .text(problem.code)
        .key("pointer")
        .text(problem.pointer)
        .key("message")
        .text(problem.message);
    json.key("expected")
        .text(problem.expected)
        .key("found")
        .text(problem.found)
        .key("help")
        .text(problem.help)
        .close_object();
  }
  return json.close_array().take();
}

}  // namespace bywhen
