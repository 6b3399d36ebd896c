#!/usr/bin/env python3
"""Decides the real table of orders, where it is. What is late or owed is found here a second time, from the table's own cells."""

import csv
import os
import sys
import unittest
from pathlib import Path

from decided import ROOT, decide, verdict

TABLE = Path(os.environ.get("BYWHEN_ORACLE", ROOT.parent / "shared" / "oracle")) / "orders" / "olist_orders.csv"
SKIPPED = 77


def rows_of(table):
    with open(table, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


class RealOrders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.rows = rows_of(TABLE)
        cls.answers, cls.errors, cls.status = decide(TABLE)

    def test_every_order_gets_an_answer_or_an_error(self):
        self.assertEqual(len(self.answers) + len(self.errors), len(self.rows))

    def test_refused_is_only_what_is_delivered_without_a_time_of_delivery(self):
        refused = [row for row in self.rows if row["order_id"] not in self.answers]
        self.assertTrue(all(row["order_status"] == "delivered" and not row["order_delivered_customer_date"] for row in refused))
        self.assertEqual(len(refused), 1)

    def test_late_are_those_that_came_on_a_later_day_than_the_estimated_one(self):
        came = [row for row in self.rows if row["order_status"] == "delivered" and row["order_delivered_customer_date"]]
        late = {row["order_id"] for row in came if row["order_delivered_customer_date"][:10] > row["order_estimated_delivery_date"][:10]}
        claimable = {row["order_id"] for row in came if verdict(self.answers[row["order_id"]], "open_claim") in ("allowed", "expired")}
        self.assertEqual(claimable, late)

    def test_money_is_owed_for_what_was_approved_and_then_canceled_or_not_available(self):
        ended = [row for row in self.rows if row["order_status"] in ("canceled", "unavailable")]
        approved = {row["order_id"] for row in ended if row["order_approved_at"]}
        owed = {row["order_id"] for row in ended if self.answers[row["order_id"]]["deadlines"]}
        self.assertEqual(owed, approved)
        self.assertTrue(all(self.answers[order]["unknown"] == ["total"] for order in owed))

    def test_the_answers_keep_the_statuses_and_events_of_the_table(self):
        for row in self.rows:
            answer = self.answers.get(row["order_id"])
            if answer:
                self.assertEqual(answer["status"]["name"], row["order_status"])
                self.assertEqual("delivered_at" in answer["order"]["facts"], bool(row["order_delivered_customer_date"]))


if __name__ == "__main__":
    if not TABLE.exists():
        print(f"SKIPPED: there is no {TABLE}")
        sys.exit(SKIPPED)
    unittest.main()
