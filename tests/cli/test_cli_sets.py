#!/usr/bin/env python3
"""Every verb takes a folder of versions and overlays where it takes a policy's file."""

import json
import unittest

from command import GOOD, MACHINE, REFUSED, ROOT, CommandTest, run

SHOP = "tests/language/sets/good/shop"
ORDER = {"status": "open", "facts": {"placed_at": "2018-04-01T10:00:00Z", "country": "DE", "total": "100.00 EUR"}}


class Sets(CommandTest):
    def setUp(self):
        super().setUp()
        self.order = self.write("order.json", json.dumps(ORDER))

    def verb(self, *arguments, status=GOOD, at="2018-04-10T10:00:00Z", given=""):
        result = run(*arguments, "--at", at, given=given)
        self.assert_status(status, result)
        return result

    def test_check_lists_the_members(self):
        result = run("check", SHOP)
        self.assert_status(GOOD, result)
        self.assertEqual(result.out.splitlines()[0], f"{SHOP}: good")
        self.assertIn("  version 2020-03-16 with shop_brazil of 2020-03-16: country = BR", result.out.splitlines())
        self.assertEqual(len(result.out.splitlines()), 10)

    def test_check_lists_orders_without_overlays_and_the_dates_of_overlays(self):
        self.assertIn("  version 2020-03-16: country = US", run("check", SHOP).out.splitlines())
        listed = run("check", "tests/language/sets/good/rental").out
        self.assertIn("rental_harbour of 2025-01-01", listed)
        self.assertEqual(len(set(listed.splitlines())), len(listed.splitlines()))

    def test_check_tells_mistakes_as_data(self):
        result = run("check", "tests/language/sets/bad/overlays_clash", "--format", "json")
        self.assert_status(REFUSED, result)
        self.assertIn("BW1006", [found["code"] for found in json.loads(result.out)])

    def test_check_of_a_folder_without_policies(self):
        self.assert_status(MACHINE, run("check", self.folder))

    def test_decide(self):
        answer = json.loads(self.verb("decide", SHOP, self.order, "--format", "json").out)
        self.assertEqual(answer["policy"]["overlays"], ["shop_eu"])
        self.assertIn("overlay shop_eu holds when country in {DE, FR}: country is DE", answer["policy"]["because"])
        text = self.verb("decide", SHOP, self.order).out
        self.assertIn("overlay shop_eu holds when country in {DE, FR}: country is DE", text)

    def test_decide_many(self):
        other = {"facts": {**ORDER["facts"], "country": "US", "placed_at": "2018-04-09T10:00:00Z"}}
        lines = "\n".join(json.dumps(order) for order in (ORDER, other))
        answers = [json.loads(line) for line in self.verb("decide", SHOP, "--orders", "-", given=lines).out.splitlines()]
        self.assertEqual([answer["policy"]["overlays"] for answer in answers], [["shop_eu"], []])

    def test_apply_and_record(self):
        order = json.loads(self.verb("apply", SHOP, self.order, "buyer", "ask").out)
        self.assertEqual(order["status"], "asked")
        self.verb("apply", SHOP, self.order, "buyer", "ask", at="2018-04-15T10:00:00Z", status=REFUSED)
        order = json.loads(self.verb("record", SHOP, self.order, "total=50.00 EUR").out)
        self.assertEqual(order["facts"]["total"], "50.00 EUR")

    def test_why_when_timeline(self):
        for verb in ("why", "when"):
            self.assertIn("2018-04-15", self.verb(verb, SHOP, self.order, "buyer", "ask").out)
            told = json.loads(self.verb(verb, SHOP, self.order, "buyer", "ask", "--format", "json").out)
            self.assertEqual(told["policy"]["overlays"], ["shop_eu"])
        told = json.loads(self.verb("timeline", SHOP, self.order, "--format", "json").out)
        self.assertEqual(told["policy"]["overlays"], ["shop_eu"])

    def test_sessions(self):
        self.assertIn("buyer may ask: yes, until 2018-04-15 12:00", self.verb("ask", SHOP, self.order, "who may").out)
        self.assertIn("2018-04-15", self.verb("repl", SHOP, self.order, given="until when may buyer ask\n").out)
        source = self.verb("repl", SHOP, self.order, given="source answer\n").out
        self.assertIn("answer: seller must agree within answer_time after asked_at", source)

    def test_schema(self):
        result = run("schema", SHOP)
        self.assert_status(GOOD, result)
        self.assertEqual(len(json.loads(result.out)["anyOf"]), 9)

    def test_scenarios(self):
        result = run("test", SHOP)
        self.assert_status(GOOD, result)
        self.assertIn(f"{SHOP}: 7 passed", result.out)
        result = run("test", "tests/language/sets/good")
        self.assertIn("6 policies, 30 scenarios: 30 passed", result.out)

    # A takeover lies ahead: asked in November 2020, with two weeks to answer until the third version gives three days.

    def asked(self, name="asked.json"):
        return self.write(name, json.dumps({"status": "asked", "as_of": "2020-11-25T09:00:00Z", "facts": {
            "placed_at": "2018-03-10T09:00:00Z", "asked_at": "2020-11-25T09:00:00Z", "country": "US",
            "total": "100.00 EUR"}}))

    def outlook(self, verb, *more, at="2020-11-26T09:00:00Z", order=None):
        return json.loads(self.verb(verb, SHOP, order or self.asked(), *more, "--format", "json", at=at).out)

    def test_a_timeline_goes_on_under_the_version_that_takes_over(self):
        told = self.outlook("timeline")
        self.assertEqual([(one["at"], one["version"]) for one in told["takeovers"]], [("2020-12-01T23:00:00Z", "2020-12-02")])
        self.assertEqual([(stay["status"]["name"], stay["from"], stay["until"]) for stay in told["stays"]], [
            ("asked", "2020-11-25T09:00:00Z", "2020-12-01T23:00:00Z"), ("closed", "2020-12-01T23:00:00Z", None)])
        self.assertEqual(told["stays"][0]["ended_by"]["because"], "The seller did not answer")
        self.assertEqual([(one["action"], one["at"]) for one in told["next"]], [("close", "2020-12-01T23:00:00Z")])

    def test_what_was_before_a_takeover_is_told_as_it_was(self):
        told = self.outlook("timeline", at="2020-12-05T09:00:00Z")
        self.assertEqual(told["policy"]["version"], "2020-12-02")
        self.assertEqual([stay["status"]["name"] for stay in told["stays"]], ["asked", "closed"])
        self.assertEqual(told["present"], 1)
        self.assertEqual([one["at"] for one in told["settled"]], ["2020-12-01T23:00:00Z"])
        self.assertEqual(len(told["takeovers"]), 1)

    def test_a_deadline_that_a_takeover_shortens(self):
        order = self.write("late.json", json.dumps({"status": "asked", "as_of": "2020-12-01T09:00:00Z", "facts": {
            "placed_at": "2018-03-10T09:00:00Z", "asked_at": "2020-12-01T09:00:00Z", "country": "US",
            "total": "100.00 EUR"}}))
        told = self.outlook("timeline", at="2020-12-01T10:00:00Z", order=order)
        self.assertEqual([(stay["from"], stay["until"], stay["entered"], [duty["due"] for duty in stay["deadlines"]])
                          for stay in told["stays"]], [
            ("2020-12-01T09:00:00Z", "2020-12-01T23:00:00Z", True, ["2020-12-15T09:00:00Z"]),
            ("2020-12-01T23:00:00Z", "2020-12-04T09:00:00Z", False, ["2020-12-04T09:00:00Z"]),
            ("2020-12-04T09:00:00Z", None, True, ["2020-12-18T09:00:00Z"])])
        text = self.verb("timeline", SHOP, order, at="2020-12-01T10:00:00Z").out
        self.assertIn("version 2020-12-02 takes over", text)
        self.assertIn("by 2020-12-15 10:00", text)
        self.assertIn("by 2020-12-04 10:00", text)
        svg = self.verb("timeline", SHOP, order, "--format", "svg", at="2020-12-01T10:00:00Z").out
        self.assertIn("version 2020-12-02 takes over", svg)

    def test_when_and_why_look_beyond_a_takeover(self):
        windows = self.outlook("when", "seller", "agree")["courses"][0]["windows"]
        self.assertEqual((windows[-1]["verdict"], windows[-1]["until"]), ("allowed", "2020-12-01T23:00:00Z"))
        self.assertIn("version 2020-12-02 takes over", self.verb(
            "when", SHOP, self.asked(), "seller", "agree", at="2020-11-26T09:00:00Z").out)
        told = self.outlook("why", "seller", "agree")
        self.assertEqual((told["ends"]["kind"], told["ends"]["at"]), ("takeover", "2020-12-01T23:00:00Z"))
        self.assertEqual(told["takeover"]["version"], "2020-12-02")
        self.assertIn("Another version takes over, by which it is not allowed", self.verb(
            "why", SHOP, self.asked(), "seller", "agree", at="2020-11-26T09:00:00Z").out)

    def test_decide_ends_where_a_version_takes_over(self):
        at = "2020-11-26T09:00:00Z"
        told = self.outlook("decide")
        self.assertEqual((told["takeover"]["at"], told["takeover"]["version"], told["takeover"]["overlays"]),
                         ("2020-12-01T23:00:00Z", "2020-12-02", []))
        self.assertEqual(told["valid_until"], told["takeover"]["at"])
        self.assertEqual(told["next"], [])
        text = self.verb("decide", SHOP, self.asked(), at=at).out
        self.assertIn("until 2020-12-02 00:00 UTC+1 (in 5 days), when version 2020-12-02 takes over", " ".join(text.split()))
        self.assertIn("version 2020-12-02 takes over before, 2020-12-02 00:00 UTC+1 (in 5 days)", text)
        text = self.verb("ask", SHOP, self.asked(), "who may", at=at).out
        self.assertIn("seller may agree: yes, until 2020-12-02 00:00, when version 2020-12-02 takes over", text)
        later = self.outlook("decide", at="2020-12-05T09:00:00Z")
        self.assertNotIn("takeover", later)

    def test_many_are_told_of_the_takeover(self):
        line = " ".join(self.asked().read_text().split())
        told = json.loads(self.verb("decide", SHOP, "--orders", "-", given=line, at="2020-11-26T09:00:00Z").out)
        self.assertEqual(told["takeover"]["version"], "2020-12-02")

    def test_a_preview_names_the_version_that_takes_over(self):
        order = self.write("old.json", json.dumps({"facts": {"placed_at": "2020-11-30T09:00:00Z", "country": "DE", "total": "100.00 EUR"}}))
        told = self.outlook("preview", "buyer", "ask", at="2020-12-01T09:00:00Z", order=order)
        self.assertEqual([(one["at"], one["version"]) for one in told["takeovers"]], [("2020-12-01T23:00:00Z", "2020-12-02")])
        first = told["pieces"][0]
        self.assertEqual(first["until"], "2020-12-01T23:00:00Z")
        self.assertEqual((first["then"]["next"], [place for place in first["moves"] if "next" in place]), ([], []))
        text = self.verb("preview", SHOP, order, "buyer", "ask", at="2020-12-01T09:00:00Z").out
        self.assertIn("· version 2020-12-02 with shop_eu takes over", " ".join(text.split()))
        self.assertIn("takes over before, 2020-12-02 00:00 UTC+1", text)
        self.assertIn("What is told of times after a version takes over is what the one before it says.", text)

    def test_an_action_of_an_overlay_is_told_to_be_one(self):
        for path in (ROOT / SHOP).iterdir():
            self.write(f"more/{path.name}", path.read_bytes())
        self.write("more/shop_brazil.bywhen", (ROOT / SHOP / "shop_brazil.bywhen").read_bytes() +
                   b'action give "Give"  { marks given_at }\nfact given_at : event\nin open { buyer may give }\n')
        said = "overlay shop_brazil has it, which does not hold for this order"
        for verb in ("why", "when", "preview", "apply"):
            result = self.verb(verb, self.folder / "more", self.order, "buyer", "give", status=REFUSED)
            self.assertIn("unknown action `give`", result.err)
            self.assertIn(said, result.err)
        result = self.verb("why", self.folder / "more", self.order, "buyer", "gvie", status=REFUSED)
        self.assertNotIn("shop_brazil", result.err)

    def test_a_status_that_a_takeover_goes_on_with_is_told_once(self):
        text = self.verb("when", SHOP, self.order, "buyer", "ask").out
        self.assertNotIn("Open, Open", text)
        self.assertIn("while Open", text)

    def test_the_sentence_of_an_overlay_is_shown_where_it_replaced_one(self):
        order = self.write("br.json", json.dumps({"facts": {**ORDER["facts"], "country": "BR"}}))
        told = self.verb("repl", SHOP, order, given="source cooling\n", at="2018-04-02T10:00:00Z").out
        self.assertIn("shop_brazil.bywhen", told)
        self.assertIn("buyer may ask within 7 days after placed_at when regret", told)
        removed = self.verb("repl", SHOP, order, given="source money_back\n", at="2018-04-02T10:00:00Z", status=REFUSED)
        self.assertIn("no rule has the label `money_back`", removed.out + removed.err)
        base = self.verb("repl", SHOP, self.order, given="source money_back\n", at="2018-04-02T10:00:00Z").out
        self.assertIn("shop.bywhen", base)

    def test_what_is_told_of_no_takeover_is_as_it_was(self):
        self.assertNotIn("takeovers", self.outlook("timeline", at="2020-12-05T09:00:00Z", order=self.write(
            "new.json", json.dumps({"facts": {"placed_at": "2020-12-05T08:00:00Z", "country": "US", "total": "1.00 EUR"}}))))

    def test_a_report_brings_in_the_overlay_that_knows_its_facts(self):
        order = self.write("us.json", json.dumps({"facts": {**ORDER["facts"], "country": "US"}}))
        told = json.loads(self.verb("record", SHOP, order, "country=BR", "regret=yes", at="2018-04-02T10:00:00Z").out)
        self.assertEqual((told["facts"]["country"], told["facts"]["regret"]), ("BR", True))
        back = self.write("br.json", json.dumps(told))
        result = self.verb("record", SHOP, back, "country=US", at="2018-04-03T10:00:00Z", status=REFUSED)
        self.assertIn("unknown fact `regret`", result.err)
        told = json.loads(self.verb("record", SHOP, back, "country=US", "regret=missing", at="2018-04-03T10:00:00Z").out)
        self.assertNotIn("regret", told["facts"])
        for facts in (["regret=yes"], ["country=BR", "regrett=yes"], ["country=BR", "regret=perhaps"], ["country=MARS"],
                      ["country=BR", "country=US"], ["regret=missing"]):
            self.verb("record", SHOP, order, *facts, at="2018-04-02T10:00:00Z", status=REFUSED)

    def test_a_log_is_replayed_by_the_set_that_made_it(self):
        orders = [ORDER, {"facts": {**ORDER["facts"], "country": "BR"}}, json.loads(self.asked().read_text())]
        lines = "\n".join(json.dumps(order) for order in orders)
        log = self.verb("decide", SHOP, "--orders", "-", "--log", given=lines, at="2020-12-05T09:00:00Z").out
        result = run("replay", "-", "--policy", SHOP, given=log)
        self.assert_status(GOOD, result)
        self.assertIn("3 answers: 3 the same, 0 different, 0 not decidable", result.out)
        self.assertIn("3 made by this very text of the policy", result.out)
        result = run("replay", "-", "--policy", f"{SHOP}/shop.bywhen", given=log)
        self.assert_status(REFUSED, result)
        result = run("replay", "-", "--policy", SHOP, "--policy", "policies/aliexpress.bywhen", given=log)
        self.assert_status(GOOD, result)

    def test_a_new_version_changes_no_answer_to_older_orders(self):
        folder = self.folder / "shop"
        for name in ("shop.bywhen", "shop_eu.bywhen"):
            self.write(f"shop/{name}", (ROOT / SHOP / name).read_bytes())
        before = self.verb("decide", folder, self.order, "--format", "json").out
        self.write("shop/shop_2020.bywhen", (ROOT / SHOP / "shop_2020.bywhen").read_bytes())
        after = self.verb("decide", folder, self.order, "--format", "json").out
        told, again = json.loads(before), json.loads(after)
        self.assertEqual(told["policy"].pop("because")[0], "the first version governs: placed_at is 2018-04-01 12:00 UTC+2")
        again["policy"].pop("because")
        self.assertEqual(told, again)
        self.assertEqual(before, after)

    def test_a_session_looks_anew_which_version_governs(self):
        given = "at 2020-12-03 10:00\nundo\nwhat next\nwhat if placed_at = 2020-03-20 10:00, at 2020-11-26 10:00: what next\n"
        text = self.verb("repl", SHOP, self.asked(), given=given, at="2020-11-26T09:00:00Z").out
        self.assertIn("2020-12-02 00:00  Close → Closed · The seller did not answer\n"
                      "governed by version 2020-12-02 from now on", text)
        self.assertIn("bywhen> what next\n2020-12-02 00:00  Close → Closed", text)
        told = self.verb("ask", SHOP, self.order, "given country = BR, regret = yes", "until when may buyer ask",
                         at="2018-04-02T10:00:00Z").out
        self.assertIn("buyer may ask: yes, until 2018-04-08 12:00", told)

    def test_a_session_is_saved_and_played(self):
        folder = self.folder / "shop"
        for path in (ROOT / SHOP).iterdir():
            self.write(f"shop/{path.name}", path.read_bytes())
        saved = folder / "session.scenarios.bywhen"
        given = (f'at 2020-12-03 10:00\nexpect status is closed\nsave scenario "Over the takeover" to {saved}\n'
                 f'save scenario "Over the takeover" to {saved}\nsave order to {self.folder}/now.json\n')
        result = self.verb("repl", folder, self.asked(), given=given, at="2020-11-26T09:00:00Z", status=REFUSED)
        self.assertIn(f"`bywhen test {folder}` plays it", result.out)
        self.assertIn("already: nothing was saved", result.out)
        played = run("test", folder)
        self.assert_status(GOOD, played)
        self.assertIn("8 passed", played.out)
        self.assertEqual(json.loads((self.folder / "now.json").read_text())["status"], "closed")
        elsewhere = self.folder / "other.scenarios.bywhen"
        result = self.verb("repl", folder, self.asked(), given=f'at 2020-12-03 10:00\nsave scenario "X" to {elsewhere}\n',
                           at="2020-11-26T09:00:00Z")
        self.assertIn(f"--scenarios {elsewhere}` plays it", result.out)
        self.assert_status(GOOD, run("test", folder, "--scenarios", elsewhere))

    def test_a_session_goes_from_a_policy_to_a_set_and_loads_orders(self):
        given = f"policy {SHOP}\nload {self.asked()}\nwhat next\npolicy {SHOP}/shop.bywhen\nwhat next\n"
        text = self.verb("repl", given=given, at="2020-11-26T09:00:00Z").out
        self.assertIn("bywhen> what next\n2020-12-02 00:00  Close", text)
        self.assertIn("bywhen> what next\n2020-12-09 10:00  Close", text)

    def test_fmt_of_a_set(self):
        for path in sorted((ROOT / "tests/language/sets/good/rental").iterdir()):
            self.assert_status(GOOD, run("fmt", "--check", path))

    def test_no_version(self):
        early = "tests/language/sets/bad/early_orders"
        order = self.write("early.json", json.dumps({"facts": {"placed_at": "2024-12-31T23:59:59Z"}}))
        result = self.verb("decide", early, order, at="2025-06-01T00:00:00Z", status=REFUSED)
        self.assertIn("error[BW0818]", result.err)


if __name__ == "__main__":
    unittest.main()
