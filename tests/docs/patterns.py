#!/usr/bin/env python3
"""Holds the pages that point into policies and scenarios to what stands there.

docs/patterns.md      each of the 60 patterns, with the rules that say it and the scenarios that show it
policies/facts.md     each fact of the sources, with its scenarios: written by this script from the scenarios' titles
policies/worked-dates.md  each date that a source works out, with the scenario in which it stands

Without arguments it tells what does not hold. `--refresh` writes the line numbers of the links, and facts.md, anew."""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PATTERNS = 60
SHOWN = 55

RULE = re.compile(r"\[`(?P<name>\w+)`\]\((?P<path>[^)#\s]+\.bywhen)#L(?P<line>\d+)\)")
SCENARIO = re.compile(r"\[(?P<name>[^`\]][^\]]*)\]\((?P<path>[^)#\s]+\.bywhen)#L(?P<line>\d+)\)")
OPEN = re.compile(r"\[[^\]]+\]\(#(?P<anchor>[\w-]+)\)")
ROW = re.compile(r"^\| (?P<number>\d+) \|")
INSTANT = re.compile(r"`(\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?::\d{2})?)`")
TITLE = re.compile(r'^scenario "(?P<title>.*)" \{$')
MARK = re.compile(r"\b(?:AE|AM|EB|ET|EU|FT|ME|SH|TA|TL|UK)-\d\d\b|\bB\d\d?(?=[:,])")


def facts(mark: str, *numbers: int) -> list[str]:
    return [f"{mark}-{number:02}" for number in numbers]


# Facts for which a source works out dates, and how many rows they have at least.
WORKED = {"AE": 19, "EB": 9, "TA": 4, "EU": 8, "TL": 9, "FT": 6, "B": 4}

# What each policy has to show; of those whose sources number more facts, the ones that were found.
FACTS = {
    "aliexpress.bywhen": [f"B{number}" for number in range(1, 16)],
    "aliexpress": facts("AE", *range(1, 20)),
    "amazon.bywhen": facts("AM", *range(2, 8)),
    "ebay.bywhen": facts("EB", *range(1, 11)),
    "etsy.bywhen": facts("ET", 2, 3, 5),
    "eu-consumer-rights.bywhen": facts("EU", *range(1, 10)),
    "ftc-mail-order.bywhen": facts("FT", *range(1, 8)),
    "mercari.bywhen": facts("ME", *range(2, 7)),
    "olist.bywhen": [],
    "shopee": facts("SH", 1, 2, 3, 6),
    "taobao.bywhen": facts("TA", *range(1, 7)),
    "time-limits.bywhen": facts("TL", *range(1, 9)),
    "uk-consumer-contracts.bywhen": facts("UK", 1, 2, 4),
}


class Link(NamedTuple):
    name: str
    path: str
    line: int


def links(pattern: re.Pattern[str], text: str) -> list[Link]:
    return [Link(found["name"], found["path"], int(found["line"])) for found in pattern.finditer(text)]


def declares(line: str, name: str) -> bool:
    """Whether a line of a policy is where a rule of this label, or a declaration of this name, begins, is replaced or removed."""
    word = re.escape(name)
    rule = rf"\s*(replace )?{word}:|remove {word}\b"
    declaration = rf"((replace|remove) )?(define|term|action|calendar|status) {word}\b|((replace|remove) )?fact\b[^:]*\b{word}\b"
    return bool(re.match(f"{rule}|{declaration}", line))


def begins(line: str, title: str) -> bool:
    found = TITLE.match(line)
    return found is not None and found["title"] == title


def lines_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def body(lines: list[str], number: int) -> str:
    """The scenario that begins in this line, counted from 1."""
    end = next((index for index in range(number, len(lines)) if lines[index] == "}"), len(lines))
    return "\n".join(lines[number - 1 : end])


# ── Links ────────────────────────────────────────────────────────────────────────────────────────


def wrong_link(page: Path, link: Link, is_there: Callable[[str, str], bool]) -> str | None:
    lines = lines_of(page.parent / link.path)
    if not lines:
        return f"{link.path}: no such file"
    if link.line < 1 or link.line > len(lines) or not is_there(lines[link.line - 1], link.name):
        return f"{link.path}:{link.line} is not where `{link.name}` begins"
    return None


def wrong_links(page: Path, text: str) -> list[str]:
    told = [wrong_link(page, link, declares) for link in links(RULE, text)]
    told += [wrong_link(page, link, begins) for link in links(SCENARIO, text)]
    return [message for message in told if message]


def now_at(file: Path, name: str, is_there: Callable[[str, str], bool]) -> tuple[Path, int] | None:
    """Where a name begins: in its file, or else in another one of the same set: versions, the newest first, and then overlays."""
    set_of_files = sorted(file.parent.glob("*.bywhen"), key=age, reverse=True) if is_set(file.parent) else []
    kind = ".scenarios.bywhen" if file.name.endswith(".scenarios.bywhen") else ""
    others = [other for other in set_of_files if other != file and other.name.endswith(".scenarios.bywhen") == bool(kind)]
    for candidate in (file, *others):
        for number, line in enumerate(lines_of(candidate), 1):
            if is_there(line, name):
                return candidate, number
    return None


def age(file: Path) -> tuple[bool, str, str]:
    """Orders the files of a set from overlays over the first version to the last; scenarios by their names."""
    text = file.read_text(encoding="utf-8")
    overlay = re.search(r"^policy\b[^#\n]*\n?[^#\n]*\bextends\b", text, re.MULTILINE) is not None
    version = re.search(r"^version (\S+)", text, re.MULTILINE)
    return not overlay, version[1] if version else "", file.name


def is_set(folder: Path) -> bool:
    """Whether a folder holds the versions and overlays of one policy, rather than a policy in each file."""
    return folder.parent.name == "policies"


def with_lines(page: Path, text: str) -> str:
    """The text with every link leading to the line on which its name begins now; what is gone stays, to be told."""

    def renewed(is_there: Callable[[str, str], bool]) -> Callable[[re.Match[str]], str]:
        def one(found: re.Match[str]) -> str:
            if not (now := now_at(page.parent / found["path"], found["name"], is_there)):
                return found[0]
            path = PurePosixPath(found["path"]).with_name(now[0].name)
            return found[0].replace(f"({found['path']}#L{found['line']})", f"({path}#L{now[1]})")

        return one

    return SCENARIO.sub(renewed(begins), RULE.sub(renewed(declares), text))


# ── docs/patterns.md ─────────────────────────────────────────────────────────────────────────────


def rows(text: str) -> dict[int, list[str]]:
    """The rows of the patterns, by number; a number may have been given twice."""
    found: dict[int, list[str]] = {}
    for line in text.splitlines():
        if row := ROW.match(line):
            found.setdefault(int(row["number"]), []).append(line)
    return found


def policy_of(path: str) -> str:
    """What a file belongs to: a set in a folder of its own, or a policy with its scenarios beside it."""
    folder = PurePosixPath(path).parent
    return folder.as_posix() if folder.parent.name == "policies" else path.removesuffix(".scenarios.bywhen").removesuffix(".bywhen")


def wrong_row(number: int, row: str, text: str) -> list[str]:
    """A row shows its pattern by rules and scenarios of the same policy, or says where it is told what it would take."""
    rules, scenarios = links(RULE, row), links(SCENARIO, row)
    if not scenarios:
        anchors = [found["anchor"] for found in OPEN.finditer(row)]
        if len(anchors) == 1 and re.search(rf"^#+ {anchors[0].replace('-', ' ')}$", text.lower(), re.MULTILINE):
            return []
        return [f"pattern {number} has neither a scenario nor a section that says what it would take"]
    told = []
    if not rules:
        told.append(f"pattern {number} names no rule")
    shown = {policy_of(scenario.path) for scenario in scenarios}
    told += [f"pattern {number}: no scenario of {rule.path} shows `{rule.name}`" for rule in rules if policy_of(rule.path) not in shown]
    said = {policy_of(rule.path) for rule in rules}
    told += [f"pattern {number}: {scenario.path} shows no rule that is named" for scenario in scenarios if policy_of(scenario.path) not in said]
    return told


def wrong_patterns(text: str) -> list[str]:
    found = rows(text)
    told = [f"pattern {number} is missing" for number in range(1, PATTERNS + 1) if number not in found]
    told += [f"there is no pattern {number}" for number in found if number not in range(1, PATTERNS + 1)]
    told += [f"pattern {number} is told twice" for number, lines in found.items() if len(lines) > 1]
    for number, lines in found.items():
        told += wrong_row(number, lines[0], text)
    shown = sum(1 for lines in found.values() if links(SCENARIO, lines[0]))
    if shown < SHOWN:
        told.append(f"only {shown} patterns are shown by a scenario, {SHOWN} are to be")
    if f"{shown} of {PATTERNS}" not in text:
        told.append(f"the page does not say that {shown} of {PATTERNS} are shown")
    return told


# ── What a rule does ─────────────────────────────────────────────────────────────────────────────


def is_rule(line: str, label: str) -> bool:
    return re.match(rf"\s*(replace )?{re.escape(label)}:", line) is not None


def switched_off(text: str, label: str) -> str:
    """The policy with this rule under a condition that never holds: `unless` goes before its reason and what follows otherwise."""
    lines = text.splitlines()
    first = next(index for index, line in enumerate(lines) if is_rule(line, label))
    indent = len(lines[first]) - len(lines[first].lstrip())
    last = first + 1
    while last < len(lines) and lines[last].strip() and len(lines[last]) - len(lines[last].lstrip()) > indent:
        last += 1
    rule = "\n".join(lines[first:last])
    end = re.search(r"\b(because|otherwise)\b|  #|$(?!\n)", rule)
    rule = f"{rule[: end.start()]} unless switched_off {rule[end.start() :]}"
    return "\n".join([*lines[:first], rule, *lines[last:], "fact switched_off : yes/no = yes", ""])


# ── policies/worked-dates.md ─────────────────────────────────────────────────────────────────────


def wrong_dates(page: Path, text: str) -> list[str]:
    """Every row of the table has a scenario, and every instant of the row stands in one of its scenarios."""
    told = []
    for line in text.splitlines():
        scenarios = links(SCENARIO, line)
        instants = INSTANT.findall(line)
        if not line.startswith("| ") or not (scenarios or instants):
            continue
        bodies = "\n".join(body(lines_of(page.parent / scenario.path), scenario.line) for scenario in scenarios)
        told += [f"no scenario is named for `{instant}`" for instant in instants if not scenarios]
        told += [f"`{instant}` does not stand in its scenario: {line}" for instant in instants if scenarios and instant not in bodies]
        if not instants:
            told.append(f"the row tells no instant: {line}")
    return told


def too_few_dates(text: str) -> list[str]:
    found = [row[1] for row in re.finditer(r"^\| ([A-Z]+)-?\d*[^|]* \|", text, re.MULTILINE)]
    return [f"{found.count(mark)} worked dates of {mark}, of {least}" for mark, least in WORKED.items() if found.count(mark) < least]


# ── policies/facts.md ────────────────────────────────────────────────────────────────────────────

HEAD = """# Facts and their scenarios

Each fact of the sources, by the marks that the pages of the policies give it, with the scenarios that show it. `tests/docs/patterns.py --refresh` writes
this page from the titles of the scenarios; a test fails if it is not up to date. [worked-dates.md](worked-dates.md) has the dates that the sources work
out.
"""


def titles(path: Path) -> list[tuple[int, str]]:
    return [(number, found["title"]) for number, line in enumerate(lines_of(path), 1) if (found := TITLE.match(line))]


def scenario_files(policies: Path, name: str) -> list[Path]:
    if name.endswith(".bywhen"):
        return [policies / name.replace(".bywhen", ".scenarios.bywhen")]
    return sorted((policies / name).glob("*.scenarios.bywhen"), reverse=True)


def section(policies: Path, name: str, wanted: list[str]) -> list[str]:
    """The scenarios of a policy, or of a folder with its versions and overlays, fact by fact."""
    by_fact: dict[str, list[str]] = {fact: [] for fact in wanted}
    count = 0
    for file in scenario_files(policies, name):
        for number, title in titles(file):
            count += 1
            for fact in dict.fromkeys(MARK.findall(title)):
                by_fact.setdefault(fact, []).append(f"[{title}]({file.relative_to(policies).as_posix()}#L{number})")
    title = name.removesuffix(".bywhen") if name.endswith(".bywhen") else f"{name}/"
    lines = ["", f"## {title}", "", f"{count} scenarios.", ""]
    if by_fact:
        lines += ["| fact | scenarios |", "| --- | --- |"]
        lines += [f"| {fact} | {'<br>'.join(by_fact[fact])} |" for fact in sorted(by_fact, key=by_number)] + [""]
    return lines[:-1]


def by_number(fact: str) -> tuple[str, int]:
    letters, digits = re.match(r"(\D+)(\d+)", fact).groups()
    return letters, int(digits)


def facts_page(policies: Path) -> str:
    lines = HEAD.splitlines()
    for name, wanted in FACTS.items():
        lines += section(policies, name, wanted)
    return "\n".join(lines) + "\n"


def wrong_facts(policies: Path, text: str) -> list[str]:
    told = [f"{found[1]} has no scenario" for found in re.finditer(r"^\| (\S+) \|  \|$", facts_page(policies), re.MULTILINE)]
    policies_there = {path.name.replace(".scenarios.bywhen", ".bywhen") for path in policies.glob("*.scenarios.bywhen")}
    sets_there = {path.parent.name for path in policies.glob("*/*.scenarios.bywhen")}
    told += [f"nobody says which facts {name} has" for name in sorted((policies_there | sets_there) - FACTS.keys())]
    if text != facts_page(policies):
        told.append("facts.md is not what the scenarios' titles say")
    return told


# ── All of it ────────────────────────────────────────────────────────────────────────────────────


def wrong(root: Path) -> list[str]:
    """Everything that does not hold, a line each."""
    patterns, dates, facts_file = root / "docs/patterns.md", root / "policies/worked-dates.md", root / "policies/facts.md"
    told = [f"{page.relative_to(root)}: missing" for page in (patterns, dates, facts_file) if not page.is_file()]
    if told:
        return told
    for page, messages in (
        (patterns, lambda text: wrong_links(patterns, text) + wrong_patterns(text)),
        (dates, lambda text: wrong_links(dates, text) + wrong_dates(dates, text) + too_few_dates(text)),
        (facts_file, lambda text: wrong_facts(root / "policies", text)),
    ):
        told += [f"{page.relative_to(root)}: {message}" for message in messages(page.read_text(encoding="utf-8"))]
    return told


def refresh(root: Path) -> None:
    for name in ("docs/patterns.md", "policies/worked-dates.md"):
        page = root / name
        page.write_text(with_lines(page, page.read_text(encoding="utf-8")), encoding="utf-8")
    (root / "policies/facts.md").write_text(facts_page(root / "policies"), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--refresh", action="store_true", help="write the line numbers of the links, and facts.md, anew")
    if parser.parse_args().refresh:
        refresh(ROOT)
    told = wrong(ROOT)
    print("\n".join(told))
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())
