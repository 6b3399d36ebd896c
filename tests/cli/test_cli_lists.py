#!/usr/bin/env python3
"""Orders with lists of records, through the command."""

import json
import unittest

from command import GOOD, REFUSED, CommandTest, run

AT = ("--at", "2026-03-05T09:00:00Z")
POLICY = """policy several "Several parcels"
version 2026-01-01
zone "UTC"

actor buyer "Buyer"

fact made_at, closed_at : event
fact parcels : list of { received_at : event, weight : decimal?, price : money = 1.00 EUR }

status sent   "Sent"   initial, marks made_at
status closed "Closed" final,   marks closed_at

action close "Close" { asks parcels  becomes closed }
action write "Write" { }

in sent {
  buyer may close from latest of parcels.received_at until 14 days after latest of parcels.received_at
  buyer may write when any parcels.weight > 20.0
}
"""


def order(parcels, number: int = 1) -> str:
    return json.dumps({"id": number, "facts": {"made_at": "2026-03-01T10:00:00Z", "parcels": parcels}})


HERE = {"received_at": "2026-03-02T10:00:00Z", "weight": 25}


class Lists(CommandTest):
    def setUp(self):
        super().setUp()
        (self.folder / "p.bywhen").write_text(POLICY, encoding="utf-8")

    def ask(self, *words: str, given: str = ""):
        return run(*words, given=given, folder=self.folder)

    def test_a_stream_of_orders_is_answered_and_its_bad_records_are_named(self):
        lines = [order([HERE], 1), order([HERE, {}], 2), order([], 3), order([{"wight": 1}], 4), order([{"price": "1.00 USD"}], 5), order([HERE] * 1000, 6)]
        result = self.ask("decide", "p.bywhen", "--orders", "-", *AT, given="\n".join([*lines, order([HERE] * 1001, 7)]) + "\n")
        self.assert_status(REFUSED, result)
        closing = {}
        for line in result.out.splitlines():
            answer = json.loads(line)
            closing[answer["order"]["id"]] = (answer["actions"][0]["verdict"], answer["actions"][0].get("waits_for", []))
        self.assertEqual({1: ("allowed", []), 2: ("forbidden", ["parcels[1].received_at"]), 3: ("forbidden", ["parcels"]), 6: ("allowed", [])}, closing)
        self.assertIn("4: error[BW0805] /facts/parcels/0/wight: a record has no member `wight` (did you mean `weight`?)", result.err)
        self.assertIn("5: error[BW0812] /facts/parcels/0/price", result.err)
        self.assertIn("7: error[BW0819] /facts/parcels/1000: a list has at most 1000 records", result.err)

    def test_each_answer_is_the_one_of_the_order_alone(self):
        for parcels in ([], [HERE], [HERE, {}], [{}, {"weight": 21}]):
            with self.subTest(parcels=parcels):
                alone = self.ask("decide", "p.bywhen", "-", "--format", "json", *AT, given=order(parcels))
                self.assertEqual(alone.out, self.ask("decide", "p.bywhen", "--orders", "-", *AT, given=order(parcels) + "\n").out)

    def test_a_list_is_recorded_and_asked_for_as_json(self):
        recorded = self.ask("record", "p.bywhen", "-", 'parcels=[{"weight": 3.50}, {}]', *AT, given=order([]))
        self.assert_status(GOOD, recorded)
        self.assertEqual([{"weight": 3.5}, {}], json.loads(recorded.out)["facts"]["parcels"])
        done = self.ask("apply", "p.bywhen", "-", "buyer", "close", "parcels=[]", *AT, given=order([HERE]))
        self.assert_status(GOOD, done)
        self.assertEqual([], json.loads(done.out)["facts"]["parcels"])
        for wrong in ("[{]", "{}", "3", "", '[{"weight": "x"}]', "[] []"):
            with self.subTest(wrong=wrong):
                refused = self.ask("record", "p.bywhen", "-", "parcels=" + wrong, *AT, given=order([]))
                self.assert_status(REFUSED, refused)
                self.assertIn("parcels", refused.err)

    def test_a_list_in_the_wrong_form_is_shown_in_the_right_one(self):
        form = '[{"received_at": "2026-03-01T10:00:00Z", "weight": 2.5, "price": "59.90 USD"}]'
        for wrong in ("{weight = 3}", "3", "{}", "[3]"):
            with self.subTest(wrong=wrong):
                refused = self.ask("record", "p.bywhen", "-", "parcels=" + wrong, *AT, given=order([]))
                self.assert_status(REFUSED, refused)
                self.assertIn(form, refused.err)

    def test_why_says_that_other_lists_were_not_tried(self):
        said = self.ask("why", "p.bywhen", "-", "buyer", "write", *AT, given=order([{}]))
        self.assertIn("Other lists were not tried; the sentences read parcels", said.out)
        told = json.loads(self.ask("why", "p.bywhen", "-", "buyer", "write", *AT, "--format", "json", given=order([{}])).out)
        self.assertEqual(["parcels"], told["lists"])
        allowed = json.loads(self.ask("why", "p.bywhen", "-", "buyer", "write", *AT, "--format", "json", given=order([HERE])).out)
        self.assertNotIn("lists", allowed)

    def test_why_names_the_record(self):
        said = self.ask("why", "p.bywhen", "-", "buyer", "close", *AT, given=order([HERE, {}]))
        self.assertIn("parcels[1].received_at", said.out)
        self.assertIn("parcels[0].weight = 25", self.ask("why", "p.bywhen", "-", "buyer", "write", *AT, given=order([HERE, {}])).out)

    def test_a_question_from_the_shell(self):
        said = self.ask("ask", "p.bywhen", "-", "what if parcels = {received_at = 2026-03-03 10:00}", *AT, given=order([HERE, {}]))
        self.assert_status(GOOD, said)
        self.assertIn("2026-03-17 10:00", said.out)
        refused = self.ask("ask", "p.bywhen", "-", "what if parcels varies", *AT, given=order([HERE, {}]))
        self.assert_status(REFUSED, refused)
        self.assertIn("parcels is a list", refused.out + refused.err)

    def test_the_schema_has_it(self):
        schema = json.loads(self.ask("schema", "p.bywhen").out)
        parcels = schema["properties"]["facts"]["properties"]["parcels"]
        self.assertEqual(("array", 1000, False), (parcels["type"], parcels["maxItems"], parcels["items"]["additionalProperties"]))


if __name__ == "__main__":
    unittest.main()
