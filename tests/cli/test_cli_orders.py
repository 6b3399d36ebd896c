#!/usr/bin/env python3
"""`decide --orders`: a stream of orders, good and bad."""

import json
import resource
import subprocess
import unittest

from command import COMMAND, GOOD, MACHINE, REFUSED, REPAIRS, ROOT, SECONDS, CommandTest, environment, run

AT = ("--at", "2026-03-05T09:00:00Z")
ORDER = '{"facts": {"sent_in_at": "2026-03-02T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}}'
LIMIT = 16 << 20


def with_id(number: int) -> str:
    return f'{{"id": {number}, {ORDER[1:]}'


class Orders(CommandTest):
    def decide(self, text, **more):
        return run("decide", REPAIRS, "--orders", "-", *AT, given=text, **more)

    def test_an_answer_a_line_in_order(self):
        result = self.decide("".join(with_id(number) + "\n" for number in range(100)))
        self.assert_status(GOOD, result)
        self.assertEqual("100 orders, 0 refused\n", result.err)
        answers = [json.loads(line) for line in result.out.splitlines()]
        self.assertEqual(list(range(100)), [answer["order"]["id"] for answer in answers])

    def test_each_answer_is_the_one_of_the_order_alone(self):
        alone = run("decide", REPAIRS, "--format", "json", *AT, given=ORDER)
        self.assertEqual(alone.out, self.decide(ORDER + "\n").out)

    def test_lines_of_any_system(self):
        plain = self.decide(f"{ORDER}\n{ORDER}\n")
        for text in (f"{ORDER}\n{ORDER}", f"{ORDER}\r\n{ORDER}\r\n", f"\ufeff{ORDER}\n{ORDER}\n", f"\n \t\n{ORDER}\n\n\r\n{ORDER}\n\n"):
            self.assertEqual(plain, self.decide(text))

    def test_nothing_at_all(self):
        for text in ("", "\n", "\n\n \n"):
            result = self.decide(text)
            self.assert_status(GOOD, result)
            self.assertEqual(("", "0 orders, 0 refused\n"), (result.out, result.err))

    def test_bad_lines_are_named_and_the_rest_goes_on(self):
        bad = ["{", "[]", "nonsense", '{"facts": {}}', '{"status": "lost"}', "\0", '{"facts": {"sent_in_at": "2027-01-01T00:00:00Z"}}']
        lines = [line for wrong in bad for line in (ORDER, wrong)]
        result = self.decide("\n".join(lines))
        self.assert_status(REFUSED, result)
        self.assertEqual(len(bad), len(result.out.splitlines()))
        errors = result.err.splitlines()
        self.assertEqual("14 orders, 7 refused", errors.pop())
        for error in errors:
            self.assertRegex(error, r"^standard input:\d+: error\[BW08\d\d\](: | /)")
        numbers = {int(error.split(":")[1]) for error in errors}
        self.assertEqual({2, 4, 6, 8, 10, 12, 14}, numbers)

    def test_every_problem_of_a_line(self):
        path = self.write("some.ndjson", f'{ORDER}\n{{"facts": {{"sent_in_at": 1, "price": true, "pay": "x"}}}}\n')
        result = run("decide", ROOT / REPAIRS, "--orders", path.name, *AT, folder=self.folder)
        self.assert_status(REFUSED, result)
        for pointer in ("/facts/sent_in_at", "/facts/price", "/facts/pay"):
            self.assertRegex(result.err, rf"(?m)^some\.ndjson:2: error\[BW08\d\d\] {pointer}: ")

    def test_bytes_that_a_terminal_would_act_on(self):
        result = self.decide('{"status": "\\u001b[31m", "facts": {"\\u001b[2J": "\x1b[31m"}}\n')
        self.assert_status(REFUSED, result)
        self.assertNotIn("\x1b", result.err)

    def test_the_longest_line_and_one_beyond(self):
        longest = ORDER.ljust(LIMIT)
        result = self.decide(f"{longest}\n{longest} \n{ORDER}\n")
        self.assert_status(REFUSED, result)
        self.assertEqual(2, len(result.out.splitlines()))
        self.assertEqual("standard input:2: error: the line is longer than 16 MiB\n3 orders, 1 refused\n", result.err)

    def test_memory_is_bounded(self):
        """A gigabyte without a line end, then a good line, with half of that memory."""
        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
        command = [COMMAND, "decide", REPAIRS, "--orders", "-", *AT]
        if "asan" in str(COMMAND):
            self.skipTest("the sanitizer needs address space of its own")
        with subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment(),
                preexec_fn=limit) as deciding:
            block = b"x" * (1 << 20)
            for _ in range(1024):
                deciding.stdin.write(block)
            out, err = deciding.communicate(f"\n{ORDER}\n".encode(), timeout=SECONDS)
        self.assertEqual(REFUSED, deciding.returncode, err)
        self.assertEqual(1, len(out.splitlines()))
        self.assertEqual(b"standard input:1: error: the line is longer than 16 MiB\n2 orders, 1 refused\n", err)

    def test_an_answer_does_not_wait_for_the_next_order(self):
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", "-", *AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()) as deciding:
            for number in range(3):
                deciding.stdin.write(f"{with_id(number)}\n".encode())
                deciding.stdin.flush()
                self.assertEqual(number, json.loads(deciding.stdout.readline())["order"]["id"])
            deciding.communicate(timeout=SECONDS)
        self.assertEqual(GOOD, deciding.returncode)

    def test_a_reader_that_has_enough_ends_it(self):
        """The orders never end; the command does."""
        with subprocess.Popen(
                ["sh", "-c", f"yes '{ORDER}' | \"$0\" decide {REPAIRS} --orders - {' '.join(AT)}", COMMAND], stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, cwd=ROOT, env=environment()) as deciding:
            deciding.stdout.readline()
            deciding.stdout.close()
            deciding.wait(timeout=SECONDS)
            self.assertEqual((MACHINE, b""), (deciding.returncode, deciding.stderr.read()))

    def test_no_room_for_the_answers(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(
                [COMMAND, "decide", REPAIRS, "--orders", "-", *AT], input=(ORDER + "\n").encode() * 1000, stdout=full,
                stderr=subprocess.PIPE, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
        self.assertEqual(MACHINE, done.returncode)
        self.assertIn(b"standard output: no space left on device", done.stderr)

    def test_no_progress_in_a_pipe(self):
        self.assertNotIn("\r", self.decide(f"{ORDER}\n" * 20_000).err)


if __name__ == "__main__":
    unittest.main()
