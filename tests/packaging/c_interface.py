"""What is promised to C: the functions of the header, and the versions that the linker script gives them."""

import re

from building import ROOT

HEADER = ROOT / "include/bywhen/bywhen.h"
SCRIPT = ROOT / "scripts/cmake/bywhen.map.in"
MANUAL = ROOT / "docs/embedding.md"


def declared() -> list[str]:
    """The functions of the header."""
    return re.findall(r"^BYWHEN_API [^;(]*?(bywhen_\w+)\(", HEADER.read_text(encoding="utf-8"), re.MULTILINE)


def c_functions_by_node() -> dict[str, str]:
    """Each function that the linker script names, and the version that first had it."""
    text = re.sub(r"/\*.*?\*/", "", SCRIPT.read_text(encoding="utf-8"), flags=re.DOTALL)
    nodes = re.findall(r"^(BYWHEN_\d+\.\d+) \{(.*?)^\}", text, re.MULTILINE | re.DOTALL)
    return {name: node for node, body in nodes for name in re.findall(r"\b(bywhen_\w+);", body)}


def code_blocks(language: str) -> list[str]:
    """The fenced blocks of the manual's page on embedding."""
    return re.findall(rf"^```{language}\n(.*?)^```$", MANUAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
