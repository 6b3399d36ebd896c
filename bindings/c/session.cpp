#include "bywhen/session.hpp"

#include "bindings/c/boundary.hpp"

namespace bywhen::c {
namespace {

Session& session_of(bywhen_session* session) { return needed(session, "the session").session; }
const Session& session_of(const bywhen_session* session) { return needed(session, "the session").session; }

std::unique_ptr<bywhen_session> begin(const Policy& policy, const bywhen_order* order, std::int64_t now,
                                      const FileReader& files) {
  if (order == nullptr) {
    return std::make_unique<bywhen_session>(bywhen_session{Session(policy, std::nullopt, Instant{}, files)});
  }
  const Instant at = instant_of(now);
  // A session trusts its order, so whether it fits is seen here.
  const Order mine = value_of(read_order(policy, to_json(order->order.data())));
  static_cast<void>(value_of(decide(policy, mine, at)));
  return std::make_unique<bywhen_session>(bywhen_session{Session(policy, mine, at, files)});
}

std::string words(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const std::string& text : texts) out += (out.size() > 1 ? "," : "") + json_string(text);
  return out + "]";
}

/// Takes a step back or again.
template <typename Step>
bywhen_outcome step(int32_t* done, bywhen_error** error, Step step) noexcept {
  if (done != nullptr) *done = 0;
  return guarded(error, [&] {
    const bool taken = step();
    if (done != nullptr) *done = taken ? 1 : 0;
  });
}

}  // namespace
}  // namespace bywhen::c

using namespace bywhen::c;  // NOLINT(google-build-using-namespace): these functions have no namespace of their own

bywhen_outcome bywhen_session_new(const bywhen_policy* policy, const bywhen_order* order, int64_t now,
                                  bywhen_file_reader files, void* user, bywhen_session** session,
                                  bywhen_error** error) {
  return give(session, error,
              [&] { return begin(needed(policy, "the policy").policy, order, now, file_reader(files, user)); });
}

void bywhen_session_free(bywhen_session* session) { end(session); }

bywhen_outcome bywhen_session_ask(bywhen_session* session, const char* sentence, size_t length, bywhen_text** reply,
                                  bywhen_error** error) {
  return give_text(reply, error,
                   [&] { return to_json(session_of(session).ask(text_of(sentence, length, "the sentence"))); });
}

bywhen_outcome bywhen_session_undo(bywhen_session* session, int32_t* done, bywhen_error** error) {
  return step(done, error, [&] { return session_of(session).undo(); });
}

bywhen_outcome bywhen_session_redo(bywhen_session* session, int32_t* done, bywhen_error** error) {
  return step(done, error, [&] { return session_of(session).redo(); });
}

bywhen_outcome bywhen_session_reset(bywhen_session* session, bywhen_error** error) {
  return guarded(error, [&] { session_of(session).reset(); });
}

bywhen_outcome bywhen_session_use(bywhen_session* session, const bywhen_policy* policy, bywhen_text** reply,
                                  bywhen_error** error) {
  return give_text(reply, error, [&] { return to_json(session_of(session).use(needed(policy, "the policy").policy)); });
}

bywhen_outcome bywhen_session_order(const bywhen_session* session, bywhen_text** json, bywhen_error** error) {
  return give_text(json, error, [&] {
    const auto order = session_of(session).order();
    return order ? to_json(*order) : std::string("null");
  });
}

int64_t bywhen_session_now(const bywhen_session* session) {
  return found(BYWHEN_NO_TIME, [&] { return micros_of(session_of(session).now()); });
}

bywhen_outcome bywhen_session_scenario(const bywhen_session* session, const char* name, size_t length,
                                       bywhen_text** scenario, bywhen_error** error) {
  return give_text(scenario, error, [&] { return session_of(session).scenario(text_of(name, length, "the name")); });
}

bywhen_outcome bywhen_session_completions(const bywhen_session* session, const char* text, size_t length,
                                          bywhen_text** found_words, bywhen_error** error) {
  return give_text(found_words, error,
                   [&] { return words(session_of(session).completions(text_of(text, length, "the text"))); });
}

int32_t bywhen_sentence_goes_on(const char* text, size_t length) {
  return found(0, [&] { return bywhen::sentence_goes_on(text_of(text, length, "the text")) ? 1 : 0; });
}
