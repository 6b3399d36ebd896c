#!/usr/bin/env python3
"""What the command does on a terminal: colours, width and progress. A pseudo terminal stands in for one."""

import sys
import fcntl
import os
import pty
import signal
import struct
import subprocess
import termios
import time
import unittest

from command import COMMAND, GOOD, ORDERS, REPAIRS, ROOT, SECONDS, USAGE, CommandTest, environment, run, without_escapes

DECIDE = ("decide", REPAIRS, f"{ORDERS}/paid.json", "--at", "2026-03-12T21:00:00Z")
WRONG = ("check", "tests/cli/policies/wrong.bywhen")
ORDER = '{"facts": {"sent_in_at": "2026-03-02T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}}\n'


class Terminal:
    """A pseudo terminal; what is written to it is kept."""

    def __init__(self, columns: int = 100):
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))

    def written(self) -> str:
        """All that was written, once its writers are gone."""
        os.close(self.slave)
        parts = []
        try:
            while part := os.read(self.master, 65536):
                parts.append(part)
        except OSError:
            pass
        os.close(self.master)
        return b"".join(parts).decode().replace("\r\n", "\n")


def on_terminal(*arguments: str, columns: int = 100, **more: str) -> str:
    terminal = Terminal(columns)
    with subprocess.Popen(
            [COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=terminal.slave, stderr=terminal.slave, cwd=ROOT,
            env=environment(**more)) as command:
        # The outputs are small enough for the terminal's buffer.
        command.wait(timeout=SECONDS)
    return terminal.written()


class Colours(CommandTest):
    def test_on_a_terminal_and_nowhere_else(self):
        for arguments in (DECIDE, WRONG, ("test", "tests/cli/policies/failing")):
            self.assertIn("\x1b[", on_terminal(*arguments))
            piped = run(*arguments)
            self.assertNotIn("\x1b", piped.out + piped.err)

    def test_they_change_nothing_but_the_looks(self):
        self.assertEqual(run(*DECIDE).out, without_escapes(on_terminal(*DECIDE)))

    def test_who_wants_none_gets_none(self):
        self.assertNotIn("\x1b", on_terminal(*DECIDE, NO_COLOR="1"))
        self.assertNotIn("\x1b", on_terminal(*DECIDE, TERM="dumb"))
        self.assertNotIn("\x1b", on_terminal(*DECIDE, "--color", "never"))
        self.assertIn("\x1b", on_terminal(*DECIDE, NO_COLOR=""))

    def test_who_wants_them_gets_them(self):
        for more in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
            self.assertIn("\x1b[", run(*DECIDE, "--color", "always", **more).out)
        self.assertIn("\x1b[", run(*WRONG, "--color", "always").err)

    def test_each_output_for_itself(self):
        terminal = Terminal()
        done = subprocess.run(
            [COMMAND, "check", "tests/cli/policies/warned.bywhen"], stdout=subprocess.PIPE, stderr=terminal.slave, cwd=ROOT,
            env=environment(), timeout=SECONDS, check=False)
        self.assertNotIn(b"\x1b", done.stdout)
        self.assertIn("\x1b[", terminal.written())

    def test_data_is_never_coloured(self):
        for arguments in ((*DECIDE, "--format", "json"), ("schema", REPAIRS), ("check", "--format", "json", REPAIRS)):
            self.assertNotIn("\x1b", on_terminal(*arguments, "--color", "always"))


class Width(CommandTest):
    def test_lines_fit(self):
        for columns in (40, 60, 80, 120):
            shown = without_escapes(on_terminal(*DECIDE, columns=columns))
            self.assertLessEqual(max(map(len, shown.splitlines())), columns, shown)
            self.assertEqual(run(*DECIDE).out.split(), shown.split())

    def test_a_picture_is_as_wide_as_the_window(self):
        picture = ("timeline", REPAIRS, f"{ORDERS}/paid.json", "--at", "2026-03-12T21:00:00Z")
        for columns in (40, 60, 120):
            self.assertEqual(run(*picture, "--width", columns).out, without_escapes(on_terminal(*picture, columns=columns, NO_COLOR="1")))

    def test_very_narrow_and_very_wide(self):
        self.assertEqual(on_terminal(*DECIDE, columns=20), on_terminal(*DECIDE, columns=1))
        self.assertEqual(on_terminal(*DECIDE, columns=120), on_terminal(*DECIDE, columns=500))
        self.assertEqual(on_terminal(*DECIDE, columns=100), on_terminal(*DECIDE, columns=0))

    def test_letters_that_are_two_columns_wide(self):
        policy = self.write("wide.bywhen", """policy wide "寬的" zone "UTC"
            actor buyer "買家"
            fact made_at : event
            status open "打開" initial, final, marks made_at
            action look "看看" { }
            action buy "Buy" { }
            in open { buyer may look, buy }""")
        shown = run("decide", policy, "--at", "2026-03-05T09:00:00Z", given='{"facts": {"made_at": "2026-03-01T10:00:00Z"}}').out
        self.assertIn("    看看 (look)  without end\n", shown)
        self.assertIn("    Buy (buy)    without end\n", shown)

    def test_texts_cannot_steer_the_terminal(self):
        policy = self.write("evil.bywhen", r"""policy evil "\u{1B}[2J" zone "UTC"
            actor buyer "a\u{202E}b"
            fact made_at : event
            fact note : text
            status open "x\ny\u{7}" initial, final, marks made_at
            action look "Look" { }
            in open { buyer may look  buyer may not look when note is "\u{1B}]0;title\u{7}" because "\u{9B}31m" }""")
        order = '{"facts": {"made_at": "2026-03-01T10:00:00Z", "note": "\\u001b]0;title\\u0007"}}'
        result = run("decide", policy, "--at", "2026-03-05T09:00:00Z", given=order)
        self.assert_status(GOOD, result)
        for letter in "\x1b\x07\x9b\u202e":
            self.assertNotIn(letter, result.out)


class Progress(CommandTest):
    def test_a_line_that_counts(self):
        terminal = Terminal()
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", "-", "--at", "2026-03-05T09:00:00Z"], stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL, stderr=terminal.slave, cwd=ROOT, env=environment()) as command:
            for lines in (ORDER, "{}\n", ORDER):
                command.stdin.write(lines.encode())
                command.stdin.flush()
                time.sleep(0.2)
            command.communicate(timeout=SECONDS)
        shown = terminal.written()
        self.assertIn("\r\x1b[K1 order, 0 refused", shown)
        self.assertIn("\r\x1b[K3 orders, 1 refused", shown)
        self.assertTrue(shown.endswith("\r\x1b[K3 orders, 1 refused\n"), shown)
        # An error begins on a line of its own, not behind the count.
        self.assertRegex(shown, r"\r\x1b\[K(\x1b\[[0-9;]*m)?standard input:2: ")

    def test_none_where_the_answers_appear(self):
        terminal = Terminal()
        done = subprocess.run(
            [COMMAND, "decide", REPAIRS, "--orders", "-", "--at", "2026-03-05T09:00:00Z"], input=ORDER.encode(), stdout=terminal.slave,
            stderr=terminal.slave, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
        self.assertEqual(GOOD, done.returncode)
        self.assertNotIn("\x1b[K", terminal.written())


    def test_how_far_a_file_has_come(self):
        """A file that is read far faster than it is decided would be shown once; so it is one that takes a while."""
        path = self.write("many.ndjson", ORDER * 400_000)
        terminal = Terminal()
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", path, "--threads", "1", "--at", "2026-03-05T09:00:00Z"],
                stdout=subprocess.DEVNULL, stderr=terminal.slave, cwd=ROOT, env=environment()) as command:
            command.wait(timeout=SECONDS)
        shown = terminal.written().split("\r\x1b[K")
        self.assertEqual("400000 orders, 0 refused\n", shown.pop())
        self.assertGreater(len(shown), 4)
        shares = []
        for line in filter(None, shown):
            self.assertRegex(line, r"^\[=*>? *\] \d+ %  \d+ orders, 0 refused(  \d+/s  \d+ (s|min|h) left)?$")
            self.assertLess(len(line), 100)
            shares.append(int(line.split("] ")[1].split(" %")[0]))
        self.assertEqual(sorted(shares), shares)
        self.assertTrue(any("/s" in line for line in shown), shown)

    def test_it_fits_into_a_narrow_window(self):
        path = self.write("many.ndjson", ORDER * 30_000)
        for columns in (20, 35, 60):
            terminal = Terminal(columns)
            subprocess.run(
                [COMMAND, "decide", REPAIRS, "--orders", path, "--threads", "1", "--at", "2026-03-05T09:00:00Z"], stdout=subprocess.DEVNULL,
                stderr=terminal.slave, cwd=ROOT, env=environment(), timeout=SECONDS, check=True)
            *shown, _ = terminal.written().split("\r\x1b[K")
            self.assertLess(max(map(len, shown)), columns)

    def test_where_the_answers_appear_only_if_asked_for(self):
        terminal = Terminal()
        done = subprocess.run(
            [COMMAND, "decide", REPAIRS, "--orders", "-", "--progress", "--answer", "brief", "--at", "2026-03-05T09:00:00Z"],
            input=ORDER.encode() * 3, stdout=terminal.slave, stderr=terminal.slave, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
        self.assertEqual(GOOD, done.returncode)
        shown = terminal.written()
        self.assertIn("\r\x1b[K3 orders, 0 refused\r\x1b[K", shown)
        # Each answer has its line for itself.
        self.assertEqual(3, sum(line.startswith('{"at":') for line in shown.splitlines()))

    def test_none_without_a_terminal(self):
        for more in ((), ("--progress",)):
            result = run("decide", REPAIRS, "--orders", "-", *more, "--at", "2026-03-05T09:00:00Z", given=ORDER * 20_000)
            self.assert_status(GOOD, result)
            self.assertEqual("20000 orders, 0 refused\n", result.err)


class Waiting(CommandTest):
    def test_no_order_and_nobody_to_give_one(self):
        terminal = Terminal()
        done = subprocess.run(
            [COMMAND, "decide", REPAIRS], stdin=terminal.slave, capture_output=True, cwd=ROOT, env=environment(), timeout=SECONDS,
            check=False)
        self.assertEqual(USAGE, done.returncode)
        self.assertIn(b"no order: give its file", done.stderr)
        terminal.written()

    def test_control_c_ends_it_as_it_ends_others(self):
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
                env=environment()) as command:
            command.stdin.write(ORDER.encode())
            command.stdin.flush()
            command.stdout.readline()
            command.send_signal(signal.SIGINT)
            self.assertEqual(-signal.SIGINT, command.wait(timeout=SECONDS))


if __name__ == "__main__":
    try:
        for end in os.openpty():
            os.close(end)
    except OSError as missing:
        print(f"skipped: this machine lends no terminals: {missing}")
        sys.exit(77)
    unittest.main()
