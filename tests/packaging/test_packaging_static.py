#!/usr/bin/env python3
"""The static library, installed from the build that is tested."""

from pathlib import Path

from building import BUILD, CACHE, OutsideTest, main
from installed import Installed


class StaticTest(Installed, OutsideTest):
    kind = "STATIC"
    library = "libbywhen.a"
    pkg_config_kind = ("--static",)

    def build(self) -> Path:
        self.assertNotEqual("ON", CACHE.get("BUILD_SHARED_LIBS"), "static is what we build if nobody says otherwise")
        return BUILD


if __name__ == "__main__":
    main()
