#!/usr/bin/env python3
"""The conversation at a terminal: typing, editing, completing, history, Ctrl-C, Ctrl-D, a window that changes its size. tmux is the
terminal."""

import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

from command import COMMAND, ROOT, SECONDS, environment

POLICY = "policies/aliexpress.bywhen"
ORDER = "examples/orders/unpaid.json"
AT = "2026-03-02T09:00:00Z"


class Window:
    """One command in a window of a tmux of its own."""

    def __init__(self, command: str, folder: Path, columns: int = 100, rows: int = 40):
        self.socket = folder / "tmux"
        # A clean environment, so that nobody's configuration or history plays a part.
        self.environment = environment(HOME=str(folder), XDG_STATE_HOME=str(folder), EDITRC="/dev/null", LC_ALL="C.UTF-8")
        self.tmux("new-session", "-d", "-x", str(columns), "-y", str(rows), "-c", str(ROOT), command)

    def tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-f", "/dev/null", "-S", str(self.socket), *arguments], capture_output=True, env=self.environment, timeout=SECONDS,
            check=False)
        return done.stdout.decode("utf-8")

    def type(self, *keys: str):
        for key in keys:
            self.tmux("send-keys", key)

    def say(self, line: str):
        self.tmux("send-keys", "-l", line)
        self.type("Enter")

    def screen(self) -> str:
        """What the window shows, without the blanks at the ends of its lines."""
        return "\n".join(line.rstrip() for line in self.tmux("capture-pane", "-p", "-S", "-200").splitlines()).rstrip()

    def wait_for(self, text: str, times: int = 1) -> str:
        end = time.monotonic() + SECONDS / 2
        while time.monotonic() < end:
            shown = self.screen()
            if shown.count(text) >= times:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} is not shown {times} times:\n{self.screen()}")

    def is_open(self) -> bool:
        return bool(self.tmux("list-panes"))

    def wait_for_end(self):
        end = time.monotonic() + SECONDS / 2
        while time.monotonic() < end:
            if not self.is_open():
                return
            time.sleep(0.05)
        raise AssertionError(f"the session goes on:\n{self.screen()}")

    def close(self):
        """The next one may use the same socket: this one must be gone."""
        self.tmux("kill-server")
        self.wait_for_end()


@unittest.skipUnless(shutil.which("tmux"), "tmux is not installed")
class Conversation(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="bywhen-repl-")
        self.path = Path(self.folder.name)
        self.window = self.open(POLICY)

    def open(self, policy: str, order: str = ORDER, **size: int) -> Window:
        command = shlex.join([str(COMMAND), "repl", policy, order, "--at", AT, "--color", "never"])
        window = Window(command, self.path, **size)
        try:
            window.wait_for("bywhen>")
        except AssertionError:
            window.close()
            self.skipTest("this machine lends no terminal")
        return window

    def tearDown(self):
        self.window.close()
        self.folder.cleanup()

    def test_a_question_is_answered(self):
        self.window.say("who may pay")
        self.window.wait_for("buyer may pay: yes, until 2026-03-21 10:00")

    def test_a_line_can_be_edited(self):
        self.window.tmux("send-keys", "-l", "who may pey")
        self.window.type("Left", "BSpace", "a", "Enter")
        self.window.wait_for("buyer may pay: yes")

    def test_tab_completes_a_word(self):
        self.window.tmux("send-keys", "-l", "buyer do")
        self.window.type("Tab")
        self.window.wait_for("bywhen> buyer does")
        self.window.tmux("send-keys", "-l", "pa")
        self.window.type("Tab", "Enter")
        self.window.wait_for("Awaiting shipment")

    def test_tab_lists_what_can_stand_next(self):
        self.window.tmux("send-keys", "-l", "given cancel_reason = ")
        self.window.type("Tab")
        shown = self.window.wait_for("poor_quality")
        self.assertIn("changed_mind", shown)
        self.assertIn("bywhen> given cancel_reason =", shown.splitlines()[-1])

    def test_a_sentence_goes_on_in_the_next_line(self):
        self.window.say("given tracking = wrong,")
        self.window.wait_for("...>")
        self.window.say("complaint = yes")
        self.window.wait_for("Awaiting payment · 2026-03-02 09:00 UTC")

    def test_ctrl_c_gives_up_the_line_and_not_the_session(self):
        self.window.tmux("send-keys", "-l", "who may never")
        self.window.type("C-c")
        self.window.wait_for("bywhen>", times=2)
        self.window.say("what next")
        self.window.wait_for("Close → Closed")

    def test_ctrl_d_leaves(self):
        self.window.type("C-d")
        self.window.wait_for_end()

    def test_what_was_typed_is_kept_for_the_next_session(self):
        self.window.say("until when")
        self.window.wait_for("until 2026-03-21 10:00")
        self.window.say("quit")
        self.window.wait_for_end()
        self.window = self.open(POLICY)
        self.window.type("Up", "Enter")
        self.window.wait_for("bywhen> until when")
        self.window.wait_for("until 2026-03-21 10:00")

    def test_the_window_may_change_its_size(self):
        self.window.say("who may")
        self.window.wait_for("message_buyer")
        self.window.tmux("resize-window", "-x", "60", "-y", "20")
        self.window.tmux("send-keys", "-l", "who may pey")
        self.window.type("Left", "BSpace", "a", "Enter")
        self.window.wait_for("bywhen> who may pay")
        self.window.wait_for("buyer may pay: yes, until 2026-03-21 10:00")

    def replied(self, question: str, number: int) -> list[str]:
        """The lines that a question brings. Those that the terminal broke are joined again: they show what was written."""
        self.window.type("C-l")
        self.window.say(question)
        self.window.say(f"source n{number}")
        self.window.wait_for(f"label `n{number}`")
        shown = self.window.tmux("capture-pane", "-p", "-J", "-S", "-200").splitlines()
        begin = max(i for i, line in enumerate(shown) if line.startswith(f"bywhen> {question}"))
        return [line.rstrip() for line in shown[begin + 1:]]

    def test_replies_are_as_wide_as_the_window_is_now(self):
        for turn, columns in enumerate((60, 200, 30)):
            self.window.tmux("resize-window", "-x", str(columns), "-y", "80")
            time.sleep(0.2)
            for number, question in enumerate(("show", "timeline", "until when")):
                lines = self.replied(question, 10 * turn + number)
                widest = max(map(len, lines))
                self.assertLessEqual(widest, columns, "\n".join(lines))
                if columns == 200 and question == "timeline":
                    self.assertGreater(widest, 100, "\n".join(lines))

    def completed(self, typed: str, *shown: str):
        self.window.tmux("send-keys", "-l", typed)
        self.window.type("Tab")
        for text in shown:
            self.window.wait_for(text)
        self.window.type("C-u")

    def test_tab_completes_commands_and_what_they_take(self):
        self.completed("und", "bywhen> undo")
        self.completed("pol", "bywhen> policy")
        self.completed("que", "bywhen> que")
        self.completed("help tim", "bywhen> help timeline")
        self.completed("source pay", "bywhen> source payment")
        self.completed("save s", "bywhen> save scenario")
        self.completed("load examples/orders/unp", "bywhen> load examples/orders/unpaid.json")
        self.completed("policy policies/ol", "bywhen> policy policies/olist.")
        self.completed("load exam", "bywhen> load examples/")
        self.completed("at one", "bywhen> at one second before the deadline")

    def test_a_list_of_candidates_breaks_no_word(self):
        self.window.tmux("resize-window", "-x", "60", "-y", "40")
        self.window.tmux("send-keys", "-l", "given ")
        self.window.type("Tab")
        self.window.wait_for("tracking_given_at")
        shown = self.window.tmux("capture-pane", "-p", "-J").splitlines()
        self.assertLessEqual(max(len(line.rstrip()) for line in shown), 60)

    def test_ctrl_c_stops_a_question_and_keeps_what_was_typed(self):
        self.window.close()
        # So many rules that a search takes many seconds.
        count = 600
        facts = "".join(f"fact t{i} : event\n" for i in range(count))
        rules = "".join(f"  buyer may pay within {i + 1} days after t{i} when t{i} has happened\n" for i in range(count))
        policy = self.path / "slow.bywhen"
        policy.write_text(
            f"""policy slow "Slow" zone "UTC"
            actor buyer "Buyer"
            fact placed_at : event
            {facts}
            status open "Open" initial, final, marks placed_at
            action pay "Pay" {{ }}
            in open {{
            {rules}
            }}""", encoding="utf-8")
        order = self.path / "order.json"
        order.write_text('{"status": "open", "facts": {"placed_at": "2026-03-01T10:00:00Z"}}', encoding="utf-8")
        self.window = self.open(str(policy), order=str(order))
        begun = time.monotonic()
        self.window.say("find an order where buyer may pay and buyer may not pay")
        time.sleep(0.5)
        self.window.say("what next")
        self.window.type("C-c")
        shown = self.window.wait_for("nothing happens by itself")
        self.assertLess(time.monotonic() - begun, 5, shown)
        self.assertIn("stopped", shown)

    def test_without_a_policy_it_says_how_to_load_one(self):
        self.window.close()
        folder = self.path / "other"
        folder.mkdir()
        self.window = Window(shlex.join([str(COMMAND), "repl", "--color", "never"]), folder)
        self.window.wait_for("no policy is loaded")
        self.window.tmux("send-keys", "-l", "pol")
        self.window.type("Tab")
        self.window.wait_for("bywhen> policy")
        self.window.say(POLICY)
        self.window.wait_for("Awaiting payment · no time yet")

    def test_an_edit_of_the_policy_is_noticed(self):
        self.window.close()
        copy = self.path / "policy.bywhen"
        text = (ROOT / POLICY).read_text(encoding="utf-8")
        copy.write_text(text, encoding="utf-8")
        self.window = self.open(str(copy))
        self.window.say("until when may buyer pay")
        self.window.wait_for("until 2026-03-21 10:00")
        time.sleep(0.02)
        copy.write_text(text.replace("payment_window   = 20 days", "payment_window   = 30 days"), encoding="utf-8")
        self.window.say("until when may buyer pay")
        shown = self.window.wait_for("buyer may pay: yes, until 2026-03-31 10:00")
        self.assertIn("has changed:", shown)

    def test_a_broken_edit_leaves_the_policy_in_force(self):
        self.window.close()
        copy = self.path / "policy.bywhen"
        text = (ROOT / POLICY).read_text(encoding="utf-8")
        copy.write_text(text, encoding="utf-8")
        self.window = self.open(str(copy))
        time.sleep(0.02)
        copy.write_text(text.replace("buyer must pay", "buyer must pey"), encoding="utf-8")
        self.window.say("who may pay")
        self.window.wait_for("BW0203")
        self.window.wait_for("the policy as it was before still answers")
        self.window.wait_for("buyer may pay: yes", times=1)


if __name__ == "__main__":
    sys.exit(unittest.main())
