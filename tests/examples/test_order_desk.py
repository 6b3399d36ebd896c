#!/usr/bin/env python3
"""The example order_desk, killed a hundred times: no transition may be lost or doubled."""

import json
import os
import random
import signal
import sqlite3
import subprocess
import tempfile
import time
import unittest
from datetime import datetime, timedelta, timezone
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = Path(os.environ.get("BYWHEN_BUILD", ROOT / "build/dev"))
DESK = BUILD / "examples/order_desk"
BYWHEN = os.environ.get("BYWHEN_COMMAND", str(BUILD / "bin/bywhen"))
ALIEXPRESS = ROOT / "policies/aliexpress.bywhen"
SECONDS = 120

KILLS = 100
ORDERS = 300
ROUNDS = 12
ACTS_A_ROUND = 16
BEGIN = datetime(2026, 3, 1, tzinfo=timezone.utc)
STEP = timedelta(days=4, hours=7)
ACTS = [
    ("buyer", "pay"), ("buyer", "pay"), ("seller", "ship"), ("buyer", "request_cancellation", "cancel_reason=other"),
    ("buyer", "request_cancellation", "cancel_reason=changed_mind", "complaint=true"), ("seller", "confirm"),
    ("seller", "claim_sent"), ("buyer", "ask_tracking"), ("seller", "give_tracking"), ("buyer", "open_dispute"),
    ("platform", "refund"), ("seller", "message_buyer"),
]
QUICK = """policy quick "Closes within a second"
zone "UTC"
actor buyer "Buyer"
fact placed_at, paid_at, closed_at : event
status open initial, marks placed_at
status closed final, marks closed_at
action pay { marks paid_at }
action close { becomes closed }
in open {
  buyer must pay within SECONDS seconds after placed_at otherwise close because "It was not paid"
}
"""


def text_of(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def micros(text: str) -> int:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1)


class Killer:
    """Runs commands and kills some of them at random moments, with the signal that nothing can catch."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.kills = 0
        self.usual = 0.02
        """How long commands take, roughly; it follows the machine."""

    def attempt(self, command: list) -> subprocess.CompletedProcess | None:
        """Runs the command; None if it was killed."""
        begun = time.monotonic()
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            running.wait(timeout=self.random.uniform(0, 1.2 * self.usual))
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
        out, err = running.communicate(timeout=SECONDS)
        if running.returncode != -signal.SIGKILL:
            self.learn(time.monotonic() - begun)
            return subprocess.CompletedProcess(command, running.returncode, out, err)
        self.kills += 1
        return None

    def whole(self, command: list) -> subprocess.CompletedProcess:
        begun = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        self.learn(time.monotonic() - begun)
        return done

    def learn(self, took: float):
        self.usual = 0.7 * self.usual + 0.3 * took

    def run(self, command: list, attempts: int) -> subprocess.CompletedProcess:
        """Begins anew after each kill, the last time without one."""
        for _ in range(attempts):
            done = self.attempt(command)
            if done:
                return done
        return self.whole(command)


class Desk(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.database = self.folder / "orders.db"

    def command(self, *words: object, policy: Path = ALIEXPRESS) -> list[str]:
        return [str(DESK), str(self.database), str(policy), *map(str, words)]

    def desk(self, *words: object, policy: Path = ALIEXPRESS, status: int = 0) -> str:
        done = subprocess.run(self.command(*words, policy=policy), capture_output=True, text=True, timeout=SECONDS, check=False)
        self.assertEqual(status, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def order(self, name: str, data: dict) -> Path:
        path = self.folder / f"{name}.json"
        path.write_text(json.dumps({"id": name, **data}))
        return path

    def query(self, sql: str) -> list[tuple]:
        with sqlite3.connect(self.database) as database:
            return database.execute(sql).fetchall()

    def policy(self, text: str, name: str = "quick.bywhen") -> Path:
        path = self.folder / name
        path.write_text(text)
        return path


class Model:
    """What the command says of the same orders, step by step, without any database."""

    def __init__(self, orders: dict[str, dict]):
        self.orders = orders
        self.happened = {name: [] for name in orders}

    def decide(self, at: str, names: list[str]) -> None:
        """Brings the orders up to the instant, in one go."""
        lines = "".join(json.dumps(self.orders[name]) + "\n" for name in names)
        done = subprocess.run(
            [BYWHEN, "decide", str(ALIEXPRESS), "--orders", "-", "--at", at], input=lines, capture_output=True, text=True,
            timeout=SECONDS, check=True)
        for name, line in zip(names, done.stdout.splitlines(), strict=True):
            answer = json.loads(line)
            for lapse in answer["settled"]:
                self.happened[name].append(
                    (micros(lapse["at"]), None, lapse["action"], lapse["from"], lapse["to"], lapse["because"]))
            self.orders[name] = answer["order"]

    def act(self, at: str, name: str, act: tuple[str, ...]) -> bool:
        self.decide(at, [name])
        before = self.orders[name]
        done = subprocess.run(
            [BYWHEN, "apply", str(ALIEXPRESS), "-", *act, "--at", at], input=json.dumps(before), capture_output=True, text=True,
            timeout=SECONDS, check=False)
        if done.returncode != 0:
            return False
        self.orders[name] = json.loads(done.stdout)
        self.happened[name].append((micros(at), act[0], act[1], before["status"], self.orders[name]["status"], None))
        self.decide(at, [name])
        return True


def mismatches(database: Path, model: Model) -> list[str]:
    """In what the database differs from the model."""
    found = []
    with sqlite3.connect(database) as connection:
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            found.append("the database is damaged")
        stored = dict(connection.execute("SELECT id, data FROM orders").fetchall())
        if stored.keys() != model.orders.keys():
            found.append("orders are missing")
        for name, order in model.orders.items():
            kept = json.loads(stored.get(name, "{}"))
            if (kept.get("status"), kept.get("facts")) != (order["status"], order["facts"]):
                found.append(f"{name} is {kept} instead of {order}")
            rows = connection.execute(
                "SELECT seq, at, actor, action, old_status, new_status, because FROM transitions WHERE order_id = ? ORDER BY seq",
                (name,)).fetchall()
            expected = [(number, *happened) for number, happened in enumerate(model.happened[name], 1)]
            if rows != expected:
                found.append(f"to {name} happened {rows} instead of {expected}")
    return found


class KilledAHundredTimes(Desk):
    def setUp(self):
        super().setUp()
        self.killer = Killer(seed=20260301)
        self.random = random.Random(7)
        self.requests = 0

    def new_order(self, number: int) -> dict:
        placed = BEGIN - timedelta(minutes=self.random.randrange(60, 14 * 24 * 60))
        facts = {"placed_at": text_of(placed), "total": f"{self.random.randrange(1, 90)}.50 USD", "payment_method": "card"}
        if number % 3 == 0:
            return {"status": "awaiting_payment", "facts": facts}
        facts["paid_at"] = text_of(placed + timedelta(minutes=10))
        if number % 3 == 1:
            return {"status": "awaiting_shipment", "facts": facts}
        facts |= {"cancel_requested_at": text_of(placed + timedelta(minutes=50)), "cancel_reason": "other"}
        return {"status": "cancellation_requested", "facts": facts}

    def add_all(self) -> Model:
        """A killed `add` has taken in some of its orders; those that are missing are given again."""
        paths = {f"D-{number}": self.order(f"D-{number}", self.new_order(number)) for number in range(ORDERS)}
        model = Model({name: json.loads(path.read_text()) for name, path in paths.items()})
        self.desk("list")
        while True:
            there = {name for (name,) in self.query("SELECT id FROM orders")}
            missing = [path for name, path in paths.items() if name not in there]
            if not missing:
                model.decide(text_of(BEGIN), list(model.orders))
                return model
            done = self.killer.attempt(self.command("add", *missing[:40], "--now", text_of(BEGIN)))
            if done is None:
                self.killer.usual *= 1.2
            else:
                self.assertEqual(0, done.returncode, done.stderr)

    def act(self, model: Model, at: str):
        name, act = self.random.choice(list(model.orders)), self.random.choice(ACTS)
        self.requests += 1
        done = self.killer.run(self.command("act", name, *act, "--now", at, "--request", f"r{self.requests}"), attempts=2)
        self.assertIn(done.returncode, (0, 1), done.stderr)
        self.assertEqual(model.act(at, name, act), done.returncode == 0, f"{name} {act} {done.stderr}")

    def sweep(self, at: str, attempts: int):
        done = self.killer.run(self.command("sweep", "--now", at), attempts)
        self.assertEqual(0, done.returncode, done.stderr)

    def test_nothing_is_lost_or_doubled(self):
        model = self.add_all()
        moment = BEGIN
        number = 0
        while number < ROUNDS or self.killer.kills < KILLS:
            number += 1
            self.assertLess(number, 20 * ROUNDS, "the kills come too late")
            moment += STEP
            at = text_of(moment)
            beside = subprocess.Popen(self.command("sweep", "--now", at), stdout=subprocess.DEVNULL)
            for _ in range(ACTS_A_ROUND if number <= ROUNDS else 2):
                self.act(model, at)
            beside.kill()
            beside.wait(timeout=SECONDS)
            self.sweep(at, attempts=6)
        end = text_of(moment)
        model.decide(end, list(model.orders))
        self.assertEqual([], mismatches(self.database, model))
        happened = sum(map(len, model.happened.values()))
        print(f"{self.killer.kills} kills, {len(model.orders)} orders, {happened} transitions, none lost, none doubled")
        self.assertGreater(happened, ORDERS // 2)
        self.check_that_mistakes_would_show(model)

    def check_that_mistakes_would_show(self, model: Model):
        lapse = self.query("SELECT order_id FROM transitions WHERE actor IS NULL LIMIT 1")[0][0]
        for spoil in (
                f"DELETE FROM transitions WHERE order_id = '{lapse}' AND seq = 1",
                "INSERT INTO transitions SELECT order_id, 1000, at + 1, actor, action, old_status, new_status, rule, because, NULL "
                f"FROM transitions WHERE order_id = '{lapse}' AND seq = 1",
                f"UPDATE orders SET data = json_set(data, '$.status', 'lost') WHERE id = '{lapse}'",
                f"DELETE FROM orders WHERE id = '{lapse}'"):
            spoiled = self.folder / "spoiled.db"
            spoiled.unlink(missing_ok=True)
            with sqlite3.connect(self.database) as good, sqlite3.connect(spoiled) as copy:
                good.backup(copy)
                copy.execute(spoil)
            self.assertNotEqual([], mismatches(spoiled, model), spoil)

    def test_a_lapse_cannot_be_written_twice(self):
        self.desk("add", self.order("D-1", self.new_order(0)), "--now", text_of(BEGIN))
        self.desk("sweep", "--now", text_of(BEGIN + timedelta(days=60)))
        with self.assertRaises(sqlite3.IntegrityError), sqlite3.connect(self.database) as database:
            database.execute(
                "INSERT INTO transitions SELECT order_id, 9, at, actor, action, old_status, new_status, rule, because, NULL "
                "FROM transitions")


class Sweeping(Desk):
    def wait_for(self, sql: str, count: int):
        for _ in range(1200):
            if len(self.query(sql)) == count:
                return
            time.sleep(0.02)
        self.fail(f"{sql}: {self.query(sql)}")

    def order_now(self, name: str) -> tuple[Path, datetime]:
        placed = datetime.now(timezone.utc).replace(microsecond=0)
        return self.order(name, {"facts": {"placed_at": text_of(placed)}}), placed

    def test_it_sleeps_until_the_first_deadline_and_sees_new_work(self):
        policy = self.policy(QUICK.replace("SECONDS", "2"))
        self.desk("list", policy=policy)
        with subprocess.Popen(self.command("sweep", policy=policy)) as sweeper:
            try:
                path, placed = self.order_now("Q-1")
                self.desk("add", path, policy=policy)
                self.wait_for("SELECT * FROM transitions", 1)
            finally:
                sweeper.kill()
        self.assertEqual(
            [("Q-1", micros(text_of(placed + timedelta(seconds=2))), None, "close", "closed", "It was not paid")],
            self.query("SELECT order_id, at, actor, action, new_status, because FROM transitions"))

    def test_what_lapsed_while_nobody_was_there(self):
        policy = self.policy(QUICK.replace("SECONDS", "1"))
        path, placed = self.order_now("Q-1")
        self.desk("add", path, policy=policy)
        time.sleep(1.2)
        self.desk("sweep", "--until-idle", policy=policy)
        self.assertEqual([(micros(text_of(placed + timedelta(seconds=1))),)], self.query("SELECT at FROM transitions"))

    def test_another_policy_looks_at_all_orders(self):
        slow, quick = self.policy(QUICK.replace("SECONDS", "3000"), "slow.bywhen"), self.policy(QUICK.replace("SECONDS", "60"))
        placed = {"facts": {"placed_at": "2026-03-01T00:00:00Z"}}
        self.desk("add", self.order("Q-1", placed), "--now", "2026-03-01T00:00:30Z", policy=slow)
        self.assertEqual("orders that were due: 0\n", self.desk("sweep", "--now", "2026-03-01T00:02:00Z", policy=slow))
        self.assertEqual("orders that were due: 1\n", self.desk("sweep", "--now", "2026-03-01T00:02:00Z", policy=quick))
        self.assertEqual("orders that were due: 0\n", self.desk("sweep", "--now", "2026-03-01T00:02:00Z", policy=quick))
        self.assertEqual("""\
Q-1  closed
  2026-03-01T00:01:00Z  the clock: close -> closed (It was not paid)
""", self.desk("list", policy=quick))

    def test_an_order_that_fits_no_more_does_not_hold_up_the_others(self):
        first = self.policy(QUICK.replace("SECONDS", "60"))
        other = self.policy(QUICK.replace("SECONDS", "60").replace("fact placed_at", "fact weight : integer?\nfact placed_at"), "other.bywhen")
        placed = {"placed_at": "2026-03-01T00:00:00Z"}
        self.desk("add", self.order("Q-1", {"facts": {**placed, "weight": 5}}), "--now", "2026-03-01T00:00:30Z", policy=other)
        self.desk("add", self.order("Q-2", {"facts": placed}), "--now", "2026-03-01T00:00:30Z", policy=other)
        self.assertEqual("orders that were due: 2\n", self.desk("sweep", "--now", "2026-03-01T00:05:00Z", policy=first))
        self.assertEqual([("Q-2",)], self.query("SELECT order_id FROM transitions"))
        self.assertIn("weight", self.desk("list", policy=first))

    def test_a_request_is_done_once(self):
        order = self.order("D-1", {"facts": {"placed_at": text_of(BEGIN), "total": "1.00 USD", "payment_method": "card"}})
        self.desk("add", order, "--now", text_of(BEGIN))
        for request in ("a", "a", "b", "a"):
            self.desk("act", "D-1", "seller", "message_buyer", "--now", text_of(BEGIN), "--request", request)
        self.desk("act", "D-1", "seller", "message_buyer", "--now", text_of(BEGIN))
        self.assertEqual([("a",), ("b",), (None,)], self.query("SELECT request FROM transitions ORDER BY seq"))

    def test_what_is_refused_leaves_no_trace(self):
        order = self.order("D-1", {"facts": {"placed_at": text_of(BEGIN), "total": "1.00 USD", "payment_method": "card"}})
        self.desk("add", order, "--now", text_of(BEGIN))
        before = self.query("SELECT * FROM orders")
        self.assertIn("is there already", self.desk("add", order, "--now", text_of(BEGIN), status=1))
        self.assertIn("may not ship", self.desk("act", "D-1", "seller", "ship", "--now", text_of(BEGIN), status=1))
        self.assertIn("no order X", self.desk("act", "X", "seller", "ship", "--now", text_of(BEGIN), status=1))
        self.assertIn("BW", self.desk("act", "D-1", "seller", "sing", "--now", text_of(BEGIN), status=1))
        self.assertIn("has no `id`", self.desk("add", self.nameless(), "--now", text_of(BEGIN), status=1))
        self.assertIn("usage", self.desk("act", "D-1", status=2))
        self.assertIn("usage", self.desk("dance", status=2))
        self.assertIn("cannot be read", self.desk("add", "nowhere.json", status=3))
        self.assertEqual((before, []), (self.query("SELECT * FROM orders"), self.query("SELECT * FROM transitions")))

    def nameless(self) -> Path:
        path = self.folder / "nameless.json"
        path.write_text(json.dumps({"facts": {"placed_at": text_of(BEGIN), "total": "1.00 USD", "payment_method": "card"}}))
        return path


if __name__ == "__main__":
    unittest.main()
