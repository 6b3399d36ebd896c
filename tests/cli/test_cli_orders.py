#!/usr/bin/env python3
"""`decide --orders`: a stream of orders, good and bad."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
import tty
import unittest
from pathlib import Path

from command import COMMAND, GOOD, MACHINE, REFUSED, REPAIRS, ROOT, SECONDS, USAGE, CommandTest, Result, environment, run

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
        bad = ["{", "[]", "nonsense", '{"facts": {}}', '{"status": "lost"}', "\0", '{"id": nul}', '{"facts": {"sent_in_at": "2027-01-01T00:00:00Z"}}']
        lines = [line for wrong in bad for line in (ORDER, wrong)]
        result = self.decide("\n".join(lines))
        self.assert_status(REFUSED, result)
        self.assertEqual(len(bad), len(result.out.splitlines()))
        errors = result.err.splitlines()
        self.assertEqual("16 orders, 8 refused", errors.pop())
        for error in errors:
            self.assertRegex(error, r"^standard input:\d+: error\[BW08\d\d\](: | /)")
        numbers = {int(error.split(":")[1]) for error in errors}
        self.assertEqual({2, 4, 6, 8, 10, 12, 14, 16}, numbers)

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


def mixed(count: int) -> str:
    """Good lines and bad ones, of many lengths; some empty, one far longer than a chunk."""
    bad = ["{", "[]", '{"facts": {}}', '{"status": "lost"}', '{"facts": {"sent_in_at": 1, "price": true}}', "\0", "x" * 300]
    lines = []
    for number in range(count):
        lines.append(bad[number // 7 % len(bad)] if number % 7 == 3 else with_id(number))
        if number % 11 == 0:
            lines.append(" \t\r")
        if number == count // 2:
            lines.append(with_id(number).ljust(300_000))
    return "\n".join(lines)


class Threads(CommandTest):
    def decide(self, threads, *more, orders="-", **given):
        return run("decide", ROOT / REPAIRS, "--orders", orders, "--threads", threads, *AT, *more, **given)

    def test_what_comes_out_does_not_depend_on_how_many(self):
        text = mixed(4000)
        path = self.write("many.ndjson", text)
        for more in ((), ("--answer", "brief"), ("--log",)):
            one = self.decide(1, *more, given=text)
            self.assert_status(REFUSED, one)
            self.assertEqual("4001 orders, 571 refused", one.err.splitlines()[-1])
            self.assertEqual(4001 - 571, len(one.out.splitlines()))
            for threads in (2, 7):
                self.assertEqual(one, self.decide(threads, *more, given=text))
            self.assertEqual(one, run("decide", REPAIRS, "--orders", "-", *AT, *more, given=text))
            of_file = self.decide(3, *more, orders=path)
            self.assertEqual((one.status, one.out), (of_file.status, of_file.out))
            self.assertEqual(one.err.replace("standard input:", f"{path}:"), of_file.err)

    def test_errors_stand_where_their_lines_stand(self):
        """Both outputs to one place: each error comes between the answers before and behind it."""
        lines = [ORDER if number % 3 else "{" for number in range(999)]
        done = subprocess.run(
            [COMMAND, "decide", REPAIRS, "--orders", "-", "--threads", "5", "--answer", "brief", *AT], input="\n".join(lines).encode(),
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
        said = done.stdout.decode().splitlines()
        self.assertEqual("999 orders, 333 refused", said.pop())
        for number, line in enumerate(said):
            wanted = '{"at":' if number % 3 else f"standard input:{number + 1}: error[BW0801]: "
            self.assertTrue(line.startswith(wanted), f"{number}: {line}")

    def test_each_answer_is_the_one_of_the_order_alone(self):
        alone = run("decide", REPAIRS, "--format", "json", "--answer", "brief", *AT, given=ORDER)
        self.assert_status(GOOD, alone)
        self.assertEqual(alone.out * 300, self.decide(4, "--answer", "brief", given=f"{ORDER}\n" * 300).out)

    def test_memory_does_not_grow_with_the_file(self):
        if "asan" in str(COMMAND):
            self.skipTest("the sanitizer keeps what was freed")
        peaks = []
        for count in (20_000, 200_000):
            path = self.write("many.ndjson", f"{ORDER}\n" * count)
            measured = (
                "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); "
                "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
            done = subprocess.run(
                [sys.executable, "-c", measured, COMMAND, "decide", REPAIRS, "--orders", path, "--threads", "4", "--answer", "brief", *AT],
                stdout=subprocess.PIPE, cwd=ROOT, env=environment(), timeout=SECONDS, check=True)
            peaks.append(int(done.stdout))
        self.assertLess(peaks[1], peaks[0] + 8 * 1024, "in KiB")

    def test_more_threads_than_orders(self):
        for text, status in (("", GOOD), (ORDER, GOOD), ("{", REFUSED)):
            self.assert_status(status, self.decide(50, given=text))

    def test_how_many_are_too_many_or_too_few(self):
        for number in ("0", "-1", "x", "100000"):
            self.assert_fails(USAGE, "decide", REPAIRS, "--orders", "-", "--threads", number, says="--threads")
        self.assert_fails(USAGE, "decide", REPAIRS, "-", "--threads", "2", says="--orders", given=ORDER)

    def test_a_folder_of_versions(self):
        """Each by the version and the overlays that govern it, briefly."""
        countries = ("DE", "US", "BR", "FR")
        lines = [
            '{"id": %d, "facts": {"placed_at": "20%02d-11-%02dT10:00:00Z", "country": "%s", "total": "100.00 EUR"}}'
            % (number, 18 + number % 4, 1 + number % 28, countries[number % len(countries)]) for number in range(500)]
        asked = ("decide", "tests/language/sets/good/shop", "--at", "2022-01-10T10:00:00Z", "--orders", "-")
        briefly = run(*asked, "--answer", "brief", "--threads", "4", given="\n".join(lines))
        fully = run(*asked, "--threads", "1", given="\n".join(lines))
        self.assertEqual((fully.status, fully.err), (briefly.status, briefly.err))
        pairs = list(zip(map(json.loads, briefly.out.splitlines()), map(json.loads, fully.out.splitlines()), strict=True))
        self.assertGreater(len(pairs), 300)
        for brief, full in pairs:
            self.assertEqual(full["order"]["id"], brief["id"])
            self.assertEqual(full["policy"]["version"], brief.get("version"))
            self.assertEqual(full["policy"]["overlays"], brief.get("overlays", []))
            self.assertEqual(full["valid_until"], brief.get("valid_until"))
            self.assertEqual(len(full["settled"]), brief.get("settled", 0))
            allowed = sorted([action["actor"], action["action"]] for action in full["actions"] if action["verdict"] == "allowed")
            self.assertEqual(allowed, sorted(brief["allowed"]))


CHUNK = 256 << 10


class Chunks(CommandTest):
    """Orders are read in chunks, which are cut where a line ends."""

    def ways(self, text):
        """From a file and from a pipe, by one thread and by some."""
        path = self.write("many.ndjson", text)
        for threads in (1, 3):
            asked = ("decide", ROOT / REPAIRS, "--threads", threads, "--answer", "brief", *AT, "--orders")
            yield run(*asked, path.name, folder=self.folder)
            result = run(*asked, "-", given=text)
            yield Result(result.status, result.out, result.err.replace("standard input:", f"{path.name}:"))

    def test_wherever_a_chunk_ends(self):
        for end in ("\n", "\r\n"):
            for beyond in range(-4, 5):
                text = with_id(0).ljust(CHUNK + beyond) + end + end.join(with_id(number) for number in range(1, 5000))
                for result in self.ways(text):
                    self.assert_status(GOOD, result)
                    self.assertEqual(list(range(5000)), [json.loads(line)["id"] for line in result.out.splitlines()])

    def test_lines_are_counted_across_chunks(self):
        lines = [ORDER if number % 3 else "" for number in range(30_000)]
        lines[20_000] = lines[29_999] = "{"
        for result in self.ways("\n".join(lines)):
            self.assert_status(REFUSED, result)
            first, second, counts = result.err.splitlines()
            self.assertRegex(first, r"^many\.ndjson:20001: error\[BW0801\]: ")
            self.assertRegex(second, r"^many\.ndjson:30000: error\[BW0801\]: ")
            self.assertEqual("20000 orders, 2 refused", counts)

    def test_lines_that_are_longer_than_a_chunk(self):
        """Some are too long: at the beginning, beside each other, and at the end, where the line's end is missing."""
        too_long = "x" * (LIMIT + 1)
        lines = [too_long + "x" * CHUNK, ORDER, too_long, "\ufeff" + too_long, ORDER.ljust(3 * CHUNK), "", ORDER.ljust(LIMIT), "{", too_long]
        for result in self.ways("\n".join(lines)):
            self.assert_status(REFUSED, result)
            self.assertEqual(3, len(result.out.splitlines()))
            *errors, counts = result.err.splitlines()
            self.assertEqual([1, 3, 4, 8, 9], [int(error.split(":")[1]) for error in errors])
            for error in (errors[0], *errors[1:3], errors[4]):
                self.assertRegex(error, r"^many\.ndjson:\d: error: the line is longer than 16 MiB$")
            self.assertEqual("8 orders, 5 refused", counts)

    def test_half_a_line_holds_up_no_answer(self):
        for threads in ("1", "3"):
            with subprocess.Popen(
                    [COMMAND, "decide", REPAIRS, "--orders", "-", "--threads", threads, *AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()) as deciding:
                half = len(ORDER) // 2
                for piece in (f"{ORDER}\n{ORDER[:half]}", f"{ORDER[half:]}\n{ORDER}"):
                    deciding.stdin.write(piece.encode())
                    deciding.stdin.flush()
                    self.assertEqual("sent_in", json.loads(deciding.stdout.readline())["status"]["name"])
                rest, _ = deciding.communicate(timeout=SECONDS)
            self.assertEqual((GOOD, 1), (deciding.returncode, len(rest.splitlines())))

    def test_as_many_threads_as_were_asked_for(self):
        if "asan" in str(COMMAND) or not Path("/proc/self/task").exists():
            self.skipTest("nothing tells how many threads the command has, or the sanitizer has its own")
        for threads in (1, 2, 5):
            with subprocess.Popen(
                    [COMMAND, "decide", REPAIRS, "--orders", "-", "--threads", str(threads), *AT], stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()) as deciding:
                tasks = Path(f"/proc/{deciding.pid}/task")
                # The first answer may come before the last thread has begun.
                latest = time.monotonic() + SECONDS
                while len(list(tasks.iterdir())) < threads and time.monotonic() < latest:
                    time.sleep(0.01)
                deciding.stdin.write(f"{ORDER}\n".encode())
                deciding.stdin.flush()
                deciding.stdout.readline()
                self.assertEqual(threads, len(list(tasks.iterdir())))
                deciding.communicate(timeout=SECONDS)

    def test_output_that_fails_ends_every_thread(self):
        path = self.write("many.ndjson", f"{ORDER}\n" * 20_000)
        for threads in (1, 2, 5):
            asked = [COMMAND, "decide", REPAIRS, "--orders", path, "--threads", str(threads), *AT]
            with open("/dev/full", "wb") as full:
                done = subprocess.run(asked, stdout=full, stderr=subprocess.PIPE, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
            self.assertEqual((MACHINE, b"bywhen: standard output: no space left on device\n"), (done.returncode, done.stderr))
            with subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment()) as deciding:
                deciding.stdout.readline()
                deciding.stdout.close()
                deciding.wait(timeout=SECONDS)
                self.assertEqual((MACHINE, b""), (deciding.returncode, deciding.stderr.read()))

    def test_input_that_fails_after_some_orders(self):
        """A terminal whose other end is closed: what came before is decided, and half a line is not."""
        try:
            ours, theirs = os.openpty()
        except OSError as missing:
            self.skipTest(f"this machine lends no terminals: {missing}")
        tty.setraw(theirs)
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", "-", "--threads", "3", *AT], stdin=ours, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, cwd=ROOT, env=environment()) as deciding:
            os.close(ours)
            os.write(theirs, f"{ORDER}\n{ORDER[:30]}".encode())
            first = deciding.stdout.readline()
            os.close(theirs)
            rest, err = deciding.communicate(timeout=SECONDS)
        self.assertEqual("sent_in", json.loads(first)["status"]["name"])
        self.assertEqual((MACHINE, b"", b"bywhen: standard input: input/output error\n"), (deciding.returncode, rest, err))

    def test_control_c_ends_every_thread(self):
        """All of them wait for who reads the answers."""
        path = self.write("many.ndjson", f"{ORDER}\n" * 20_000)
        for threads in ("1", "3"):
            with subprocess.Popen(
                    [COMMAND, "decide", REPAIRS, "--orders", path, "--threads", threads, *AT], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                    cwd=ROOT, env=environment()) as deciding:
                deciding.stdout.readline()
                deciding.send_signal(signal.SIGINT)
                self.assertEqual(-signal.SIGINT, deciding.wait(timeout=SECONDS))


if __name__ == "__main__":
    unittest.main()
