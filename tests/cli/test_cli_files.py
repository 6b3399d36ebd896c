#!/usr/bin/env python3
"""Files that cannot be read, outputs that cannot be written, and where policies are looked for."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import unittest

from command import COMMAND, GOOD, MACHINE, ORDERS, REFUSED, REPAIRS, ROOT, SECONDS, CommandTest, environment, run

OFFERED = f"{ORDERS}/offered.json"
AT = ("--at", "2026-03-05T09:00:00Z")
POLICY = """policy small "Small" zone "UTC"
actor buyer "Buyer"
fact made_at : event
status open "Open" initial, final, marks made_at
action look "Look" { }
in open { buyer may look }
"""
SCENARIO = """scenario "Looks" {
  given made_at = 2026-03-01 10:00
  at 2026-03-02 10:00
    expect buyer may look
}
"""


class Reading(CommandTest):
    def each_reader(self, path):
        """Every way to read the path as a policy, and as an order."""
        return [
            ("check", path), ("test", path), ("fmt", path), ("schema", path), ("decide", path, OFFERED),
            ("apply", path, OFFERED, "customer", "approve"), ("record", path, OFFERED, "parts=here"), ("decide", REPAIRS, path),
            ("decide", REPAIRS, "--orders", path), ("apply", REPAIRS, path, "customer", "approve"), ("record", REPAIRS, path, "parts=here")]

    def test_missing(self):
        for arguments in self.each_reader(self.folder / "gone.bywhen"):
            self.assert_fails(MACHINE, *arguments, says="gone.bywhen: no such file or directory")

    def test_a_folder(self):
        for arguments in self.each_reader(self.folder):
            holds_policies = arguments[1] == self.folder
            if arguments[0] != "test":
                says = "no policy in this folder" if holds_policies else "is a directory"
                self.assert_fails(MACHINE, *arguments, says=says)

    def test_no_permission(self):
        secret = self.write("secret.bywhen", POLICY)
        secret.chmod(0)
        self.folder.chmod(0o755)
        command = shutil.copy(COMMAND, self.folder / "bywhen")
        # The superuser reads everything, so be somebody else.
        somebody = {"user": 65534} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [command, "check", secret.name], cwd=self.folder, capture_output=True, env=environment(), timeout=SECONDS, check=False, **somebody)
        self.assertEqual((MACHINE, b"", b"bywhen: secret.bywhen: permission denied\n"), (done.returncode, done.stdout, done.stderr))

    def test_too_large(self):
        large = self.write("large.bywhen", b"")
        os.truncate(large, (16 << 20) + 1)
        for arguments in self.each_reader(large):
            if arguments[:3] != ("decide", REPAIRS, "--orders"):
                self.assert_fails(MACHINE, *arguments, says="large.bywhen: larger than 16 MiB")
        self.assert_fails(MACHINE, "check", "/dev/zero", says="/dev/zero: larger than 16 MiB")

    def test_at_the_limit(self):
        largest = self.write("largest.bywhen", (POLICY + SCENARIO).encode().ljust(16 << 20, b"\n"))
        self.assert_status(GOOD, run("check", largest))

    def test_bytes_that_are_no_policy(self):
        for number, bytes_ in enumerate((b"", b"\0", b"\xff\xfe\0p", b"\xef\xbb\xbf", os.urandom(4096), b"(" * 100_000, b"{" * 100_000)):
            path = self.write(f"{number}.bywhen", bytes_)
            self.assert_status(REFUSED, run("check", path))
            self.assert_status(REFUSED, run("test", path))

    def test_bytes_that_are_no_order(self):
        for bytes_ in (b"", b"\0", b"[]", b"{", b"null", b"\xff", os.urandom(4096), b"[" * 100_000, b'{"facts":' * 10_000, b'"' * 99):
            self.assert_fails(REFUSED, "decide", REPAIRS, "-", *AT, says="error[BW08", given=bytes_)

    def test_a_name_with_an_escape_does_not_reach_the_terminal(self):
        result = run("check", "\x1b[31mred.bywhen")
        self.assert_status(MACHINE, result)
        self.assertNotIn("\x1b", result.err)


class Writing(CommandTest):
    def test_no_room(self):
        for arguments in (("--help",), ("schema", REPAIRS), ("check", REPAIRS), ("test", REPAIRS), ("decide", REPAIRS, OFFERED, *AT)):
            with open("/dev/full", "wb") as full:
                done = subprocess.run(
                    [COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
            self.assertEqual(MACHINE, done.returncode, arguments)
            self.assertIn(b"bywhen: standard output: no space left on device\n", done.stderr)

    def test_a_reader_that_has_enough(self):
        done = self.with_closed_pipe("schema", REPAIRS)
        self.assertEqual((MACHINE, b""), (done.returncode, done.stderr))

    def with_closed_pipe(self, *arguments):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return subprocess.run(
                [COMMAND, *arguments], stdout=writer, stderr=subprocess.PIPE, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
        finally:
            os.close(writer)

    def test_descriptors_that_are_closed(self):
        def shell(line):
            done = subprocess.run(["sh", "-c", line, COMMAND], capture_output=True, cwd=ROOT, env=environment(), timeout=SECONDS, check=False)
            return done.returncode
        self.assertEqual(MACHINE, shell(f'"$0" schema {REPAIRS} >&-'))
        self.assertEqual(MACHINE, shell(f'"$0" decide {REPAIRS} - <&-'))
        self.assertEqual(GOOD, shell(f'"$0" check {REPAIRS} 2>&-'))
        self.assertEqual(REFUSED, shell('"$0" check tests/cli/policies/wrong.bywhen 2>/dev/full'))

    def test_nothing_is_written_by_accident(self):
        """With standard output closed, the first file opened could take its number."""
        policy = self.write("x.bywhen", "policy  x\n")
        before = policy.read_bytes()
        subprocess.run(["sh", "-c", '"$0" check "$1" >&- 2>&-', COMMAND, policy], env=environment(), timeout=SECONDS, check=False)
        self.assertEqual(before, policy.read_bytes())


class Companions(CommandTest):
    """`X.scenarios.bywhen` beside `X.bywhen`."""

    def test_check_of_a_folder_of_many(self):
        one = self.write("many/one.bywhen", POLICY)
        other = self.write("many/other.bywhen", POLICY.replace("policy small", "policy other"))
        deep = self.write("many/deep/third.bywhen", POLICY.replace("actor buyer", "actor by er"))
        result = run("check", self.folder / "many")
        self.assert_status(REFUSED, result)
        self.assertEqual(result.out, f"{one}: good\n{other}: good\n")
        self.assertIn(f"{deep}: 2 errors", result.err)
        told = run("check", self.folder / "many", "--format", "json")
        self.assert_status(REFUSED, told)
        # Versions of one policy are no policies of their own.
        self.write("set/a.bywhen", POLICY.replace("zone", "version 2024-01-01 zone"))
        self.write("set/b.bywhen", POLICY.replace("zone", "version 2025-01-01 zone"))
        self.assertIn("BW1004", self.assert_fails(REFUSED, "check", self.folder / "set", says="nothing says which version").err)

    def test_check_reads_both_and_names_the_one(self):
        self.write("a.bywhen", POLICY)
        self.write("a.scenarios.bywhen", "scenario \"Wrong\" { given nothing_at = 2026-03-01 10:00 }\n")
        result = run("check", "a.bywhen", folder=self.folder)
        self.assert_status(REFUSED, result)
        self.assertIn("a.scenarios.bywhen:1:", result.err)
        self.assertIn("a.bywhen: 1 error", result.err)

    def test_either_name_means_the_policy_once(self):
        self.write("a.bywhen", POLICY)
        self.write("a.scenarios.bywhen", SCENARIO)
        for names in (["a.bywhen"], ["a.scenarios.bywhen"], ["a.scenarios.bywhen", "./a.bywhen", "a.bywhen"]):
            self.assertEqual("a.bywhen: good\n", run("check", *names, folder=self.folder).out)
            self.assertIn("a.bywhen: 1 passed\n1 policy, 1 scenario: 1 passed, 0 failed\n", run("test", *names, folder=self.folder).out)

    def test_scenarios_without_their_policy(self):
        self.write("a.scenarios.bywhen", SCENARIO)
        for verb in ("check", "test"):
            self.assert_fails(
                MACHINE, verb, "a.scenarios.bywhen", folder=self.folder,
                says="a.bywhen: no such file; it is the policy of the scenarios in `a.scenarios.bywhen`")
        self.assert_fails(MACHINE, "test", ".", folder=self.folder, says="a.bywhen: no such file")

    def test_deciding_does_without(self):
        policy = self.write("a.bywhen", POLICY)
        self.write("a.scenarios.bywhen", "this is no scenario\n")
        self.assert_status(GOOD, run("schema", policy))
        self.assert_status(GOOD, run("decide", policy, *AT, given='{"facts": {"made_at": "2026-03-01T10:00:00Z"}}'))
        self.assert_status(REFUSED, run("check", policy))


class Folders(CommandTest):
    def test_all_policies_in_order(self):
        for name in ("b/x.bywhen", "a.bywhen", "b/c/y.bywhen"):
            self.write(name, POLICY + SCENARIO)
        for name in ("b/.hidden/z.bywhen", ".z.bywhen", "readme.txt", "b/x.bywhen.txt"):
            self.write(name, "not a policy")
        (self.folder / "folder.bywhen").mkdir()
        (self.folder / "b/loop").symlink_to("..")
        result = run("test", ".", folder=self.folder)
        self.assert_status(GOOD, result)
        self.assertEqual(
            "a.bywhen: 1 passed\nb/c/y.bywhen: 1 passed\nb/x.bywhen: 1 passed\n3 policies, 3 scenarios: 3 passed, 0 failed\n", result.out)

    def test_a_file_named_twice_runs_once(self):
        self.write("a/x.bywhen", POLICY + SCENARIO)
        result = run("test", "a", "a/x.bywhen", "./a/../a", folder=self.folder)
        self.assertEqual("a/x.bywhen: 1 passed\n1 policy, 1 scenario: 1 passed, 0 failed\n", result.out)

    def test_a_folder_without_policies(self):
        self.write("empty/readme.txt", "")
        self.assert_fails(MACHINE, "test", "empty", folder=self.folder, says="empty: no policy in this folder")

    def test_the_rest_goes_on(self):
        self.write("good.bywhen", POLICY + SCENARIO)
        result = run("test", "gone.bywhen", "good.bywhen", folder=self.folder)
        self.assert_status(MACHINE, result)
        self.assertIn("gone.bywhen: no such file", result.err)
        self.assertIn("good.bywhen: 1 passed", result.out)


class Formatting(CommandTest):
    UNTIDY = "policy   x    \"X\"\nzone \"UTC\"\n\n\n\n# A comment\nactor a     \"A\"\n"

    def test_in_place_and_only_once(self):
        path = self.write("x.bywhen", self.UNTIDY)
        result = run("fmt", path.name, folder=self.folder)
        self.assert_status(GOOD, result)
        self.assertEqual("x.bywhen: formatted\n", result.out)
        self.assertIn("# A comment\n", path.read_text())
        before = path.stat()
        self.assertEqual(("", ""), (run("fmt", path).out, run("fmt", "--check", path).out))
        self.assertEqual((before.st_ino, before.st_mtime_ns), (path.stat().st_ino, path.stat().st_mtime_ns))
        self.assertEqual(["x.bywhen"], os.listdir(self.folder))

    def test_folders(self):
        loose = POLICY.replace("in open {", "in   open {")
        tidy = run("fmt", "-", given=POLICY).out
        written = [self.write(name, loose) for name in ("shop/a.bywhen", "shop/deep/b.bywhen")]
        written.append(self.write("shop/tidy.bywhen", tidy))
        others = [self.write(name, loose) for name in ("shop/.hidden.bywhen", "shop/notes.txt")]
        result = run("fmt", "--check", self.folder / "shop")
        self.assert_status(REFUSED, result)
        self.assertEqual(result.out, f"{written[0]}: not formatted\n{written[1]}: not formatted\n")
        result = run("fmt", self.folder / "shop")
        self.assert_status(GOOD, result)
        self.assertEqual(result.out, f"{written[0]}: formatted\n{written[1]}: formatted\n")
        self.assertEqual({path.read_text() for path in written}, {tidy})
        self.assertEqual({path.read_text() for path in others}, {loose})

    def test_check_changes_nothing(self):
        path = self.write("x.bywhen", self.UNTIDY)
        tidy = self.write("y.bywhen", run("fmt", "-", given=self.UNTIDY).out)
        result = run("fmt", "--check", path.name, tidy.name, folder=self.folder)
        self.assert_status(REFUSED, result)
        self.assertEqual("x.bywhen: not formatted\n", result.out)
        self.assertEqual(self.UNTIDY, path.read_text())

    def test_standard_input(self):
        once = run("fmt", "-", given=self.UNTIDY)
        self.assert_status(GOOD, once)
        self.assertEqual(once.out, run("fmt", "-", given=once.out).out)
        self.assertEqual(REFUSED, run("fmt", "--check", "-", given=self.UNTIDY).status)
        self.assertEqual(GOOD, run("fmt", "--check", "-", given=once.out).status)

    def test_mistakes_are_not_touched_and_the_rest_goes_on(self):
        wrong = self.write("wrong.bywhen", "policy x\nactor { }\n")
        good = self.write("good.bywhen", self.UNTIDY)
        result = run("fmt", wrong, good)
        self.assert_status(REFUSED, result)
        self.assertIn("error[BW01", result.err)
        self.assertEqual("policy x\nactor { }\n", wrong.read_text())
        self.assertNotEqual(self.UNTIDY, good.read_text())

    def test_permissions_stay(self):
        for mode in (0o600, 0o664, 0o755):
            path = self.write("x.bywhen", self.UNTIDY)
            path.chmod(mode)
            self.assert_status(GOOD, run("fmt", path))
            self.assertEqual(mode, stat.S_IMODE(path.stat().st_mode))

    def test_a_link_stays_a_link(self):
        real = self.write("real/x.bywhen", self.UNTIDY)
        link = self.folder / "x.bywhen"
        link.symlink_to("real/x.bywhen")
        self.assert_status(GOOD, run("fmt", link))
        self.assertTrue(link.is_symlink())
        self.assertNotEqual(self.UNTIDY, real.read_text())
        self.assertEqual(["x.bywhen"], os.listdir(real.parent))

    def test_what_is_no_file_is_left_alone(self):
        pipe = self.folder / "pipe.bywhen"
        os.mkfifo(pipe)
        with subprocess.Popen([COMMAND, "fmt", pipe], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as formatting:
            pipe.write_text(self.UNTIDY)
            errors = formatting.communicate(timeout=SECONDS)[1]
        self.assertEqual(MACHINE, formatting.returncode)
        self.assertIn(b"pipe.bywhen: not a regular file", errors)
        dangling = self.folder / "dangling.bywhen"
        dangling.symlink_to("nowhere")
        self.assert_fails(MACHINE, "fmt", dangling, says="no such file")

    def test_a_folder_that_cannot_be_written(self):
        if os.geteuid() != 0:
            return
        path = self.write("closed/x.bywhen", self.UNTIDY)
        path.chmod(0o666)
        path.parent.chmod(0o555)
        self.folder.chmod(0o755)
        command = shutil.copy(COMMAND, self.folder / "bywhen")
        done = subprocess.run(
            [command, "fmt", path], capture_output=True, env=environment(), timeout=SECONDS, check=False, user=65534)
        self.assertEqual(MACHINE, done.returncode)
        self.assertIn(b"permission denied", done.stderr)
        self.assertEqual(self.UNTIDY, path.read_text())
        self.assertEqual(["x.bywhen"], os.listdir(path.parent))

    def test_no_room_for_the_new_text(self):
        """A limit on the size of files stands in for a full disk."""
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
        path = self.write("x.bywhen", self.UNTIDY)
        done = subprocess.run(
            [COMMAND, "fmt", path], capture_output=True, env=environment(), timeout=SECONDS, check=False, preexec_fn=limit)
        self.assertEqual((MACHINE, b""), (done.returncode, done.stdout))
        self.assertIn(b"x.bywhen: file too large", done.stderr)
        self.assertEqual(self.UNTIDY, path.read_text())
        self.assertEqual(["x.bywhen"], os.listdir(self.folder))

    def test_readers_see_the_old_text_or_the_new(self):
        """A large file is read again and again while it is rewritten."""
        old = self.UNTIDY + "".join(f"actor   a{number}\n" for number in range(20_000))
        new = run("fmt", "-", given=old).out
        path = self.write("x.bywhen", old)
        with subprocess.Popen([COMMAND, "fmt", path], stdout=subprocess.DEVNULL, env=environment()) as formatting:
            seen = set()
            while formatting.poll() is None:
                seen.add(path.read_text())
        seen.add(path.read_text())
        self.assertLessEqual(seen, {old, new})
        self.assertEqual(new, path.read_text())


if __name__ == "__main__":
    unittest.main()
