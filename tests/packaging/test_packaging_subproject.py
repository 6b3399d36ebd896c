#!/usr/bin/env python3
"""As a part of a project of somebody else, by add_subdirectory and by FetchContent, static and shared."""

import shutil

from building import ROOT, OutsideTest, beside, compile_all, configure, main, run, same_objects


class SubprojectTest(OutsideTest):
    def test_each_way(self):
        """One after another in one folder, so that the library is compiled once."""
        project, build = self.project("subproject"), beside("subproject")
        shutil.rmtree(build, ignore_errors=True)
        for way in ("add_subdirectory", "FetchContent"):
            for shared in ("OFF", "ON"):
                with self.subTest(way=way, shared=shared):
                    self.use(project, build, f"-DWAY={way}", f"-DBUILD_SHARED_LIBS={shared}")
        self.installs_nothing_of_ours(build)
        shutil.rmtree(build)

    def use(self, project, build, *settings):
        configure(project, build, f"-DBYWHEN_TREE={ROOT}", f"-DFETCHCONTENT_SOURCE_DIR_BYWHEN={ROOT}", *same_objects(),
                  *settings)
        (build / "consumer").unlink(missing_ok=True)
        compile_all(build)
        self.assert_works(build / "consumer")
        shared = "-DBUILD_SHARED_LIBS=ON" in settings
        self.assertEqual(shared, "libbywhen.so" in run("readelf", "-d", build / "consumer", LC_ALL="C"))

    def installs_nothing_of_ours(self, build):
        prefix = self.folder / "prefix"
        run("cmake", "--install", build, "--prefix", prefix)
        self.assertEqual([prefix / "bin/consumer"], [path for path in prefix.rglob("*") if not path.is_dir()])


if __name__ == "__main__":
    main()
