"""The golden cases: each file of golden/ begins with a command and goes on with all that it gives.

    python3 tests/cli/golden.py      writes them anew, with the command of BYWHEN_COMMAND; read the difference before you keep it

A new case is a new file with the one line `$ bywhen …`. Commands run with `sh` at the top of the repository. What changes with the
machine or with every letter of a policy (digests, the version of the time zones) is written `…`, escapes are written `␛`.
"""

import re
import shlex
import subprocess
import sys
from pathlib import Path

from command import COMMAND, HERE, ROOT, SECONDS, environment

CASES = sorted((HERE / "golden").glob("*.txt"))
ERRORS = "--- standard error"
STATUS = "--- exit"


def command_of(case: Path) -> str:
    first = case.read_text(encoding="utf-8").splitlines()[0]
    if not first.startswith("$ "):
        raise ValueError(f"{case}: the first line is no command")
    return first[2:]


def steady(text: bytes) -> str:
    text = text.decode("utf-8").replace("\x1b", "␛")
    text = re.sub(r'"digest":"sha256:[0-9a-f]{64}"', '"digest":"sha256:…"', text)
    return re.sub(r'"tzdata":"[^"]+"', '"tzdata":"…"', text)


def outcome(command: str) -> str:
    """What the golden file of the command holds."""
    script = f"bywhen() {{ {shlex.quote(str(COMMAND))} \"$@\"; }}; {command}"
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS, check=False)
    parts = [f"$ {command}\n", steady(done.stdout)]
    if done.stderr:
        parts += [f"{ERRORS}\n", steady(done.stderr)]
    return "".join([*parts, f"{STATUS} {done.returncode}\n"])


def main() -> int:
    changed = 0
    for case in CASES:
        new = outcome(command_of(case))
        if new != case.read_text(encoding="utf-8"):
            case.write_text(new, encoding="utf-8")
            print(f"{case.relative_to(ROOT)}: changed")
            changed += 1
    print(f"{len(CASES)} cases, {changed} changed", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
