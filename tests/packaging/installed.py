"""What must hold of an installed library, static or shared: the ways to use it, and what lies where."""

from pathlib import Path

from building import C_COMPILER, COMPILER, HERE, ROOT, VERSION, compile_all, configure, run


def files_below(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


class Installed:
    """The cases; a test class says of which `kind` the library is, and what `build` it comes from."""

    kind = ""
    archive = ""
    pkg_config_kind: tuple[str, ...] = ()

    def build(self) -> Path:
        raise NotImplementedError

    def setUp(self):
        super().setUp()
        self.prefix = self.folder / "prefix"
        run("cmake", "--install", self.build(), "--prefix", self.prefix)
        [self.pc] = self.prefix.rglob("bywhen.pc")

    def pkg_config(self, *arguments: str) -> list[str]:
        return run("pkg-config", *arguments, "bywhen", PKG_CONFIG_PATH=str(self.pc.parent)).split()

    def test_everything_is_where_it_belongs(self):
        files = files_below(self.prefix)
        lib = str(self.pc.parent.parent.relative_to(self.prefix))
        headers = [path.name for path in (ROOT / "include/bywhen").iterdir()]
        wanted = [f"{lib}/{self.archive}", f"{lib}/cmake/bywhen/bywhen-config.cmake", "bin/bywhen",
                  f"{lib}/cmake/bywhen/bywhen-config-version.cmake", f"{lib}/pkgconfig/bywhen.pc",
                  *(f"include/bywhen/{name}" for name in headers),
                  *(f"share/doc/bywhen/{name}" for name in (
                      "copyright", "README.md", "CHANGELOG.md", "docs/language.md", "policies/aliexpress.bywhen",
                      "policies/calendars/germany.dates", "examples/orders/unpaid.json"))]
        self.assertEqual([], sorted(set(wanted) - set(files)))
        self.assertIn("bywhen.h", headers)
        self.assertEqual(len(headers), sum(file.startswith("include/") for file in files))
        places = (f"{lib}/libbywhen.", f"{lib}/cmake/bywhen/", f"{lib}/pkgconfig/bywhen.pc", "bin/bywhen",
                  "include/bywhen/", "share/doc/bywhen/")
        self.assertEqual([], [file for file in files if not file.startswith(places)])

    def test_no_file_names_the_place_where_it_was_built(self):
        for file in [*self.prefix.rglob("*.cmake"), self.pc]:
            self.assertNotIn(str(ROOT), file.read_text(encoding="utf-8"), file)

    def test_command(self):
        self.assertEqual(f"bywhen {VERSION}\n", run(self.prefix / "bin/bywhen", "--version"))
        run(self.prefix / "bin/bywhen", "test", self.prefix / "share/doc/bywhen/policies")

    def test_find_package(self):
        project, build = self.project("find_package"), self.folder / "build"
        configure(project, build, f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DEXPECTED_KIND={self.kind}",
                  f"-DWANTED_VERSION={VERSION.rpartition('.')[0]}")
        compile_all(build)
        self.assert_works(build / "consumer")

    def test_find_package_minds_the_version(self):
        major, minor, _ = map(int, VERSION.split("."))
        project = self.project("find_package")
        for other in (f"{major}.{minor + 1}", f"{major}.{minor - 1}" if minor else f"{major - 1}.0", f"{major + 1}.0"):
            with self.subTest(other=other), self.assertRaisesRegex(AssertionError, "compatible\s+with\s+requested\s+version"):
                configure(project, self.folder / f"build-{other}", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                          f"-DWANTED_VERSION={other}")

    def test_pkg_config(self):
        flags = self.pkg_config("--cflags", "--libs", *self.pkg_config_kind)
        run(COMPILER, "-std=c++20", HERE / "consumer.cpp", *flags, "-o", self.folder / "consumer")
        self.assert_works(self.folder / "consumer", LD_LIBRARY_PATH=str(self.pc.parent.parent))
        self.assertEqual([VERSION], self.pkg_config("--modversion"))

    def test_pkg_config_in_c(self):
        flags = self.pkg_config("--cflags", "--libs", *self.pkg_config_kind)
        run(C_COMPILER, "-std=c99", HERE / "consumer.c", *flags, "-o", self.folder / "consumer")
        self.assert_works(self.folder / "consumer", LD_LIBRARY_PATH=str(self.pc.parent.parent))

    def test_an_installed_library_can_be_moved(self):
        moved = self.folder / "moved"
        self.prefix.rename(moved)
        self.pc = moved / self.pc.relative_to(self.prefix)
        self.prefix = moved
        self.test_command()
        self.test_find_package()
        self.test_pkg_config()
