#!/usr/bin/env python3
"""Every verb takes a folder of versions and overlays where it takes a policy's file."""

import json
import unittest

from command import GOOD, MACHINE, REFUSED, CommandTest, run

SHOP = "tests/language/sets/good/shop"
ORDER = {"status": "open", "facts": {"placed_at": "2018-04-01T10:00:00Z", "country": "DE", "total": "100.00 EUR"}}


class Sets(CommandTest):
    def setUp(self):
        super().setUp()
        self.order = self.write("order.json", json.dumps(ORDER))

    def verb(self, *arguments, status=GOOD, at="2018-04-10T10:00:00Z", given=""):
        result = run(*arguments, "--at", at, given=given)
        self.assert_status(status, result)
        return result

    def test_check_lists_the_members(self):
        result = run("check", SHOP)
        self.assert_status(GOOD, result)
        self.assertEqual(result.out.splitlines()[0], f"{SHOP}: good")
        self.assertIn("  version 2020-03-16 with shop_brazil: country = BR", result.out.splitlines())
        self.assertEqual(len(result.out.splitlines()), 10)

    def test_check_tells_mistakes_as_data(self):
        result = run("check", "tests/language/sets/bad/overlays_clash", "--format", "json")
        self.assert_status(REFUSED, result)
        self.assertIn("BW1006", [found["code"] for found in json.loads(result.out)])

    def test_check_of_a_folder_without_policies(self):
        self.assert_status(MACHINE, run("check", self.folder))

    def test_decide(self):
        answer = json.loads(self.verb("decide", SHOP, self.order, "--format", "json").out)
        self.assertEqual(answer["policy"]["overlays"], ["shop_eu"])
        self.assertIn("overlay shop_eu holds when country in {DE, FR}: country is DE", answer["policy"]["because"])
        text = self.verb("decide", SHOP, self.order).out
        self.assertIn("overlay shop_eu holds when country in {DE, FR}: country is DE", text)

    def test_decide_many(self):
        other = {"facts": {**ORDER["facts"], "country": "US", "placed_at": "2018-04-09T10:00:00Z"}}
        lines = "\n".join(json.dumps(order) for order in (ORDER, other))
        answers = [json.loads(line) for line in self.verb("decide", SHOP, "--orders", "-", given=lines).out.splitlines()]
        self.assertEqual([answer["policy"]["overlays"] for answer in answers], [["shop_eu"], []])

    def test_apply_and_record(self):
        order = json.loads(self.verb("apply", SHOP, self.order, "buyer", "ask").out)
        self.assertEqual(order["status"], "asked")
        self.verb("apply", SHOP, self.order, "buyer", "ask", at="2018-04-15T10:00:00Z", status=REFUSED)
        order = json.loads(self.verb("record", SHOP, self.order, "total=50.00 EUR").out)
        self.assertEqual(order["facts"]["total"], "50.00 EUR")

    def test_why_when_timeline(self):
        for verb in ("why", "when"):
            self.assertIn("2018-04-15", self.verb(verb, SHOP, self.order, "buyer", "ask").out)
            told = json.loads(self.verb(verb, SHOP, self.order, "buyer", "ask", "--format", "json").out)
            self.assertEqual(told["policy"]["overlays"], ["shop_eu"])
        told = json.loads(self.verb("timeline", SHOP, self.order, "--format", "json").out)
        self.assertEqual(told["policy"]["overlays"], ["shop_eu"])

    def test_sessions(self):
        self.assertIn("buyer may ask: yes, until 2018-04-15 12:00", self.verb("ask", SHOP, self.order, "who may").out)
        self.assertIn("2018-04-15", self.verb("repl", SHOP, self.order, given="until when may buyer ask\n").out)
        source = self.verb("repl", SHOP, self.order, given="source answer\n").out
        self.assertIn("answer: seller must agree within answer_time after asked_at", source)

    def test_schema(self):
        result = run("schema", SHOP)
        self.assert_status(GOOD, result)
        self.assertEqual(len(json.loads(result.out)["anyOf"]), 9)

    def test_scenarios(self):
        result = run("test", SHOP)
        self.assert_status(GOOD, result)
        self.assertIn(f"{SHOP}: 7 passed", result.out)
        result = run("test", "tests/language/sets/good")
        self.assertIn("2 policies, 13 scenarios: 13 passed", result.out)

    def test_no_version(self):
        early = "tests/language/sets/bad/early_orders"
        order = self.write("early.json", json.dumps({"facts": {"placed_at": "2024-12-31T23:59:59Z"}}))
        result = self.verb("decide", early, order, at="2025-06-01T00:00:00Z", status=REFUSED)
        self.assertIn("error[BW0818]", result.err)


if __name__ == "__main__":
    unittest.main()
