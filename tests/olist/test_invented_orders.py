#!/usr/bin/env python3
"""Decides the five invented rows of orders.csv."""

import unittest

from decided import ROOT, decide, verdict


class InventedOrders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.answers, cls.errors, cls.status = decide(ROOT / "tests" / "olist" / "orders.csv")

    def test_four_are_answered_and_the_unreadable_one_is_refused_by_name(self):
        self.assertEqual((len(self.answers), len(self.errors), self.status), (4, 1, 1))
        self.assertIn("/facts/delivered_at", self.errors[0])

    def test_a_parcel_under_way_past_its_estimate_may_be_claimed(self):
        self.assertEqual(verdict(self.answers["invented-2-clocks-go-back"], "open_claim"), "allowed")

    def test_a_parcel_in_time_may_not(self):
        self.assertEqual(verdict(self.answers["invented-1-in-time"], "open_claim"), "forbidden")

    def test_a_canceled_order_that_was_never_approved_is_owed_nothing(self):
        self.assertEqual(self.answers["invented-4-never-approved"]["deadlines"], [])


if __name__ == "__main__":
    unittest.main()
