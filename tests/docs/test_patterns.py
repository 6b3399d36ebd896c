#!/usr/bin/env python3
"""The pages that point into policies and scenarios hold, the scenarios pass, and patterns.py tells what would not hold."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import patterns
from patterns import ROOT

POLICY = """policy shop "A shop"
term wait = 3 days "So long"
define due = wait after paid_at
fact sent_at, paid_at : event
in paid {
  sending: seller must send by due
  seller may write
}
"""
SCENARIOS = """scenario "FT-01: three days" {
  at 2025-04-03 00:00
    expect sent
}

scenario "FT-02: no more" {
  at 2025-04-04 10:00
    expect paid
}
"""


def row(number: int, rules: str, scenarios: str) -> str:
    return f"| {number} | A pattern | {rules} | {scenarios} |"


class Pages(unittest.TestCase):
    """A small tree of its own, and what is told of it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)
        self.page = self.root / "docs/page.md"
        self.page.parent.mkdir()
        policies = self.root / "policies"
        policies.mkdir()
        (policies / "shop.bywhen").write_text(POLICY)
        (policies / "shop.scenarios.bywhen").write_text(SCENARIOS)

    def rule(self, name: str, line: int, file: str = "shop") -> str:
        return f"[`{name}`](../policies/{file}.bywhen#L{line})"

    def scenario(self, name: str, line: int) -> str:
        return f"[{name}](../policies/shop.scenarios.bywhen#L{line})"


class Links(Pages):
    def told(self, text: str) -> list[str]:
        return patterns.wrong_links(self.page, text)

    def test_labels_and_declarations_are_found(self):
        for name, line in (("wait", 2), ("due", 3), ("paid_at", 4), ("sent_at", 4), ("sending", 6)):
            self.assertEqual([], self.told(self.rule(name, line)), name)

    def test_a_scenario_is_found_by_its_whole_title(self):
        self.assertEqual([], self.told(self.scenario("FT-01: three days", 1)))
        self.assertEqual(1, len(self.told(self.scenario("FT-01: three", 1))))

    def test_what_is_not_there_is_told(self):
        for link in (self.rule("due", 2), self.rule("due", 0), self.rule("due", 99), self.rule("sendin", 6), self.rule("seller", 7),
                     self.rule("due", 3, file="gone"), self.scenario("FT-01: three days", 2), self.scenario("FT-03: gone", 1)):
            self.assertEqual(1, len(self.told(link)), link)

    def test_a_mention_is_no_declaration(self):
        self.assertEqual(1, len(self.told(self.rule("wait", 3))))
        self.assertEqual(1, len(self.told(self.rule("due", 6))))

    def test_lines_are_renewed(self):
        text = f"{self.rule('sending', 1)} and {self.scenario('FT-02: no more', 1)}"
        self.assertEqual(f"{self.rule('sending', 6)} and {self.scenario('FT-02: no more', 6)}", patterns.with_lines(self.page, text))

    def test_what_is_gone_is_left_to_be_told(self):
        text = self.rule("gone", 1)
        self.assertEqual(text, patterns.with_lines(self.page, text))
        self.assertEqual(1, len(self.told(text)))


class Sets(Pages):
    """A folder with versions and overlays is one policy, whose rules may move from file to file."""

    def setUp(self):
        super().setUp()
        folder = self.root / "policies/mall"
        folder.mkdir()
        (folder / "mall.bywhen").write_text("term wait = 3 days\nin paid {\n  sending: seller must send\n}\n")
        (folder / "germany.bywhen").write_text("replace term wait = 14 days\nremove sending because \"No\"\nreplace paying: buyer may pay\n")
        (folder / "mall.scenarios.bywhen").write_text(SCENARIOS)

    def test_what_is_replaced_or_removed_is_found(self):
        for name, line in (("wait", 1), ("sending", 2), ("paying", 3)):
            self.assertEqual([], patterns.wrong_links(self.page, self.rule(name, line, file="mall/germany")), name)

    def test_a_rule_or_scenario_that_moved_within_the_set_is_followed(self):
        text = f"{self.rule('paying', 9, file='mall/mall')} [FT-02: no more](../policies/mall/old.scenarios.bywhen#L1)"
        moved = f"{self.rule('paying', 3, file='mall/germany')} [FT-02: no more](../policies/mall/mall.scenarios.bywhen#L6)"
        self.assertEqual(moved, patterns.with_lines(self.page, text))

    def test_of_several_versions_the_newest_is_taken_and_overlays_last(self):
        folder = self.root / "policies/mall"
        (folder / "first.bywhen").write_text("policy mall\nin paid {\n  late: a may b\n}\n")
        (folder / "2017.bywhen").write_text("policy mall\nversion 2017-01-01\nreplace late: a may b\n")
        (folder / "2020.bywhen").write_text("policy mall\nversion 2020-12-02\n")
        (folder / "uk.bywhen").write_text('policy mall_uk "UK"\n  extends mall\nversion 2021-01-01\nreplace late: a may b\n')
        self.assertEqual(self.rule("late", 3, file="mall/2017"), patterns.with_lines(self.page, self.rule("late", 1, file="mall/2020")))

    def test_nothing_is_followed_from_one_policy_to_another(self):
        text = self.rule("paying", 1)
        self.assertEqual(text, patterns.with_lines(self.page, text))

    def test_its_files_are_one_policy(self):
        self.assertEqual(patterns.policy_of("../policies/mall/a.bywhen"), patterns.policy_of("../policies/mall/b.scenarios.bywhen"))
        self.assertNotEqual(patterns.policy_of("../policies/a.bywhen"), patterns.policy_of("../policies/b.scenarios.bywhen"))


class Rows(Pages):
    def good(self) -> list[str]:
        return [row(number, self.rule("due", 3), self.scenario("FT-01: three days", 1)) for number in range(1, 61)]

    def told(self, lines: list[str], rest: str = "60 of 60") -> list[str]:
        return patterns.wrong_patterns("\n".join([*lines, rest]))

    def test_all_shown(self):
        self.assertEqual([], self.told(self.good()))

    def test_a_missing_a_double_and_a_surplus_pattern(self):
        self.assertIn("pattern 7 is missing", self.told(self.good()[:6] + self.good()[7:], "59 of 60"))
        self.assertIn("pattern 7 is told twice", self.told([*self.good(), self.good()[6]]))
        self.assertIn("there is no pattern 61", self.told([*self.good(), row(61, self.rule("due", 3), self.scenario("FT-01: three days", 1))], "61 of 60"))

    def test_neither_shown_nor_open(self):
        lines = self.good()
        lines[4] = row(5, self.rule("due", 3), "")
        self.assertEqual(1, len(self.told(lines, "59 of 60")))
        lines[4] = row(5, "", "[open](#no-such-section)")
        self.assertEqual(1, len(self.told(lines, "59 of 60")))
        lines[4] = row(5, "", "[open](#lists-of-parcels)")
        self.assertEqual([], self.told(lines, "59 of 60\n## Lists of parcels"))

    def test_too_few_shown(self):
        lines = self.good()
        for number in range(6):
            lines[number] = row(number + 1, "", "[open](#lists)")
        self.assertEqual(["only 54 patterns are shown by a scenario, 55 are to be"], self.told(lines, "54 of 60\n## Lists"))

    def test_the_number_on_the_page_is_the_number_of_rows(self):
        self.assertEqual(["the page does not say that 60 of 60 are shown"], self.told(self.good(), "58 of 60"))

    def test_rule_and_scenario_are_of_one_policy(self):
        lines = self.good()
        lines[0] = row(1, self.rule("due", 3, file="other"), self.scenario("FT-01: three days", 1))
        self.assertEqual(2, len(self.told(lines)))
        lines[0] = row(1, "", self.scenario("FT-01: three days", 1))
        self.assertIn("pattern 1 names no rule", self.told(lines))


class SwitchedOff(unittest.TestCase):
    def test_the_condition_stands_where_conditions_stand(self):
        for rule, expected in (
            ("  a: x may y", "  a: x may y unless switched_off "),
            ('  a: x may y because "z"', '  a: x may y  unless switched_off because "z"'),
            ("  a: x must y by z\n    otherwise v", "  a: x must y by z\n     unless switched_off otherwise v"),
            ("  a: x may not y  # (b)\n    when z", "  a: x may not y unless switched_off   # (b)\n    when z"),
        ):
            told = patterns.switched_off(f"in s {{\n{rule}\n}}\n", "a")
            self.assertEqual(f"in s {{\n{expected}\n}}\nfact switched_off : yes/no = yes\n", told)

    def test_the_next_rule_is_left_alone(self):
        told = patterns.switched_off('in s {\n  a: x may y\n  b: x may z because "w"\n}\n', "a")
        self.assertIn('\n  b: x may z because "w"\n', told)


class Dates(Pages):
    def told(self, text: str) -> list[str]:
        return patterns.wrong_dates(self.page, text)

    def test_an_instant_stands_in_its_scenario(self):
        self.assertEqual([], self.told(f"| FT-01 | a case | `2025-04-03 00:00` | {self.scenario('FT-01: three days', 1)} |"))

    def test_an_instant_of_another_scenario_does_not_count(self):
        self.assertEqual(1, len(self.told(f"| FT-01 | a case | `2025-04-04 10:00` | {self.scenario('FT-01: three days', 1)} |")))

    def test_a_row_without_instants_or_scenarios(self):
        self.assertEqual(1, len(self.told(f"| FT-01 | a case | | {self.scenario('FT-01: three days', 1)} |")))
        self.assertEqual(1, len(self.told("| FT-01 | a case | `2025-04-03 00:00` | none |")))

    def test_rows_that_went_away_are_missed(self):
        self.assertIn("0 worked dates of TL, of 9", patterns.too_few_dates("| TA-01 | a case |"))


class Facts(Pages):
    def page_of(self, wanted: list[str]) -> list[str]:
        return patterns.section(self.root / "policies", "shop.bywhen", wanted)

    def test_scenarios_are_counted_and_found_by_their_marks(self):
        lines = self.page_of(["FT-01", "FT-02"])
        self.assertIn("2 scenarios.", lines)
        self.assertIn("| FT-02 | [FT-02: no more](shop.scenarios.bywhen#L6) |", lines)

    def test_a_fact_without_a_scenario(self):
        self.assertIn("| FT-03 |  |", self.page_of(["FT-03"]))

    def test_a_policy_that_nobody_names(self):
        self.assertIn("nobody says which facts shop.bywhen has", patterns.wrong_facts(self.root / "policies", ""))


COMMAND = os.environ.get("BYWHEN_COMMAND")


def scenarios_of(root: Path, path: str) -> list[dict]:
    """What `bywhen test` says of each scenario below a path."""
    run = subprocess.run([COMMAND, "test", path, "--format", "json"], cwd=root, capture_output=True, text=True, check=False)
    return [scenario for policy in json.loads(run.stdout)["policies"] for scenario in policy["scenarios"]]


class TheRealPages(unittest.TestCase):
    def test_they_hold(self):
        self.assertEqual([], patterns.wrong(ROOT))

    @unittest.skipUnless(COMMAND, "the command is not built")
    def test_every_scenario_that_is_shown_passes(self):
        passed = {(scenario["file"], scenario["line"], scenario["name"]) for scenario in scenarios_of(ROOT, "policies") if scenario["passed"]}
        for page in ("docs/patterns.md", "policies/worked-dates.md", "policies/facts.md"):
            for link in patterns.links(patterns.SCENARIO, (ROOT / page).read_text(encoding="utf-8")):
                file = os.path.normpath((ROOT / page).parent / link.path)
                self.assertIn((os.path.relpath(file, ROOT), link.line, link.name), passed)


def shown_rules() -> dict[tuple[str, str], list[tuple[int, set[str]]]]:
    """The labelled rules of the table, as file and label, with the rows that show them: the number and the scenarios."""
    found: dict[tuple[str, str], list[tuple[int, set[str]]]] = {}
    for number, lines in patterns.rows((ROOT / "docs/patterns.md").read_text(encoding="utf-8")).items():
        shown = {link.name for link in patterns.links(patterns.SCENARIO, lines[0])}
        for link in patterns.links(patterns.RULE, lines[0]):
            path = os.path.relpath(os.path.normpath(ROOT / "docs" / link.path), ROOT)
            if patterns.is_rule((ROOT / path).read_text(encoding="utf-8").splitlines()[link.line - 1], link.name):
                found.setdefault((path, link.name), []).append((number, shown))
    return found


def failing_without(path: str, label: str) -> set[str] | None:
    """The scenarios that do not pass any more when a rule is switched off; none if the policy is refused then."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "policies", Path(folder) / "policies")
        file = Path(folder) / path
        file.write_text(patterns.switched_off(file.read_text(encoding="utf-8"), label), encoding="utf-8")
        told = scenarios_of(Path(folder), str(Path(path).parent if patterns.is_set(file.parent) else path))
    return {scenario["name"] for scenario in told if not scenario["passed"]} if told else None


@unittest.skipUnless(COMMAND, "the command is not built")
@unittest.skipIf("asan" in str(COMMAND), "the sanitizers make it too slow")
class EveryRuleMatters(unittest.TestCase):
    def test_a_row_has_a_scenario_that_fails_without_its_rule(self):
        rules = shown_rules()
        self.assertGreater(len(rules), 80)
        with ThreadPoolExecutor() as pool:
            told = dict(zip(rules, pool.map(lambda rule: failing_without(*rule), rules), strict=True))
        for (path, label), rows in rules.items():
            for number, shown in rows:
                with self.subTest(pattern=number, rule=label):
                    self.assertIsNotNone(told[path, label], f"{path}: refused without {label}")
                    self.assertTrue(told[path, label] & shown, f"no scenario of the row fails without {path}: {label}")


if __name__ == "__main__":
    unittest.main()
