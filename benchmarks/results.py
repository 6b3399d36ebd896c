"""What the runners of the benchmarks share: the machine's description, and the sections of RESULTS.md."""

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks/RESULTS.md"


def _first_line(*command: str) -> list[str]:
    if shutil.which(command[0]) is None:
        return []
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[:1]


def machine() -> list[tuple[str, str]]:
    cpu = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    model = next((line.split(": ")[1] for line in cpu.splitlines() if line.startswith("model name")), platform.machine())
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    compilers = [*_first_line("c++", "--version"), *_first_line("go", "version"), *_first_line("rustc", "--version")]
    return [
        ("Processor", f"{model}, {os.cpu_count()} cores; load when it began {os.getloadavg()[0]:.1f}"),
        ("System", f"{system}, Linux {platform.release().split('-')[0]}"),
        ("Compilers", "; ".join(compilers)),
    ]


def put_section(path: Path, text: str, first: bool = False) -> None:
    """Puts a section, which begins with its heading of the second level, where it was; a new one before or behind the others."""
    heading = text.splitlines()[0]
    whole = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
    sections = re.split(r"(?m)^(?=## )", whole)
    kept = [section.rstrip("\n") for section in sections]
    found = [i for i, section in enumerate(kept) if section.splitlines()[:1] == [heading]]
    if found:
        kept[found[0]] = text.rstrip("\n")
    else:
        kept.insert(1 if first else len(kept), text.rstrip("\n"))
    path.write_text("\n\n".join(kept) + "\n", encoding="utf-8")
