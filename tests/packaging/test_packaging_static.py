#!/usr/bin/env python3
"""The static library, installed from the build that is tested."""

import shutil
from pathlib import Path

from building import BUILD, C_COMPILER, CACHE, COMPILER, ROOT, OutsideTest, main, run
from installed import Installed

EXAMPLES = {
    "decide_one": ["embed/decide_one.cpp"],
    "button_bar": ["button_bar/button_bar.cpp"],
    "serve": ["hot_reload/serve.cpp"],
    "order_desk": ["order_desk/main.cpp", "order_desk/desk.cpp", "order_desk/database.cpp"],
    "buttons": ["embed_c/buttons.c"],
}


class StaticTest(Installed, OutsideTest):
    kind = "STATIC"
    archive = "libbywhen.a"
    pkg_config_kind = ("--static",)

    def test_examples_need_nothing_of_the_tree(self):
        shutil.copytree(ROOT / "examples", self.folder / "host/examples")
        flags = [*self.pkg_config("--cflags", "--libs", "--static"), *run("pkg-config", "--libs", "sqlite3").split()]
        orders = self.prefix / "share/doc/bywhen/examples/orders"
        policy = self.prefix / "share/doc/bywhen/policies/aliexpress.bywhen"
        for name, sources in EXAMPLES.items():
            files = [self.folder / "host/examples" / source for source in sources]
            compiler = [C_COMPILER, "-std=c99"] if files[0].suffix == ".c" else [COMPILER, "-std=c++20"]
            run(*compiler, "-I", self.folder / "host", *files, *flags, "-o", self.folder / name)
        self.assertIn("buyer pay: allowed\n", run(self.folder / "decide_one", policy, orders / "unpaid.json", "2026-03-10T09:00:00Z"))
        self.assertIn("Cancel Order from 2026-03-03", run(self.folder / "buttons", policy, orders / "paid.json", "2026-03-02T09:30:00Z"))
        self.assertEqual("", run(self.folder / "order_desk", self.folder / "desk.db", policy, "list"))

    def build(self) -> Path:
        self.assertNotEqual("ON", CACHE.get("BUILD_SHARED_LIBS"), "static is what we build if nobody says otherwise")
        return BUILD


if __name__ == "__main__":
    main()
