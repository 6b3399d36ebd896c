#!/usr/bin/env python3
"""What stands around the questions of a conversation: edits of the policy, saving and loading, help, policies that are missing. Each
test tells a conversation through standard input."""

import os
import re
import shutil
import subprocess
import unittest

from command import COMMAND, GOOD, REFUSED, ROOT, SECONDS, USAGE, CommandTest, environment, run

POLICY = "policies/aliexpress.bywhen"
ORDER = "examples/orders/unpaid.json"
AT = "2026-03-02T09:00:00Z"
WINDOW = "payment_window   = 20 days"


class ReplTest(CommandTest):
    """In a folder of its own, with the policies and orders of the repository in it."""

    def setUp(self):
        super().setUp()
        for name in ("policies", "examples/orders"):
            shutil.copytree(ROOT / name, self.folder / name)

    def converse(self, *lines: str, order: str = ORDER, policy: str = POLICY):
        return run("repl", policy, order, "--at", AT, given="\n".join(lines) + "\n", folder=self.folder)

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def open(self):
        """A conversation that is told line by line."""
        return subprocess.Popen(
            [str(COMMAND), "repl", POLICY, ORDER, "--at", AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            cwd=self.folder, env=environment())

    def says(self, session, line: str, marker: str = "help quit") -> str:
        """What comes of a line: a command whose reply is known follows it."""
        session.stdin.write(f"{line}\n{marker}\n".encode())
        session.stdin.flush()
        shown = []
        while not (shown and shown[-1].strip() == "quit" and "Ctrl-D" in "".join(shown[-3:])):
            shown.append(session.stdout.readline().decode())
            if not shown[-1]:
                break
        return "".join(shown)


class Edits(ReplTest):
    def edited(self, path: str, old: str, new: str):
        text = self.read(path)
        self.assertIn(old, text)
        self.write(path, text.replace(old, new))

    def conversation(self, edit, *lines: str) -> str:
        with self.open() as session:
            before = self.says(session, "until when may buyer pay")
            self.assertIn("until 2026-03-21 10:00", before)
            edit()
            shown = "".join(self.says(session, line) for line in lines)
            session.stdin.close()
            session.wait(timeout=SECONDS)
            return shown

    def test_an_edit_counts_for_the_next_question(self):
        shown = self.conversation(lambda: self.edited(POLICY, WINDOW, "payment_window   = 30 days"), "until when may buyer pay")
        self.assertIn("has changed:", shown)
        self.assertIn("buyer may pay: yes, until 2026-03-31 10:00", shown)

    def test_an_edit_that_keeps_size_and_time_counts(self):
        def edit():
            path = self.folder / POLICY
            times = path.stat()
            self.edited(POLICY, WINDOW, "payment_window   = 30 days")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
        self.assertIn("until 2026-03-31 10:00", self.conversation(edit, "until when may buyer pay"))

    def test_a_touched_file_is_no_edit(self):
        self.assertNotIn("changed", self.conversation((self.folder / POLICY).touch, "until when may buyer pay"))

    def test_the_policy_read_again_by_hand_is_no_edit_twice(self):
        shown = self.conversation(lambda: self.edited(POLICY, WINDOW, "payment_window   = 30 days"), "policy", "what next")
        self.assertNotIn("has changed", shown)
        self.assertIn("bywhen> what next\n2026-03-31 10:00", shown)

    def test_files_that_the_policy_names_count(self):
        policy = self.write("shop.bywhen", """policy shop "Shop" zone "UTC"
            calendar works default { covers 2026 to 2026  weekend saturday, sunday  holidays from "days.dates" }
            actor buyer "Buyer"
            fact placed_at : event
            status open "Open" initial, final, marks placed_at
            action pay "Pay" { }
            in open { buyer may pay within 2 business days after placed_at }
            """)
        self.write("days.dates", "2026-03-03 Quiet day\n")
        check = run("check", policy)
        self.assert_status(GOOD, check)
        order = self.write("order.json", '{"status":"open","facts":{"placed_at":"2026-03-02T08:00:00Z"}}')
        with subprocess.Popen([str(COMMAND), "repl", policy, order, "--at", AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, cwd=self.folder, env=environment()) as session:
            self.assertNotIn("changed", self.says(session, "who may"))
            self.write("days.dates", "2026-03-04 Quiet day\n")
            shown = self.says(session, "who may")
            self.write("days.dates", "nonsense\n")
            broken = self.says(session, "who may")
            again = self.says(session, "who may")
            session.stdin.close()
            session.wait(timeout=SECONDS)
        self.assertIn("has changed:", shown)
        self.assertIn("still answers", broken)
        self.assertIn("buyer may pay", broken)
        self.assertNotIn("changed", again)

    def test_after_a_broken_edit_the_old_policy_answers_and_that_is_said(self):
        shown = self.conversation(lambda: self.edited(POLICY, "buyer must pay", "buyer must pey"), "who may pay", "who may pay")
        self.assertIn("BW0203", shown)
        self.assertEqual(1, shown.count("the policy as it was before still answers"))
        self.assertEqual(2, shown.count("buyer may pay: yes"))

    def test_after_the_file_has_gone_the_old_policy_answers(self):
        shown = self.conversation((self.folder / POLICY).unlink, "who may pay", "policy")
        self.assertIn("no such file", shown)
        self.assertEqual(2, shown.count("still answers"))
        self.assertIn("buyer may pay: yes", shown)

    def test_an_edit_under_which_a_step_would_not_go_through(self):
        with self.open() as session:
            self.says(session, "buyer does pay")
            self.edited(POLICY, WINDOW, "payment_window   = 20 hours")
            shown = self.says(session, "what next")
            session.stdin.close()
            self.assertEqual(REFUSED, session.wait(timeout=SECONDS))
        self.assertIn("`buyer does pay` would not go through", shown)
        self.assertIn("still answers", shown)

    def test_what_could_be_redone_survives(self):
        shown = self.converse("buyer does pay", "expect awaiting_shipment", "undo", "policy", "redo", "undo", "undo").out
        self.assertIn("bywhen> redo\nAwaiting shipment", shown)
        self.assertIn("bywhen> undo\nthere is no step to take back", shown)


class Saving(ReplTest):
    def saved(self, *lines: str) -> str:
        result = self.converse(*lines, 'save scenario "It" to it.scenarios.bywhen')
        self.assertIn("saved in it.scenarios.bywhen", result.out)
        return self.read("it.scenarios.bywhen")

    def test_a_question_mark_is_not_saved(self):
        text = self.saved("expect buyer may pay?", "buyer does pay ? # she does")
        self.assertIn("    expect buyer may pay\n    buyer does pay\n", text)
        played = run("test", POLICY, "--scenarios", "it.scenarios.bywhen", folder=self.folder)
        self.assert_status(GOOD, played)

    def test_it_says_how_to_play_it(self):
        shown = self.converse('save scenario "It" to it.scenarios.bywhen', 'save scenario "New" to policies/aliexpress.scenarios.bywhen').out
        self.assertIn(f"`bywhen test {POLICY} --scenarios it.scenarios.bywhen` plays it", shown)
        self.assertIn(f"`bywhen test {POLICY}` plays it", shown)
        self.assert_status(GOOD, run("test", POLICY, folder=self.folder))

    def test_scenarios_join_each_other(self):
        self.converse("buyer does pay", 'save scenario "One" to s.scenarios.bywhen', 'save scenario "Two" to s.scenarios.bywhen')
        self.assertEqual(2, self.read("s.scenarios.bywhen").count("scenario \""))
        self.assertIn("passed", run("test", POLICY, "--scenarios", "s.scenarios.bywhen", folder=self.folder).out)

    def refused(self, command: str, says: str, path: str = "", text: str = ""):
        if path:
            self.write(path, text)
        result = self.converse(command)
        self.assert_status(REFUSED, result)
        self.assertIn(says, result.out)
        if path:
            self.assertEqual(text, self.read(path))

    def test_no_name_twice(self):
        text = self.saved()
        result = self.converse('save scenario "It" to it.scenarios.bywhen')
        self.assert_status(REFUSED, result)
        self.assertIn("save it under another name", result.out)
        self.assertEqual(text, self.read("it.scenarios.bywhen"))

    def test_scenarios_spoil_no_other_file(self):
        self.refused('save scenario "x" to order.json', "has no scenarios of this policy", "order.json", '{"status": "open"}\n')
        self.refused('save scenario "x" to notes.txt', "has no scenarios of this policy", "notes.txt", "Remember the milk\n")
        self.refused('save scenario "x" to b.scenarios.bywhen', "has no scenarios of this policy", "b.scenarios.bywhen", "scenario {\n")
        self.refused('save scenario "x" to policies/olist.bywhen', "has no scenarios of this policy")
        self.refused('save scenario "x" to new.txt', "files of scenarios end in `.scenarios.bywhen`")
        self.assertFalse((self.folder / "new.txt").exists())

    def test_orders_spoil_no_other_file(self):
        policy = self.read(POLICY)
        self.refused(f"save order to {POLICY}", "nothing was saved")
        self.assertEqual(policy, self.read(POLICY))
        self.refused("save order to notes.txt", "holds no order", "notes.txt", "Remember the milk\n")
        self.refused("save order to list.json", "holds no order", "list.json", "[1, 2]\n")
        self.refused("save order to settings.json", "holds no order", "settings.json", '{"tabs": 2}\n')

    def test_an_order_takes_the_place_of_an_order(self):
        result = self.converse("buyer does pay", "save order to o.json", "undo", "save order to o.json", "load o.json")
        self.assert_status(GOOD, result)
        self.assertIn('"status":"awaiting_payment"', self.read("o.json").replace(" ", ""))

    def test_quotes(self):
        self.converse("buyer does pay", r'save scenario "A \"b\" to c" to "my tests.scenarios.bywhen"', 'save order to "an order to keep.json"')
        self.assertIn(r'scenario "A \"b\" to c" {', self.read("my tests.scenarios.bywhen"))
        self.assertIn("awaiting_shipment", self.read("an order to keep.json"))
        self.assertIn("Awaiting shipment", self.converse('load "an order to keep.json"').out)

    def test_what_is_no_command_is_refused(self):
        for command in ("save", "save order", "save order to", "save order foo bar to f.json", "save order to f.json now",
                        "save scenario to f.scenarios.bywhen", "save scenario a b to f.scenarios.bywhen", 'save order to "f.json',
                        'save scenario "x"to f.scenarios.bywhen', 'save scenario " " to f.scenarios.bywhen', "save story to f"):
            self.refused(command, "write `save scenario")
        self.assertEqual({"policies", "examples"}, {path.name for path in self.folder.iterdir()})
        self.refused("undo 2", "`undo` stands alone")
        self.refused("policy a b", "which policy?")


class Loading(ReplTest):
    def test_it_can_be_undone(self):
        shown = self.converse("buyer does pay", "load examples/orders/unpaid.json", "undo", "redo").out
        self.assertIn("bywhen> load examples/orders/unpaid.json\nAwaiting payment · 2026-03-02 09:00 UTC\nbywhen> undo\n"
                      "Awaiting shipment · 2026-03-02 09:00 UTC\nbywhen> redo\nAwaiting payment", shown)

    def test_a_later_order_takes_the_session_along(self):
        self.converse("at +7 days", "save order to later.json")
        shown = self.converse("load later.json", "who may pay").out
        self.assertIn("the session goes on then", shown)
        self.assertIn("Awaiting payment · 2026-03-09 09:00 UTC", shown)
        self.assertIn("buyer may pay: yes", shown)

    def test_what_is_wrong_names_the_file(self):
        for text in ("{", "[]", '{"status": "nowhere"}'):
            self.write("bad.json", text)
            result = self.converse("load bad.json")
            self.assert_status(REFUSED, result)
            self.assertIn("`bad.json` is no order of this policy:", result.out)

    def test_bare(self):
        result = self.converse("load")
        self.assert_status(REFUSED, result)
        self.assertIn("write `load order.json`", result.out)


class WithoutAPolicy(ReplTest):
    def test_it_begins_with_one(self):
        result = run("repl", "--at", AT, given=f"who may\npolicy {POLICY}\ngiven placed_at = 2026-03-02 09:00, total = 5.00 EUR, payment_method = \"card\"\nat 2026-03-02 10:00\nwho may pay\n",
                     folder=self.folder)
        self.assert_status(REFUSED, result)
        self.assertIn("bywhen> who may\nno policy is loaded\n`policy FILE` loads one", result.out)
        self.assertIn("buyer may pay: yes", result.out)

    def test_commands_that_need_one(self):
        for command in ("undo", "redo", "reset", "save order to x.json", "load x.json", "source", "policy", "show", "policy nowhere.bywhen"):
            result = run("repl", given=command + "\n", folder=self.folder)
            self.assert_status(REFUSED, result)
            self.assertIn("no such file" if "nowhere" in command else "no policy is loaded", result.out)

    def test_help_and_quit(self):
        result = run("repl", given="help policy\nquit\nnever\n", folder=self.folder)
        self.assert_status(GOOD, result)
        self.assertIn("policy [FILE]", result.out)

    def test_a_time_that_the_policy_does_not_read(self):
        result = run("repl", "--at", "noon", given=f"policy {POLICY}\nwho may\n", folder=self.folder)
        self.assert_status(REFUSED, result)
        self.assertIn("no policy is loaded", result.out)


class Help(ReplTest):
    def entries(self) -> list[tuple[str, str]]:
        """Forms and examples."""
        lines = self.converse("help").out.splitlines()[1:]
        forms = [number for number, line in enumerate(lines) if not line.startswith(" ")]
        return [(lines[begin], lines[end - 1].strip()) for begin, end in zip(forms, [*forms[1:], len(lines)])]

    def test_every_example_goes_through(self):
        examples = [example for _, example in self.entries()]
        self.assertGreater(len(examples), 20)
        result = self.converse(*examples)
        self.assert_status(GOOD, result)
        for example in examples:
            self.assertIn(f"bywhen> {example}\n", result.out)

    def test_every_word_has_an_entry(self):
        rules = (ROOT / "grammar/question_rules.hpp").read_text(encoding="utf-8")
        words = set(re.findall(r'word<"(\w+)">', rules)) | {"given", "at", "does", "expect", "when", "until", "compare", "with"}
        words |= {"undo", "redo", "reset", "load", "save", "source", "policy", "help", "quit", "exit", "status", "term"}
        self.assertIn("timeline", words)
        for word in sorted(words - {"the", "an"}):
            result = self.converse(f"help {word}")
            self.assert_status(GOOD, result)
            self.assertIn(word, result.out.split("\n", 1)[1])

    def test_first_words_choose(self):
        for words, form in (("who may", "who may [ACTION]"), ("what if", "what if CHANGE"), ("what next", "what next"), ("varies", "what if FACT varies"),
                            ("until when", "until when [may"), ("save", "save order to FILE"), ("what if total = 5", "what if CHANGE"),
                            ("deadline", "at TIME"), ("WHO", "who may [ACTION]"), ("quit?", "quit")):
            shown = self.converse(f"help {words}").out
            self.assertIn("\n" + form, shown)
        self.assertNotIn("what if", self.converse("help what next").out.replace("help what next", ""))

    def test_what_was_meant(self):
        for words, meant in (("timelin", "timeline"), ("undp", "undo"), ("who mat", "who may"), ("compre", "compare")):
            result = self.converse(f"help {words}")
            self.assert_status(REFUSED, result)
            self.assertIn(f"did you mean `help {meant}`?", result.out)
        self.assertIn("`help` lists everything", self.converse("help zzzzzz").out)


class Meant(ReplTest):
    def helps(self, line: str, says: str):
        result = self.converse(line)
        self.assert_status(REFUSED, result)
        self.assertIn(says, result.out)

    def test_first_words(self):
        for line, meant in (("timelin", "timeline"), ("shw", "show"), ("udno", "undo"), ("sav order to x", "save"), ("quti", "quit"),
                            ("polcy x", "policy"), ("UNDO", "undo"), ("wat if total = 5.00 USD", "what"), ("fnid an order where complaint", "find"),
                            ("buyer dose pay", "does"), ("whp may pay", "who")):
            self.helps(line, f"did you mean `{meant}`?")

    def test_small_letters(self):
        for line, word in (("Who may", "who"), ("WHO MAY", "who"), ("Show", "show"), ("who May pay", "may"), ("What if total = 5.00 USD", "what"),
                           ("Given complaint = yes", "given")):
            self.helps(line, f"words of the language are written in small letters: `{word}`")

    def test_plain_english(self):
        for line in ("can buyer pay?", "may buyer pay", "could buyer pay", "is buyer pay"):
            self.helps(line, "ask `why may buyer pay`, `when may buyer pay` or `who may pay`")
        self.helps("buyer may pay", "ask `why may buyer pay` or `when may buyer pay`, or expect it: `expect buyer may pay`")

    def test_missing_parts(self):
        self.helps("why may buyer", "say which action: `why may buyer pay`")
        self.helps("when may seller?", "say which action: `when may seller pay`")
        self.helps("until when may buyer", "say which action: `until when may buyer pay`")
        self.helps("why may", "say who and what: `why may buyer pay`")
        self.helps("what if complaint = yes: why may buyer", "say which action: `why may buyer pay`")

    def test_values(self):
        for line, says in (
                ("given complaint = true", "write `yes` or `no`"),
                ("what if complaint = false", "write `yes` or `no`"),
                ("given payment_method = card", 'put it in double quotes: `"card"`'),
                ("at tomorrow", "times are written `2026-03-02 10:00`; `+1 day` counts from now"),
                ("at now", "times are written `2026-03-02 10:00`; `+1 day` counts from now"),
                ("at two days before the deadline", "numbers are written in digits: `2`"),
                ("at three hours before the deadline", "numbers are written in digits: `3`"),
                ("what if total = 5.00 USD and complaint = yes", "separate them by commas"),
                ("given total = 5.00 USD and complaint = yes", "separate them by commas"),
                ("find an order where complaint or tracking is wrong", "put what is joined by `or` in parentheses"),
                ("what if policy policies/olist.bywhen", 'put the path in double quotes: `"policies/olist.bywhen"`'),
                ("what if policy policies/olist.bywhen: who may", 'put the path in double quotes: `"policies/olist.bywhen"`')):
            self.helps(line, says)

    def test_what_is_not_asked_after_a_refusal_is_named(self):
        result = run("ask", POLICY, ORDER, "who may", "buyer does ship", "what next", "who may pay", "--at", AT)
        self.assert_status(REFUSED, result)
        self.assertIn("buyer may pay", result.out)
        self.assertTrue(result.err.endswith("bywhen: not asked after this refusal: `what next`, `who may pay`\n"), result.err)
        result = run("ask", POLICY, ORDER, "who may", "buyer does ship", "--at", AT)
        self.assertNotIn("not asked", result.err)

    def test_commands_are_no_questions(self):
        for line in ("undo", "save order to x.json", "help", "load x.json"):
            result = run("ask", POLICY, ORDER, line, "--at", AT)
            self.assert_status(REFUSED, result)
            self.assertIn("is a command of a conversation", result.err)
        result = run("ask", POLICY, ORDER, "timelin", "--at", AT)
        self.assertIn("did you mean `timeline`?", result.err)


class LongLines(ReplTest):
    def test_one_is_left_out_and_the_rest_is_answered(self):
        result = self.converse("who may pay", "x" * (17 << 20), "what next")
        self.assert_status(REFUSED, result)
        self.assertIn("bywhen: standard input:2: longer than 16 MiB: left out", result.err)
        self.assertIn("Close → Closed", result.out)

    def test_the_sentence_around_it_goes_with_it(self):
        result = self.converse("given complaint = yes,", "x" * (17 << 20), "what next")
        self.assertNotIn("complaint", result.out)
        self.assertIn("standard input:2:", result.err)


class ScenariosElsewhere(ReplTest):
    def test_they_are_run_by_each_policy(self):
        self.write("more.bywhen.txt", 'scenario "Elsewhere" { given placed_at = 2026-03-01 10:00, total = 5.00 EUR, payment_method = "card" at 2026-03-01 11:00 expect buyer may pay }\n')
        result = run("test", POLICY, "--scenarios", "more.bywhen.txt", folder=self.folder)
        alone = run("test", POLICY, folder=self.folder)
        self.assert_status(GOOD, result)
        count = [int(re.search(r": (\d+) passed", shown.out)[1]) for shown in (alone, result)]
        self.assertEqual(count[0] + 1, count[1])

    def test_those_beside_the_policy_are_run_once(self):
        result = run("test", POLICY, "--scenarios", "policies/aliexpress.scenarios.bywhen", folder=self.folder)
        self.assert_status(GOOD, result)
        self.assertEqual(run("test", POLICY, folder=self.folder).out, result.out)

    def test_one_that_is_not_there(self):
        self.assert_fails(3, "test", POLICY, "--scenarios", "nowhere.bywhen", says="nowhere.bywhen: no such file", folder=self.folder)

    def test_the_option_needs_a_file(self):
        self.assert_status(USAGE, run("test", POLICY, "--scenarios", folder=self.folder))


if __name__ == "__main__":
    unittest.main()
