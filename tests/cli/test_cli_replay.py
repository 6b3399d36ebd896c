#!/usr/bin/env python3
"""`replay`: orders and their answers, decided again."""

import json
import resource
import subprocess
import unittest

from command import COMMAND, GOOD, MACHINE, REFUSED, REPAIRS, ROOT, SECONDS, USAGE, CommandTest, environment, run

AT = "2026-03-05T09:00:00Z"
ORDERS = [
    {"id": "R-1", "facts": {"sent_in_at": "2026-03-02T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}},
    {"id": 2, "status": "offered", "facts": {"sent_in_at": "2026-02-02T09:00:00Z", "looked_at": "2026-02-03T09:00:00Z", "price": "40.00 EUR", "pay_by": "café"}},
    {"status": "repaired", "facts": {
        "sent_in_at": "2026-02-02T09:00:00Z", "looked_at": "2026-02-03T09:00:00Z", "approved_at": "2026-02-04T09:00:00Z",
        "repaired_at": "2026-03-03T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}},
]


def lines_of(*entries: object) -> str:
    return "".join((entry if isinstance(entry, str) else json.dumps(entry)) + "\n" for entry in entries)


class Replay(CommandTest):
    def setUp(self):
        super().setUp()
        made = run("decide", REPAIRS, "--orders", "-", "--at", AT, "--log", given=lines_of(*ORDERS))
        self.assert_status(GOOD, made)
        self.log = made.out
        self.entries = [json.loads(line) for line in self.log.splitlines()]

    def replay(self, text: str, *more: object, policy: object = REPAIRS):
        return run("replay", "-", "--policy", policy, *more, given=text)

    def changed_policy(self, *changes: tuple[str, str], name: str = "later.bywhen"):
        text = (ROOT / REPAIRS).read_text(encoding="utf-8")
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.write(name, text)

    def assert_same(self, text: str, count: int = 3):
        result = self.replay(text)
        self.assert_status(GOOD, result)
        self.assertIn(f"{count} answers: {count} the same, 0 different, 0 not decidable\n", result.out)

    def assert_one_difference(self, words: str, entry: dict):
        result = self.replay(lines_of(entry))
        self.assert_status(REFUSED, result)
        self.assertIn(": 1 difference\n  " + words + "\n", result.out)

    def test_a_log_has_the_order_as_it_was_given(self):
        self.assertEqual(ORDERS, [entry["order"] for entry in self.entries])

    def test_nothing_has_changed(self):
        self.assert_same(self.log)
        self.assertIn("3 made by this very text of the policy, 0 by another, 0 unknown", self.replay(self.log).out)

    def test_how_the_log_is_written_does_not_matter(self):
        self.assert_same("\ufeff" + self.log.replace("\n", "\r\n\r\n").rstrip())
        turned = lines_of(*(json.dumps(dict(reversed(entry.items())), sort_keys=True, indent=None) for entry in self.entries))
        self.assert_same(turned)
        self.assert_same(lines_of(*({**entry, "asked_by": ["the", {"host": 1}], "policy": "sha256:x", "at": AT} for entry in self.entries)))
        self.assert_same(lines_of(*(json.dumps(entry, ensure_ascii=False) for entry in self.entries)))

    def test_what_names_text_and_machine_is_no_difference(self):
        for entry in self.entries:
            entry["answer"]["policy"].update(digest="sha256:0", tzdata="1999z", version="1999-01-01")
        result = self.replay(lines_of(*self.entries))
        self.assert_status(GOOD, result)
        self.assertIn("0 made by this very text of the policy, 3 by another, 0 unknown", result.out)
        for entry in self.entries:
            del entry["answer"]["policy"]
        self.assertIn("0 by another, 3 unknown", self.replay(lines_of(*self.entries)).out)

    def test_a_sentence_may_move(self):
        moved = self.changed_policy(("# A shop", "# Lines\n# more\n\n# A shop"))
        self.assert_status(GOOD, self.replay(self.log, policy=moved))

    def test_each_difference_is_found(self):
        """Every leaf of an answer, changed by itself, is told; but what names text and machine."""
        entry = self.entries[2]
        for path in leaves(entry["answer"]):
            if path[0] == "policy" or path[-1] in ("source", "id") or is_place(at_path(entry["answer"], path)):
                continue
            other = json.loads(json.dumps(entry))
            other["at"] = AT
            set_path(other["answer"], path)
            self.assert_status(REFUSED, self.replay(lines_of(other)))

    def test_what_is_said_of_a_difference(self):
        entry = self.entries[0]
        self.assertIsNone(entry["answer"]["valid_until"])
        entry["answer"]["valid_until"] = "2026-03-09T00:00:00Z"
        self.assert_one_difference("valid_until was 2026-03-09 01:00 UTC+1, is nothing", entry)
        entry["answer"]["valid_until"] = "2026-03-09T00:00:00.000001Z"
        self.assert_one_difference("valid_until was 2026-03-09 01:00:00.000001 UTC+1, is nothing", entry)
        entry = json.loads(self.log.splitlines()[0])
        entry["answer"]["actions"] = entry["answer"]["actions"][1:]
        self.assert_one_difference("shop look: was not, is allowed", entry)

    def test_another_policy(self):
        later = self.changed_policy(("answer_time = 7 days", "answer_time = 40 days"))
        result = self.replay(self.log, policy=later)
        self.assert_status(REFUSED, result)
        self.assertIn("standard input:2: order 2 at 2026-03-05 10:00 UTC+1:", result.out)
        self.assertIn("  status was returned, is offered\n", result.out)
        self.assertIn("3 answers: 2 the same, 1 different, 0 not decidable\n", result.out)

    def test_numbers_keep_every_digit(self):
        entry = self.entries[0]
        entry["answer"]["deadlines"][0]["values"]["weight"] = 1
        first = lines_of(entry).replace('"weight": 1', '"weight": 0.12345678901234567891')
        result = self.replay(first)
        self.assert_status(REFUSED, result)
        self.assertIn("0.12345678901234567891", result.out)

    def test_as_data(self):
        later = self.changed_policy(("answer_time = 7 days", "answer_time = 40 days"))
        result = self.replay(self.log, "--format", "json", policy=later)
        self.assert_status(REFUSED, result)
        different, summary = map(json.loads, result.out.splitlines())
        self.assertEqual((2, 2, AT, "different"), tuple(different[name] for name in ("line", "id", "at", "outcome")))
        self.assertEqual(self.entries[1]["answer"]["policy"]["digest"], different["made_by"])
        status = [item for item in different["differences"] if item["member"] == "status"]
        self.assertEqual([{"about": None, "member": "status", "was": "returned", "is": "offered"}], status)
        self.assertEqual(
            {"answers": 3, "same": 2, "different": 1, "undecidable": 0, "bad_lines": 0, "by_this_text": 0, "by_other_texts": 3}, summary)

    def test_what_is_refused_now(self):
        stricter = self.changed_policy(("fact warranty : yes/no?", "fact warranty : yes/no"))
        result = self.replay(self.log, policy=stricter)
        self.assert_status(REFUSED, result)
        self.assertIn("standard input:1: order R-1 at 2026-03-05 10:00 UTC+1: is refused now\n  [BW08", result.out)
        self.assertIn("3 answers: 0 the same, 0 different, 3 not decidable\n", result.out)
        data = self.replay(self.log, "--format", "json", policy=stricter)
        first = json.loads(data.out.splitlines()[0])
        self.assertEqual(("undecidable", "/facts/warranty"), (first["outcome"], first["problems"][0]["pointer"]))

    def test_several_policies(self):
        both = (REPAIRS, "policies/aliexpress.bywhen")
        result = run("replay", "-", "--policy", *both, given=self.log)
        self.assert_status(GOOD, result)
        self.entries[0]["answer"]["policy"]["name"] = "laundry"
        result = run("replay", "-", "--policy", *both, given=lines_of(*self.entries))
        self.assert_status(REFUSED, result)
        self.assertIn("none of the policies is named `laundry`", result.out)
        self.assertIn("3 answers: 2 the same, 0 different, 1 not decidable\n", result.out)

    def test_nothing_at_all(self):
        for text in ("", "\n \n"):
            self.assert_same(text, 0)

    def test_bad_lines_are_named_and_the_rest_goes_on(self):
        good = self.log.splitlines()
        alone = json.dumps(self.entries[0]["answer"])
        bad = ["{", "[]", "7", "\0", alone, '{"order": {}}', '{"answer": {}}', '{"order": 1, "answer": {}}', good[0] + "x", good[0][:-1],
               '{"order": {}, "order": {}, "answer": {}}', '{"order": {}, "answer": {"status": {}, "actions": []}}',
               json.dumps({**self.entries[0], "at": "soon"}), json.dumps({**self.entries[0], "at": 5}),
               '{"order": {}, "answer": ' + '{"a":' * 100 + "1" + "}" * 101, '{"order": {}, "answer": ' + "[" * 100000]
        result = self.replay("\n".join(line for wrong in bad for line in (good[0], wrong)) + "\n")
        self.assert_status(REFUSED, result)
        errors = result.err.splitlines()
        self.assertEqual([2 * number for number in range(1, len(bad) + 1)], [int(error.split(":")[1]) for error in errors])
        self.assertIn(f"{len(bad)} answers: {len(bad)} the same, 0 different, 0 not decidable; {len(bad)} lines are no entry of a log\n", result.out)
        self.assertIn("log the order beside it", result.err)

    def test_bytes_that_a_terminal_would_act_on(self):
        entry = self.entries[0]
        entry["order"]["id"] = entry["answer"]["order"]["id"] = "\x1b[31m"
        entry["answer"]["unknown"] = ["\x1b[2J"]
        entry["answer"]["actions"].append({"actor": "\x1b[1m", "action": "\x07"})
        entry["answer"]["\x1b[3m"] = "\x1b[4m"
        for format_ in ("text", "json"):
            result = self.replay(lines_of(entry) + '{"\x1b": 1}\n', "--format", format_)
            self.assert_status(REFUSED, result)
            self.assertNotIn("\x1b", result.out + result.err)

    def test_usage(self):
        self.assert_fails(USAGE, "replay", "-", says="--policy is required")
        self.assert_fails(USAGE, "replay", "--policy", REPAIRS, says="LOG is required")
        self.assert_fails(USAGE, "decide", REPAIRS, "--log", says="--log requires --orders")
        self.assert_fails(MACHINE, "replay", "nowhere.ndjson", "--policy", REPAIRS, says="nowhere.ndjson: no such file")
        self.assert_fails(REFUSED, "replay", "-", "--policy", "tests/cli/policies/broken.bywhen", says="error[BW")

    def test_memory_is_bounded(self):
        if "asan" in str(COMMAND):
            self.skipTest("the sanitizer needs address space of its own")

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
        many = (self.log * 20).encode()
        with subprocess.Popen(
                [COMMAND, "replay", "-", "--policy", REPAIRS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                cwd=ROOT, env=environment(), preexec_fn=limit) as replaying:
            for _ in range(1024):
                replaying.stdin.write(b"x" * (1 << 20))
            out, err = replaying.communicate(b"\n" + many, timeout=SECONDS)
        self.assertEqual(REFUSED, replaying.returncode, err)
        self.assertIn(b"60 answers: 60 the same", out)
        self.assertIn(b"standard input:1: error: the line is longer than 64 MiB", err)


def leaves(tree, path=()):
    pairs = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else None
    if pairs is None:
        yield path
        return
    for name, item in pairs:
        yield from leaves(item, (*path, name))


def at_path(tree, path):
    for name in path:
        tree = tree[name]
    return tree


def set_path(tree, path):
    at_path(tree, path[:-1])[path[-1]] = "something else"


def is_place(value) -> bool:
    return isinstance(value, str) and ".bywhen:" in value


if __name__ == "__main__":
    unittest.main()
