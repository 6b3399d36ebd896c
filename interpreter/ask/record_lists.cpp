#include "interpreter/ask/record_lists.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "interpreter/ask/scale.hpp"
#include "interpreter/time/zone.hpp"

namespace bywhen::ask {

namespace {

using Record = std::vector<Value>;

/// So many records that a comparison of the policy suggests.
constexpr std::size_t most_compared = 6;

class RecordFinder {
public:
  RecordFinder(const Model& model, const OrderState& order, FactId list, Instant at)
      : model_(model), order_(order), list_(list), at_(at), members_(model.members_of(list)) {}

  std::vector<Value> find() const {
    const Record least = record(false);
    const Record all = record(true);
    std::vector<Value> lists{list_of({}), list_of({least}), list_of({all})};
    for (const Record& compared : compared_records(all)) lists.push_back(list_of({compared}));
    lists.push_back(list_of({all, least}));
    lists.push_back(list_of({all, all}));
    return lists;
  }

private:
  [[nodiscard]] Value list_of(const std::vector<Record>& records) const {
    auto made = std::make_shared<Records>();
    made->type = model_.facts[list_].type.choices;
    made->members = members_.size();
    for (const Record& record : records) made->values.insert(made->values.end(), record.begin(), record.end());
    return RecordList{std::move(made)};
  }

  [[nodiscard]] Record record(bool all) const {
    Record values;
    for (const Fact& member : members_) values.push_back(all || member.required() ? plain(member.type, all) : Value{});
    return values;
  }

  [[nodiscard]] Value plain(Type type, bool last) const {
    switch (type.kind) {
      case Kind::event:
      case Kind::time:
        return at_;
      case Kind::date:
        return model_.zone.to_local(at_).date();
      case Kind::yes_no:
        return last;
      case Kind::text:
        return std::string("text");
      case Kind::duration:
        return Duration{0, 1, 0, 0};
      case Kind::choice:
        return last ? model_.choice_lists[type.choices].back() : model_.choice_lists[type.choices].front();
      case Kind::decimal:
        return Decimal{Decimal::scale};
      case Kind::percent:
        return Percent{10 * Percent::scale};
      case Kind::money:
        return Money{10'000, currency_for(model_, order_, list_)};
      default:
        return std::int64_t{1};
    }
  }

  /// Values of members of this list that stand beside a constant.
  [[nodiscard]] std::vector<Record> compared_records(const Record& plain_record) const {
    std::vector<Record> records;
    const Expressions& expressions = model_.expressions;
    for (ExprId id = 0; id < expressions.size(); ++id) {
      const auto operands = expressions.operands(id);
      if (operands.size() != 2) continue;
      add_compared(operands[0], operands[1], plain_record, records);
      add_compared(operands[1], operands[0], plain_record, records);
    }
    return records;
  }

  void add_compared(ExprId read, ExprId beside, const Record& plain_record, std::vector<Record>& records) const {
    const Node& member = model_.expressions[read];
    const Node& constant = model_.expressions[beside];
    if (member.op != Op::member || constant.op != Op::constant) return;
    const MemberRef ref = MemberRef::of(member.payload);
    const Value& value = model_.expressions.constants[constant.payload];
    if (ref.list != list_ || value.index() != plain_record[ref.member].index()) return;
    for (const Value& near : around(members_[ref.member].type.kind, value)) {
      Record record = plain_record;
      record[ref.member] = near;
      if (records.size() < most_compared && std::find(records.begin(), records.end(), record) == records.end())
        records.push_back(std::move(record));
    }
  }

  static std::vector<Value> around(Kind kind, const Value& value) {
    if (!has_scale(kind)) return {value};
    Scale scale;
    scale.kind = kind;
    if (const auto* money = std::get_if<Money>(&value)) scale.currency = money->currency;
    if (kind == Kind::event || kind == Kind::time) return {value};
    const std::int64_t step = step_of(value);
    return {scale.value(step), scale.value(step + 1), scale.value(step - 1)};
  }

  const Model& model_;
  const OrderState& order_;
  FactId list_;
  Instant at_;
  const std::vector<Fact>& members_;
};

}  // namespace

std::vector<Value> record_lists(const Model& model, const OrderState& order, FactId list, Instant at) {
  return RecordFinder(model, order, list, at).find();
}

}  // namespace bywhen::ask
