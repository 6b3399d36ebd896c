"""What the runners of the benchmarks share: the machine's description, and where figures are kept."""

import os
import platform
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


def as_list(facts: list[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in facts)
