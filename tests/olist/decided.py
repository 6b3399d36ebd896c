"""Turns a table into orders by examples/olist/orders_from_csv.py and decides them by policies/olist.bywhen."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BYWHEN = os.environ.get("BYWHEN_COMMAND", "bywhen")
AFTER_ALL = "2018-10-18T00:00:00-03:00"


def decide(table):
    """The answers by order, and what was said of the orders that were refused."""
    script = [sys.executable, str(ROOT / "examples" / "olist" / "orders_from_csv.py"), str(table)]
    orders = subprocess.run(script, capture_output=True, encoding="utf-8", check=False).stdout
    command = [BYWHEN, "decide", str(ROOT / "policies" / "olist.bywhen"), "--orders", "-", "--at", AFTER_ALL]
    done = subprocess.run(command, input=orders, capture_output=True, encoding="utf-8", check=False)
    answers = {answer["order"]["id"]: answer for answer in map(json.loads, done.stdout.splitlines())}
    return answers, [line for line in done.stderr.splitlines() if "error[" in line], done.returncode


def verdict(answer, action):
    return next((entry["verdict"] for entry in answer["actions"] if entry["action"] == action), None)
