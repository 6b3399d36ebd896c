"""Building as somebody else does, outside of the tree. What the tests of this folder share."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
BUILD = Path(os.environ.get("BYWHEN_BUILD", ROOT / "build/dev"))
SKIPPED = 77
SECONDS = 1500


def cache() -> dict[str, str]:
    """What the build that is tested was configured with."""
    lines = (BUILD / "CMakeCache.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.partition("=") for line in lines if "=" in line and not line.startswith(("#", "//")))
    return {name.partition(":")[0]: value for name, _, value in entries}


CACHE = cache()
COMPILER = CACHE["CMAKE_CXX_COMPILER"]
C_COMPILER = CACHE["CMAKE_C_COMPILER"]
VERSION = CACHE["CMAKE_PROJECT_VERSION"]


def run(*command: object, folder: Path | None = None, **more: str) -> str:
    """What the command prints; fails with all of it if the command fails."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env={**os.environ, **more}, timeout=SECONDS, check=False,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        said = "\n".join(line[:500] for line in done.stdout.splitlines()[-60:])
        raise AssertionError(f"{' '.join(map(str, command))}\nends with {done.returncode}:\n{said}")
    return done.stdout


def same_objects() -> list[str]:
    """Settings under which the library's sources compile to the objects that this build has, so that ccache gives them.
    Without ccache they are compiled again, as quickly as can be."""
    ccache = CACHE.get("CCACHE_PROGRAM", "")
    if not ccache or ccache.endswith("NOTFOUND"):
        return ["-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0"]
    kind = CACHE["CMAKE_BUILD_TYPE"]
    flags = [name for name in ("CMAKE_CXX_FLAGS", f"CMAKE_CXX_FLAGS_{kind.upper()}") if CACHE.get(name)]
    launcher = f"{CACHE.get('CMAKE_COMMAND')};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;CCACHE_NOHASHDIR=1;{ccache}"
    return [f"-DCMAKE_BUILD_TYPE={kind}", f"-DBYWHEN_WERROR={CACHE['BYWHEN_WERROR']}",
            f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}", *(f"-D{name}={CACHE[name]}" for name in flags)]


def configure(source: Path, build: Path, *settings: str) -> str:
    return run("cmake", "-S", source, "-B", build, "-G", "Ninja", f"-DCMAKE_CXX_COMPILER={COMPILER}", *settings)


def compile_all(build: Path) -> str:
    return run("cmake", "--build", build, "--parallel", os.cpu_count() or 1)


def beside(name: str) -> Path:
    """A build folder beside that which is tested: where ccache is told to shorten paths, they are the same from there."""
    return BUILD.with_name(f"{BUILD.name}-{name}")


def package_build(prefix: str = "/usr") -> Path:
    """The build that the package is made from, as the preset `package` describes it, kept from run to run. Another prefix
    changes what is linked and installed, but nothing that is compiled."""
    build = beside("package")
    run("cmake", "--preset", "package", "-B", build, f"-DCMAKE_CXX_COMPILER={COMPILER}",
        f"-DCMAKE_INSTALL_PREFIX={prefix}", *same_objects(), folder=ROOT)
    compile_all(build)
    return build


class OutsideTest(unittest.TestCase):
    """With a folder of its own, outside of the tree."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bywhen-outside-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def project(self, name: str) -> Path:
        """A copy of one of our projects, with the program that all of them build."""
        copy = self.folder / name
        copy.mkdir()
        for file in (HERE / name / "CMakeLists.txt", HERE / "consumer.cpp"):
            shutil.copy(file, copy)
        return copy

    def assert_works(self, program: Path, **more: str):
        self.assertEqual(f"bywhen {VERSION}: pay by 2026-03-21T10:00:00Z\n", run(program, **more))


def main():
    if CACHE.get("BYWHEN_SANITIZE", "OFF") not in ("", "OFF"):
        print("SKIPPED: a library with sanitizers is for its own tests alone")
        sys.exit(SKIPPED)
    unittest.main()
