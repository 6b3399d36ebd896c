#!/usr/bin/env python3
"""The example button_bar: what a page shows to each actor."""

import os
import subprocess
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("BYWHEN_BUILD", ROOT / "build/dev")) / "examples/button_bar"
ALIEXPRESS = "policies/aliexpress.bywhen"
PAID = "examples/orders/paid.json"
HOSTILE = r'''policy hostile "Hostile"
actor buyer "Buyer"
fact made_at : event
fact sealed : yes/no?
status made initial, marks made_at
action press "<b onclick='x()'>\"Press\" & hold</b>" { }
action wait { }
action ask "Ask" { }
in made {
  buyer may press
  buyer may not press until 2 days after made_at because "</button><script>alert(1)</script>"
  buyer may wait within 1 day after made_at
  buyer may ask when sealed
}
'''


class ButtonBar(unittest.TestCase):
    maxDiff = None

    def run_it(self, *arguments: object, status: int = 0) -> str:
        done = subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(status, done.returncode, done.stderr)
        return done.stdout if status == 0 else done.stderr

    def hostile(self, at: str) -> str:
        with tempfile.TemporaryDirectory() as folder:
            policy, order = Path(folder, "hostile.bywhen"), Path(folder, "order.json")
            policy.write_text(HOSTILE)
            order.write_text('{"facts": {"made_at": "2026-03-01T00:00:00Z"}}')
            return self.run_it(policy, order, "buyer", at)

    def test_the_buyer_of_a_paid_order(self):
        self.assertEqual("""\
<nav class="buttons" data-valid-until="2026-03-03T09:00:00Z">
  <button name="action" value="request_cancellation" disabled title="available from 2026-03-03T09:00:00Z: \
The payment is still being verified">Cancel Order</button>
</nav>
""", self.run_it(ALIEXPRESS, PAID, "buyer", "2026-03-02T20:00:00Z"))

    def test_a_day_later(self):
        self.assertEqual("""\
<nav class="buttons">
  <button name="action" value="request_cancellation">Cancel Order</button>
</nav>
""", self.run_it(ALIEXPRESS, PAID, "buyer", "2026-03-03T20:00:00Z"))

    def test_others_have_other_buttons(self):
        self.assertIn('value="ship">Ship</button>', self.run_it(ALIEXPRESS, PAID, "seller", "2026-03-02T20:00:00Z"))
        self.assertNotIn("<button", self.run_it(ALIEXPRESS, PAID, "nobody", "2026-03-02T20:00:00Z"))

    def test_texts_cannot_leave_their_place(self):
        html = self.hostile("2026-03-01T12:00:00Z")
        found = []
        parser = HTMLParser()
        parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
        parser.feed(html)
        self.assertEqual(["nav", "button", "button", "button"], [tag for tag, _ in found])
        press, wait, ask = (attributes for _, attributes in found[1:])
        self.assertEqual("available from 2026-03-03T00:00:00Z: </button><script>alert(1)</script>", press["title"])
        self.assertEqual("available until 2026-03-02T00:00:00Z", wait["title"])
        self.assertEqual("depends on sealed", ask["title"])
        self.assertEqual([True, False, True], ["disabled" in button for button in (press, wait, ask)])
        self.assertIn("&lt;b onclick=&#39;x()&#39;&gt;&quot;Press&quot; &amp; hold&lt;/b&gt;", html)

    def test_what_is_over(self):
        html = self.hostile("2026-03-04T00:00:00Z")
        self.assertIn('value="wait" disabled title="available until 2026-03-02T00:00:00Z">', html)

    def test_what_is_wrong(self):
        self.assertIn("usage", self.run_it(ALIEXPRESS, status=2))
        self.assertIn("cannot be read", self.run_it("nowhere.bywhen", PAID, "buyer", "2026-03-02T20:00:00Z", status=1))
        self.assertIn("BW08", self.run_it(ALIEXPRESS, PAID, "buyer", "2026-01-01T00:00:00Z", status=1))


if __name__ == "__main__":
    unittest.main()
