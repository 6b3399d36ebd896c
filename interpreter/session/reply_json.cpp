#include <array>

#include "bywhen/session.hpp"
#include "interpreter/json_writer.hpp"

namespace bywhen {
namespace {

std::string_view to_string(ReplyLine::Tone tone) {
  constexpr std::array<std::string_view, 6> words{"plain", "heading", "good", "bad", "waiting", "dim"};
  return words[static_cast<std::size_t>(tone)];
}

/// No text in JSON holds a line's end as it is, so that none is lost.
std::string on_one_line(std::string json) {
  std::erase(json, '\n');
  return json;
}

/// Each part is an object with one member that says what it is.
class PartWriter {
public:
  explicit PartWriter(JsonWriter& json) : json_(json) {}

  void operator()(const ReplyLine& line) const {
    json_.key("line").open_object().key("text").text(line.text).key("tone").text(to_string(line.tone)).close_object();
  }
  void operator()(const ReplyTable& table) const {
    json_.key("table").open_object().key("columns");
    write(table.columns);
    json_.key("rows").open_array();
    for (const auto& row : table.rows) write(row);
    json_.close_array().close_object();
  }
  void operator()(const Answer& answer) const { json_.key("answer").raw(to_json(answer)); }
  void operator()(const Why& why) const { json_.key("why").raw(to_json(why)); }
  void operator()(const Outlook& outlook) const { json_.key("outlook").raw(to_json(outlook)); }
  void operator()(const ReplyWhen& when) const { json_.key("when").raw(to_json(when.outlook)); }
  void operator()(const Preview& preview) const { json_.key("preview").raw(to_json(preview)); }
  void operator()(const Problems& problems) const { json_.key("problems").raw(render_json(problems)); }
  void operator()(const ReplyMistakes& mistakes) const {
    json_.key("diagnostics").raw(on_one_line(render_json(mistakes.diagnostics, mistakes.sources)));
  }

private:
  void write(const std::vector<std::string>& texts) const {
    json_.open_array();
    for (const std::string& text : texts) json_.text(text);
    json_.close_array();
  }

  JsonWriter& json_;
};

}  // namespace

std::string to_json(const Reply& reply) {
  JsonWriter json;
  json.open_object().key("good").boolean(reply.good).key("parts").open_array();
  for (const ReplyPart& part : reply.parts) {
    json.open_object();
    std::visit(PartWriter(json), part);
    json.close_object();
  }
  json.close_array().close_object();
  return json.take();
}

}  // namespace bywhen
