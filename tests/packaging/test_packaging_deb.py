#!/usr/bin/env python3
"""The Debian package: made, installed into a folder, run from there, and removed without a trace."""

import os
import shutil
import sys
from pathlib import Path

from building import SKIPPED, VERSION, OutsideTest, main, package_build, run

TOOLS = ("dpkg", "dpkg-deb", "dpkg-shlibdeps", "file")
# Scripts of packages run without a root of their own here, so they get this instead of the system's.
LDCONFIG = '#!/bin/sh\necho "$DPKG_MAINTSCRIPT_NAME" >> "$DPKG_ROOT/../ldconfig.log"\n'


def as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["unshare", "--map-root-user"]


def missing() -> str | None:
    """What is not here, if so."""
    absent = [tool for tool in TOOLS if not shutil.which(tool)]
    if absent:
        return f"this system has no {', '.join(absent)}"
    try:
        run(*as_root(), "true")
    except (AssertionError, OSError):
        return "neither root nor a user namespace, so dpkg cannot install"
    return None


def all_below(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


class DebTest(OutsideTest):
    @classmethod
    def setUpClass(cls):
        build = package_build()
        for old in build.glob("*.deb"):
            old.unlink()
        cls.log = run("cpack", "-G", "DEB", folder=build)
        [cls.package] = build.glob("*.deb")

    def field(self, name: str) -> str:
        return run("dpkg-deb", "--field", self.package, name).strip()

    def test_control(self):
        architecture = run("dpkg", "--print-architecture").strip()
        self.assertEqual(f"bywhen_{VERSION}_{architecture}.deb", self.package.name)
        self.assertEqual(["bywhen", VERSION, architecture], [self.field(f) for f in ("Package", "Version", "Architecture")])
        self.assertRegex(self.field("Maintainer"), r"^.+ <.+@.+>$")
        needs = {part.split()[0] for part in self.field("Depends").split(", ")}
        self.assertLessEqual({"tzdata", "libc6", "libstdc++6", "libedit2"}, needs)
        for library in ("libfmt", "libsimdjson", "libnettle"):
            self.assertTrue(any(need.startswith(library) for need in needs), f"{library} is not among {needs}")
        self.assertFalse([need for need in needs if need.startswith("libbywhen") or need.endswith("-dev")])

    def test_contents(self):
        listed = run("dpkg-deb", "--contents", self.package).splitlines()
        owners = {line.split()[1] for line in listed}
        self.assertEqual({"root/root"}, owners)
        files = [line.split()[5] for line in listed if not line.startswith("d")]
        triplet = next(file.split("/")[3] for file in files if "libbywhen.so" in file)
        places = ("./usr/bin/bywhen", "./usr/include/bywhen/", f"./usr/lib/{triplet}/", "./usr/share/doc/bywhen/")
        self.assertEqual([], [file for file in files if not file.startswith(places)])
        for file in ("./usr/share/doc/bywhen/copyright", f"./usr/lib/{triplet}/pkgconfig/bywhen.pc", "./usr/bin/bywhen"):
            self.assertIn(file, files)
        self.assertEqual([], [line for line in listed if line[0] in "-d" and "w" in line[4:10]])

    def test_install_run_remove(self):
        root = self.scratch_system()
        before = all_below(root)
        self.dpkg(root, "--install", self.package)
        [library] = root.glob("usr/lib/**/libbywhen.so")
        works = {"LD_LIBRARY_PATH": str(library.parent)}
        self.assertEqual(f"bywhen {VERSION}\n", run(root / "usr/bin/bywhen", "--version", **works))
        self.assertIn("loaded from the scratch system", self.where_loaded(root, works))
        self.dpkg(root, "--remove", "bywhen")
        self.dpkg(root, "--purge", "bywhen")
        self.assertEqual(["postinst", "postrm"], (self.folder / "ldconfig.log").read_text().split()[:2])
        own = ("var/lib/dpkg", "var/log")
        self.assertEqual(set(), {path for path in all_below(root) - before if not path.startswith(own)})
        self.assertEqual("", self.dpkg(root, "--get-selections"))
        self.assertEqual([], list((root / "var/lib/dpkg/info").glob("bywhen*")))

    def where_loaded(self, root: Path, works: dict[str, str]) -> str:
        loaded = run("ldd", root / "usr/bin/bywhen", **works)
        [line] = [line for line in loaded.splitlines() if "libbywhen" in line]
        return "loaded from the scratch system" if str(root) in line else line

    def scratch_system(self) -> Path:
        root = self.folder / "root"
        for folder in ("info", "updates", "triggers"):
            (root / "var/lib/dpkg" / folder).mkdir(parents=True)
        for file in ("status", "available"):
            (root / "var/lib/dpkg" / file).touch()
        (root / "var/log").mkdir()
        stub = self.folder / "bin/ldconfig"
        stub.parent.mkdir()
        stub.write_text(LDCONFIG)
        stub.chmod(0o755)
        return root

    def dpkg(self, root: Path, *arguments: object) -> str:
        """Without what it depends on, which lies on this system and not in the scratch one."""
        path = f"{self.folder / 'bin'}:{os.environ['PATH']}:/usr/sbin:/sbin"
        return run(*as_root(), "dpkg", f"--root={root}", "--force-depends", "--force-script-chrootless", *arguments, PATH=path)


if __name__ == "__main__":
    absence = missing()
    if absence:
        print(f"SKIPPED: {absence}")
        sys.exit(SKIPPED)
    main()
