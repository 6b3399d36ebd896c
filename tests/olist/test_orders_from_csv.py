#!/usr/bin/env python3
"""Tests of examples/olist/orders_from_csv.py on five invented rows (orders.csv beside this file)."""

import json
import subprocess
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPT = HERE.parents[1] / "examples" / "olist" / "orders_from_csv.py"
HEADER = (HERE / "orders.csv").read_text(encoding="utf-8").splitlines()[0]


def run(table="-", text=None):
    done = subprocess.run([sys.executable, str(SCRIPT), str(table)], input=text, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


class OrdersFromCsv(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.status, cls.orders, cls.notes = run(HERE / "orders.csv")

    def facts(self, row):
        return self.orders[row - 1]["facts"]

    def test_every_row_becomes_an_order_in_its_place(self):
        self.assertEqual([order["id"][:10] for order in self.orders], [f"invented-{number}" for number in range(1, 6)])
        self.assertIn("5 rows, 5 orders", self.notes)

    def test_local_times_get_the_offset_of_their_day(self):
        self.assertEqual(self.facts(1)["purchased_at"], "2018-03-01T10:00:00-03:00")
        self.assertEqual(self.facts(3)["approved_at"], "2017-10-15T12:00:00-02:00")
        self.assertEqual(self.facts(4)["purchased_at"], "2018-01-10T08:05:09-02:00")

    def test_the_estimate_is_a_day(self):
        self.assertEqual(self.facts(1)["estimated_delivery"], "2018-03-20")
        self.assertEqual(self.facts(4)["estimated_delivery"], "2018-02-01")

    def test_a_time_that_occurs_twice_is_the_earlier_and_told(self):
        self.assertEqual(self.facts(2)["purchased_at"], "2018-02-17T23:30:00-02:00")
        self.assertIn("line 3: `2018-02-17T23:30` occurs twice", self.notes)

    def test_a_time_that_is_skipped_takes_the_offset_from_before_and_is_told(self):
        self.assertEqual(self.facts(3)["purchased_at"], "2017-10-15T01:30:00-02:00")
        self.assertIn("line 4: `2017-10-15T00:30` is skipped", self.notes)

    def test_what_did_not_happen_is_left_out(self):
        self.assertEqual(set(self.facts(4)), {"purchased_at", "estimated_delivery"})

    def test_a_cell_that_is_no_time_is_passed_on_and_told(self):
        self.assertEqual(self.facts(5)["delivered_at"], "yesterday")
        self.assertIn("line 6: `yesterday`", self.notes)
        self.assertEqual(self.status, 1)

    def test_a_good_table_is_converted_without_a_word_of_its_rows(self):
        status, orders, notes = run(text=f"{HEADER}\na,b,created,2018-05-01T10:00,,,,2018-05-20T00:00\n")
        self.assertEqual((status, len(orders)), (0, 1))
        self.assertEqual(notes, "orders_from_csv: 1 rows, 1 orders\n")

    def test_a_row_too_short_or_too_long_is_still_an_order_and_told(self):
        status, orders, notes = run(text=f"{HEADER}\na,b,created\na,b,created,,,,,2018-05-20T00:00,more\n")
        self.assertEqual((status, len(orders)), (1, 2))
        self.assertIn("line 2: fewer cells", notes)
        self.assertIn("line 3: more cells", notes)

    def test_an_estimate_with_a_time_of_day_is_not_rounded(self):
        _, orders, notes = run(text=f"{HEADER}\na,b,created,,,,,2018-05-20T12:00\n")
        self.assertEqual(orders[0]["facts"]["estimated_delivery"], "2018-05-20T12:00")
        self.assertIn("is no day", notes)

    def test_another_table_is_refused(self):
        status, orders, notes = run(text="order_id,order_status\na,created\n")
        self.assertEqual((status, orders), (2, []))
        self.assertIn("no column order_purchase_timestamp", notes)

    def test_no_table_is_refused(self):
        self.assertEqual(run(HERE / "absent.csv")[0], 2)


if __name__ == "__main__":
    unittest.main()
