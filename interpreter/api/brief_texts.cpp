#include "interpreter/api/brief_texts.hpp"

#include "interpreter/json_writer.hpp"

namespace bywhen {

BriefTexts::BriefTexts(const Program& program, const kernel::Code& code)
    : permissions_(program.model->statuses.size()) {
  const Model& model = *program.model;
  const auto put = [this](std::string_view opening, std::string_view name, std::string_view closing) {
    text_.append(opening).append(name).append(closing);
  };
  for (const Status& status : model.statuses) {
    put(R"(,"status":")", status.name, "\"");
    end_piece();
  }
  for (const auto& [actor, action] : code.permissions) {
    put(R"(,[")", model.actors[actor].name, R"(",")");
    put("", model.actions[action].name, R"("])");
    end_piece();
  }
  duties_.resize(model.rules.size());
  for (std::size_t rule = 0; rule < model.rules.size(); ++rule) {
    if (model.rules[rule].kind != RuleKind::must) continue;
    duties_[rule] = static_cast<std::uint32_t>(begins_.size() - 1);
    text_ += R"(,{"rule":)";
    // Without a label its name is a file's.
    append_json_string(text_, model.rules[rule].name);
    text_ += R"(,"state":")";
    end_piece();
  }
  states_ = begins_.size() - 1;
  for (const DutyState state : {DutyState::ahead, DutyState::pending, DutyState::overdue, DutyState::met,
                                DutyState::met_late, DutyState::unknown}) {
    text_ += to_string(state);
    end_piece();
  }
  text_.append(room, '\0');
}

}  // namespace bywhen
