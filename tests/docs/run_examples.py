#!/usr/bin/env python3
"""Runs the examples of the documentation; README.md beside this file says how they are written."""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PREAMBLES = Path(__file__).resolve().parent / "preambles"
FENCE = re.compile(r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`]*)$")
COMMENT = re.compile(r"<!--\s*(?P<key>preamble|before|after|file|given|scope):(?P<value>.*?)-->", re.DOTALL)
COMMAND_SECONDS = 60


@dataclass
class Block:
    page: Path
    line: int
    marks: list[str]
    text: str
    preamble: list[str] = field(default_factory=list)
    before: str = ""
    after: str = ""
    file: str = ""
    given: str = ""
    scope: str = ""

    @property
    def place(self) -> str:
        return f"{self.page.relative_to(ROOT) if self.page.is_relative_to(ROOT) else self.page}:{self.line}"


def all_pages() -> list[Path]:
    return [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if page.exists()]


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page, each with what the comments above it say."""
    lines = page.read_text(encoding="utf-8").splitlines()
    blocks, prose, preamble, number = [], [], [], 0
    while number < len(lines):
        fence = FENCE.match(lines[number])
        if not fence:
            prose.append(lines[number])
            number += 1
            continue
        block, number = read_block(page, lines, number, fence)
        hints = {hint["key"]: hint["value"] for hint in COMMENT.finditer("\n".join(prose))}
        if "preamble" in hints:
            preamble = [name for name in hints["preamble"].split() if name != "none"]
        block.preamble, block.file = preamble, hints.get("file", "").strip()
        block.before, block.after = hints.get("before", ""), hints.get("after", "")
        block.given, block.scope = hints.get("given", "").strip(), hints.get("scope", "").strip()
        blocks.append(block)
        prose = []
    return blocks


def read_block(page: Path, lines: list[str], start: int, fence: re.Match) -> tuple[Block, int]:
    indent, ticks = fence["indent"], fence["ticks"]
    end = start + 1
    while end < len(lines) and not re.fullmatch(rf" *`{{{len(ticks)},}} *", lines[end]):
        end += 1
    body = [line.removeprefix(indent) for line in lines[start + 1 : end]]
    return Block(page, start + 1, fence["info"].split(), "\n".join(body) + "\n"), end + 1


class Runner:
    """Runs blocks in a folder that shows the top of the repository."""

    def __init__(self, folder: Path, bywhen: Path):
        self.folder = folder
        self.last_output = ""
        tools = folder / ".bin"
        tools.mkdir()
        (tools / "bywhen").symlink_to(bywhen)
        for entry in ROOT.iterdir():
            if not entry.name.startswith("."):
                (folder / entry.name).symlink_to(entry)
        self.environment = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}

    def run(self, command: str) -> tuple[str, int]:
        try:
            done = subprocess.run(
                ["sh", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=COMMAND_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            return f"not done after {COMMAND_SECONDS} seconds\n", 124
        return done.stdout.decode("utf-8", "replace"), done.returncode

    def give_file(self, block: Block) -> None:
        target = self.folder / block.file
        if target.is_symlink() or not target.resolve().is_relative_to(self.folder):
            raise ValueError(f"{block.place}: `{block.file}` is a name of the repository")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, encoding="utf-8")


def check_bywhen(block: Block, runner: Runner) -> list[str]:
    """What is wrong with a `bywhen` block, if anything."""
    marks, codes = read_marks(block)
    if "sketch" in marks:
        return []
    name = "example.bywhen"
    (runner.folder / name).write_text(whole_text(block) if "fragment" in marks else block.text, encoding="utf-8")
    output, status = runner.run(f"bywhen check {name}")
    runner.last_output = output
    failed = run_scenarios(block, runner, name) if status == 0 else []
    (runner.folder / name).unlink()
    problems = [f"expected {code}" for code in codes if code not in output]
    if status != (1 if "rejected" in marks else 0):
        problems.append(f"exit {status}")
    if not marks and "warning" in output:
        problems.append("expected no warnings")
    return failed + ([f"{', '.join(problems)}; found:\n{output}"] if problems else [])


def run_scenarios(block: Block, runner: Runner, name: str) -> list[str]:
    if not re.search(r"^scenario ", block.text, re.MULTILINE):
        return []
    output, status = runner.run(f"bywhen test {name}")
    return [f"its scenarios fail:\n{output}"] if status else []


def read_marks(block: Block) -> tuple[set[str], list[str]]:
    """The words of the fence after `bywhen`, and the codes among them."""
    words = block.marks[1:]
    codes = [word for word in words if re.fullmatch(r"BW\d{4}", word)]
    marks = set(words) - set(codes)
    if marks - {"fragment", "rejected", "warned", "sketch"} or bool(marks & {"rejected", "warned"}) != bool(codes):
        raise ValueError(f"{block.place}: the marks `{' '.join(words)}` are not those of tests/docs/README.md")
    return marks, codes


def whole_text(block: Block) -> str:
    preamble = "".join((PREAMBLES / f"{name}.bywhen").read_text(encoding="utf-8") for name in block.preamble)
    return f"{preamble}{block.before}\n{block.text}{block.after}\n"


@dataclass
class Command:
    line: int
    text: str
    expected: list[str]


def commands_of(block: Block) -> list[Command]:
    commands = []
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        last = commands[-1] if commands else None
        if last and not last.expected and last.text.endswith("\\"):
            last.text += "\n" + line
        elif line.startswith("$ "):
            commands.append(Command(number, line[2:], []))
        elif last:
            last.expected.append(line.rstrip())
        else:
            raise ValueError(f"{block.place}: a console block begins with `$ command`")
    return commands


def matches(expected: list[str], found: list[str]) -> bool:
    """Whether the lines agree, `…` standing for any number of lines."""
    reachable = {0}
    for line in expected:
        if line.strip() == "…":
            reachable = set(range(min(reachable), len(found) + 1)) if reachable else set()
        else:
            reachable = {at + 1 for at in reachable if at < len(found) and found[at] == line}
    return len(found) in reachable


def check_console(block: Block, runner: Runner) -> list[str]:
    problems = []
    for command in commands_of(block):
        output, status = runner.run(command.text)
        found = [line.rstrip() for line in output.splitlines()]
        expected = list(command.expected)
        while expected and not expected[-1]:
            expected.pop()
        while found and not found[-1]:
            found.pop()
        exit_line = re.fullmatch(r"# exit (\d+)", expected[-1]) if expected else None
        if exit_line:
            expected.pop()
            if status != int(exit_line[1]):
                problems.append(f"line {command.line}: exit {status} instead of {exit_line[1]}")
        if not matches(expected, found):
            problems.append("\n".join([f"line {command.line}: $ {command.text}", "expected:", *expected, "found:", *found]))
    return problems


def check_said(block: Block, runner: Runner) -> list[str]:
    """What the block before it was told: these lines are said, and no other mistake is."""
    found = [line.strip() for line in runner.last_output.splitlines()]
    said = [line.strip() for line in block.text.splitlines() if line.strip()]
    problems = [f"not said: {line}" for line in said if line not in found]
    problems += [f"also said: {line}" for line in found if line.startswith("error[") and line not in said]
    return ["\n".join([*problems, "found:", runner.last_output])] if problems else []


def check_page(page: Path, bywhen: Path) -> tuple[int, list[str]]:
    """How many blocks of the page ran, and what failed."""
    ran, failures = 0, []
    with tempfile.TemporaryDirectory() as scratch:
        runner = Runner(Path(scratch).resolve(), bywhen)
        for block in blocks_of(page):
            kind = block.marks[0] if block.marks else ""
            check = {"bywhen": check_bywhen, "said": check_said, "console": check_console}.get(kind, lambda *_: [])
            ran += kind in ("bywhen", "said", "console")
            try:
                if block.file:
                    runner.give_file(block)
                failures += [f"{block.place}: {problem}" for problem in check(block, runner)]
            except (ValueError, OSError) as error:
                failures.append(str(error))
    return ran, failures


def main() -> int:
    parser = argparse.ArgumentParser(description="Runs the examples of the documentation.")
    parser.add_argument("--bywhen", type=Path, required=True, help="the command `bywhen`")
    parser.add_argument("pages", nargs="*", type=Path, help="default: README.md and docs/**/*.md")
    arguments = parser.parse_args()
    pages = arguments.pages or all_pages()
    total, failures = 0, []
    for page in pages:
        ran, failed = check_page(page.resolve(), arguments.bywhen.resolve())
        total += ran
        failures += failed
    print(*failures, sep="\n\n")
    print(f"{total} examples of {len(pages)} pages, {len(failures)} wrong")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
