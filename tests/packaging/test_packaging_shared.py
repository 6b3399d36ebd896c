#!/usr/bin/env python3
"""The shared library, installed from the build that the package is made from."""

import re
import sys
from pathlib import Path

from building import ROOT, VERSION, OutsideTest, main, package_build, run
from c_interface import c_functions_by_node, code_blocks
from installed import Installed


class SharedTest(Installed, OutsideTest):
    kind = "SHARED"
    archive = f"libbywhen.so.{VERSION}"
    pkg_config_kind = ()

    def build(self) -> Path:
        return package_build("/opt/bywhen")

    def exported(self) -> list[tuple[str, str]]:
        """(demangled name, version node) of what the library gives to others."""
        library = self.pc.parent.parent / self.archive
        lines = run("nm", "-D", "-C", "--defined-only", "--with-symbol-versions", library).splitlines()
        symbols = (re.match(r"[0-9a-f]+ (?P<kind>\w) (?P<name>.*?)(@@?(?P<node>\S+))?$", line) for line in lines)
        return [(symbol["name"], symbol["node"]) for symbol in symbols if symbol["kind"] != "A"]

    def test_names_of_the_file(self):
        folder = self.pc.parent.parent
        major = VERSION.split(".", maxsplit=1)[0]
        self.assertEqual(f"libbywhen.so.{major}", str((folder / "libbywhen.so").readlink()))
        self.assertEqual(self.archive, str((folder / f"libbywhen.so.{major}").readlink()))
        self.assertIn(f"soname: [libbywhen.so.{major}]", run("readelf", "-d", folder / self.archive, LC_ALL="C"))

    def test_only_the_public_interface_is_exported(self):
        """No inside of ours, nothing of a dependency, no template of the standard library."""
        cxx = "BYWHEN_CXX_" + VERSION.rpartition(".")[0]
        exported = self.exported()
        self.assertIn(("bywhen::version()", cxx), exported)
        strangers = [(name, node) for name, node in exported if not (
            (name.startswith("bywhen_") and re.fullmatch(r"BYWHEN_\d+\.\d+", node or ""))
            or (re.match(r"bywhen::\w+(::|\()|bywhen::\w+\[abi", name) and node == cxx))]
        self.assertEqual([], strangers)
        rooms = "grammar|ask|check_stage|session|syntax"
        self.assertEqual([], [name for name, _ in exported if re.match(rf"bywhen::({rooms})::", name)])

    def test_what_is_promised_is_exported(self):
        """Every function that a public header declares and marks."""
        exported = {re.split(r"[(\[]", name)[0] for name, _ in self.exported()}
        text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "include/bywhen").glob("*.hpp"))
        marked = re.findall(r"^[^\s#].*BYWHEN_API\s[^;{(]*?(\w+)\(", text, re.MULTILINE)
        self.assertIn("decide", marked)
        self.assertEqual([], [name for name in marked if f"bywhen::{name}" not in exported])

    def test_c_functions_are_exported_by_name_and_version(self):
        exported = {name: node for name, node in self.exported() if name.startswith("bywhen_")}
        self.assertEqual(c_functions_by_node(), exported)

    def test_python_can_call_it(self):
        """The example of the manual, through ctypes."""
        [example] = code_blocks("python")
        script = self.folder / "example.py"
        script.write_text(example, encoding="utf-8")
        said = run(sys.executable, script, folder=ROOT, LD_LIBRARY_PATH=str(self.pc.parent.parent))
        self.assertEqual("pay until 2026-03-21T10:00:00Z\nBW0810: unknown status `lost`\n", said)


if __name__ == "__main__":
    main()
