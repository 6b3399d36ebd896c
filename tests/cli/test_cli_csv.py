#!/usr/bin/env python3
"""`decide --orders` with CSV: columns that are facts, cells as people type them, rows good and bad."""

import csv
import io
import json
import resource
import subprocess
import unittest

from command import COMMAND, GOOD, REFUSED, REPAIRS, ROOT, SECONDS, USAGE, CommandTest, environment, run

AT = ("--at", "2026-03-12T09:00:00Z")
HEAD = "id,sent_in_at,price,pay_by"
ROW = "A-1,2026-03-02T09:00:00Z,40.00 EUR,card"
SHOP = "tests/language/sets/good/shop"


class Csv(CommandTest):
    def decide(self, text, *more, policy=REPAIRS, at=AT, **given):
        return run("decide", policy, "--orders", "-", "--input", "csv", *at, *more, given=text, **given)

    def orders(self, text, *more, **given):
        """The orders as they were read, all of them good."""
        result = self.decide(text, *more, "--log", **given)
        self.assert_status(GOOD, result)
        return [json.loads(line)["order"] for line in result.out.splitlines()]

    def fact(self, name, cell):
        """What a cell of the fact's column is read as."""
        return self.orders(f"{HEAD},{name}\n{ROW},{cell}\n")[0]["facts"].get(name)

    def test_a_row_is_what_a_line_of_json_is(self):
        line = '{"id": "A-1", "facts": {"sent_in_at": "2026-03-02T09:00:00Z", "price": "40.00 EUR", "pay_by": "card"}}\n'
        for more in ((), ("--answer", "brief")):
            as_json = run("decide", REPAIRS, "--orders", "-", *AT, *more, given=line * 3)
            as_csv = self.decide("\n".join([HEAD, ROW, ROW, ROW]), *more)
            self.assert_status(GOOD, as_csv)
            self.assertEqual(as_json, as_csv)

    def test_rows_of_any_system(self):
        plain = self.decide(f"{HEAD}\n{ROW}\n{ROW}\n")
        self.assert_status(GOOD, plain)
        quoted = ",".join(f'"{cell}"' for cell in ROW.split(","))
        blanks = ROW.replace(",", " ,\t ")
        for text in (f"{HEAD}\r\n{ROW}\r\n{ROW}\r\n", f"{HEAD}\n{ROW}\n{ROW}", f"{HEAD}\r{ROW}\r{ROW}", f"\ufeff{HEAD}\n{ROW}\n{ROW}\n",
                     f"{HEAD}\n\n{ROW}\n \n\n{quoted}\n", f'\ufeff"id",{HEAD[3:]}\n{quoted}\r\n{blanks}\r\n'):
            self.assertEqual(plain, self.decide(text))

    def test_cells_that_need_quotes(self):
        for cell in ('a "b", c', "two\nlines", "two\r\nlines", ",", '"', "käse 宅"):
            text = io.StringIO()
            csv.writer(text).writerows([HEAD.split(","), [cell, *ROW.split(",")[1:]]])
            self.assertEqual([cell], [order["id"] for order in self.orders(text.getvalue())])

    def test_an_empty_cell_is_not_told(self):
        self.assertIsNone(self.fact("paid_at", ""))
        self.assertIsNone(self.fact("paid_at", '""'))
        [order] = self.orders(f"{HEAD},status,as_of\n,2026-03-02T09:00:00Z,40.00 EUR,card,,\n")
        self.assertNotIn("id", order)
        self.assertEqual("sent_in", order["status"])

    def test_cells_of_every_kind(self):
        for name, cell, wanted in (("warranty", "yes", True), ("warranty", "true", True), ("warranty", "no", False), ("parts", "ordered", "ordered"),
                                   ("damage", "it, too", None), ("damage", '"it, too"', "it, too"), ("promised", "2026-04-01", "2026-04-01"),
                                   ("paid_at", "2026-03-03T10:00:00.25Z", "2026-03-03T10:00:00.25Z")):
            if wanted is None:
                self.assert_status(REFUSED, self.decide(f"{HEAD},{name}\n{ROW},{cell}\n"))
            else:
                self.assertEqual(wanted, self.fact(name, cell))

    def test_times_are_in_the_zone_that_is_said(self):
        summer = "2026-07-01 10:00"
        at = ("--at", "2026-08-01T00:00:00Z")
        text = f"{HEAD}\nA-1,{{}},40.00 EUR,card\n"
        for zone, offset in ((None, "08"), ("Europe/Berlin", "08"), ("UTC", "10"), ("America/New_York", "14"), ("Asia/Kolkata", "04:30")):
            [order] = self.orders(text.format(summer), *(("--zone", zone) if zone else ()), at=at)
            wanted = f"2026-07-01T{offset if ':' in offset else offset + ':00'}:00Z"
            self.assertEqual(wanted, order["facts"]["sent_in_at"])
            [order] = self.orders(text.format("2026-07-01T10:00:00+05:00"), *(("--zone", zone) if zone else ()), at=at)
            self.assertEqual("2026-07-01T05:00:00Z", order["facts"]["sent_in_at"])

    def test_a_time_that_the_zone_has_twice_or_not_at_all(self):
        for zone, time in (("Europe/Berlin", "2025-10-26 02:30"), ("Europe/Berlin", "2025-03-30 02:30"), ("America/New_York", "2025-11-02 01:30")):
            result = self.decide(f"{HEAD}\nA-1,{time},40.00 EUR,card\n", "--zone", zone)
            self.assert_status(REFUSED, result)
            self.assertIn("standard input:2: error[BW0811] /facts/sent_in_at: ", result.err)
            self.assert_status(GOOD, self.decide(f"{HEAD}\nA-1,{time},40.00 EUR,card\n", "--zone", "UTC"))

    def test_when_it_was_last_right(self):
        text = f"{HEAD},status,as_of\n{ROW},,2026-03-03 10:00\n"
        # The log keeps the order as it was asked about.
        self.assertEqual("2026-03-03T09:00:00Z", self.orders(text)[0]["as_of"])
        self.assertEqual("2026-03-03T10:00:00Z", self.orders(text, "--zone", "UTC")[0]["as_of"])
        result = self.decide(f"{HEAD},as_of\n{ROW},soon\n", "--zone", "UTC")
        self.assertIn("standard input:2: error[BW0807] /as_of: ", result.err)

    def test_amounts_in_the_currency_that_is_said(self):
        for cell, wanted in (("40", "40.00 EUR"), ("40.5", "40.50 EUR"), ("7.00 EUR", "7.00 EUR")):
            text = f"{HEAD}\nA-1,2026-03-02T09:00:00Z,{cell},card\n"
            self.assertEqual(wanted, self.orders(text, "--currency", "EUR")[0]["facts"]["price"])
        text = f"{HEAD}\nA-1,2026-03-02T09:00:00Z,40,card\n"
        self.assertIn("error[BW0807] /facts/price: ", self.decide(text).err)
        for bad in ("40.123", "4,5", "1e3", "-"):
            result = self.decide(f'{HEAD}\nA-1,2026-03-02T09:00:00Z,"{bad}",card\n', "--currency", "EUR")
            self.assertIn("standard input:2: error[BW0807] /facts/price: ", result.err)

    def test_columns_by_other_names(self):
        text = "order no,Sent in,how much,pay_by,note,a=b\n" + ROW + ",whatever,x\n"
        mapped = ("--map", "order no=id", "--map", "Sent in=sent_in_at", "--map", "how much=price", "--map", "note=", "--map", "a=b=")
        self.assertEqual(self.decide(f"{HEAD}\n{ROW}\n"), self.decide(text, *mapped))

    def test_columns_that_nobody_knows(self):
        text = f"{HEAD},note,told\n{ROW},x,y\n"
        says = ("standard input: the policy has no fact for the columns `note`, `told`; `--map note=FACT` says what it is, "
                "`--map note=` passes it over")
        self.refuses(text, says=says)
        self.refuses(text, "--map", "note=", says="no fact for the column `told`; `--map told=FACT`")
        self.refuses(text, "--map", "note=prise", says="the policy has no fact `prise`, which the column `note` is to be")
        self.refuses(text, "--map", "note=price", "--map", "told=", says="the columns `price` and `note` are the same")
        self.refuses(text, "--map", "nothing=id", says="there is no column `nothing`; the columns are id, sent_in_at, ")
        self.refuses(text, "--map", "note", says="`note` is not of the form COLUMN=FACT")
        self.refuses(f"{HEAD},\n{ROW},\n", says="a column has no name")
        self.refuses("id,id\n", says="the columns `id` and `id` are the same")
        self.refuses(f"{HEAD}\n{ROW}\n", "--zone", "Europe/Berlln", says="there is no time zone `Europe/Berlln`")
        self.refuses(f"{HEAD}\n{ROW}\n", "--zone", 'UTC" ', says="there is no time zone")
        self.refuses(f"{HEAD}\n{ROW}\n", "--currency", "eur", says="there is no currency `eur`")
        self.refuses("id,sent_in_at\n", "--currency", "EUR", says="no column has any")
        self.refuses("\x1b[2J,id\n", says="no fact for the column")

    def refuses(self, text, *more, says):
        result = self.decide(text, *more)
        self.assert_status(USAGE, result)
        self.assertIn(says, result.err)
        self.assertNotIn("\x1b", result.err)
        self.assertEqual("", result.out)

    def test_no_first_row(self):
        for text in ("", "\n\n", "\ufeff"):
            result = self.decide(text)
            self.assert_status(REFUSED, result)
            self.assertIn("the file is empty; its first row names the columns", result.err)
        self.assertIn("the first row: a quote stands where none may", self.decide('id,pr"ice\n').err)
        self.assertEqual((GOOD, "0 orders, 0 refused\n"), (self.decide(HEAD).status, self.decide(HEAD).err))

    def test_bad_rows_are_named_and_the_rest_goes_on(self):
        bad = ["A,2026-03-02T09:00:00Z,40.00 EUR", f"{ROW},more", "A,,40.00 EUR,card", "A,yesterday,forty,card", 'A,2026"-03,40.00 EUR,card',
               'A,"2026"-03,"40.00 EUR",card', "A,2027-03-02T09:00:00Z,40.00 EUR,card", "\0", ",,,"]
        rows = [HEAD] + [row for wrong in bad for row in (ROW, wrong, "")]
        for line_end in ("\n", "\r\n"):
            result = self.decide(line_end.join(rows) + line_end)
            self.assert_status(REFUSED, result)
            self.assertEqual(len(bad), len(result.out.splitlines()))
            *errors, counts = result.err.splitlines()
            self.assertEqual(f"{2 * len(bad)} orders, {len(bad)} refused", counts)
            self.assertEqual({3 + 3 * number for number in range(len(bad))}, {int(error.split(":")[1]) for error in errors})
        self.assertIn("standard input:3: error[BW0802]: the row has 3 fields, the first row has 4 ", result.err)
        self.assertIn("standard input:12: error[BW0807] /facts/sent_in_at: ", result.err)
        self.assertIn("standard input:12: error[BW0807] /facts/price: ", result.err)
        self.assertIn("standard input:15: error: a quote stands where none may", result.err)

    def test_rows_are_counted_as_spreadsheets_count_them(self):
        text = f'{HEAD}\n"two\nlines",{ROW[4:]}\n"three\r\n\r\nlines",{ROW[4:]}\nx,{ROW[4:]},y\n'
        self.assertIn("standard input:4: error[BW0802]", self.decide(text).err)

    def test_the_last_quote_is_missing(self):
        result = self.decide(f'{HEAD}\n{ROW}\n"A,{ROW}\n{ROW}\n')
        self.assert_status(REFUSED, result)
        self.assertEqual(1, len(result.out.splitlines()))
        self.assertEqual("standard input:3: error: the file ends within quotes: the last quote is missing\n2 orders, 1 refused\n", result.err)

    def test_by_the_files_name(self):
        path = self.write("orders.csv", f"{HEAD}\n{ROW}\n")
        self.assert_status(GOOD, run("decide", REPAIRS, "--orders", path, *AT))
        self.assert_status(REFUSED, run("decide", REPAIRS, "--orders", path, "--input", "ndjson", *AT))
        for option in (("--zone", "UTC"), ("--currency", "EUR"), ("--map", "a=b")):
            self.assert_fails(USAGE, "decide", REPAIRS, "--orders", "-", *option, says="are for CSV: add `--input csv`")
            self.assert_fails(USAGE, "decide", REPAIRS, "-", *option, says="--orders")
        self.assert_fails(USAGE, "decide", REPAIRS, "--orders", "-", "--input", "xml", says="--input")

    def test_threads_change_nothing(self):
        rows = [f"{number},{ROW[4:]}" if number % 5 else f'{number},"{number}\n",x' for number in range(30_000)]
        text = "\n".join([HEAD, *rows])
        one = self.decide(text, "--threads", "1")
        self.assert_status(REFUSED, one)
        self.assertEqual("30000 orders, 6000 refused", one.err.splitlines()[-1])
        for threads in ("2", "7"):
            self.assertEqual(one, self.decide(text, "--threads", threads))

    def test_a_log_can_be_replayed(self):
        log = self.write("log.ndjson", self.decide(f"{HEAD}\n{ROW}\n{ROW}\n", "--log").out)
        self.assert_status(GOOD, run("replay", log, "--policy", REPAIRS))

    def test_a_folder_of_versions(self):
        rows = [f"{number},20{18 + number % 4}-11-05 10:00,{country},100" for number, country in enumerate(["DE", "US", "BR"] * 4)]
        text = "\n".join(["id,placed_at,country,total", *rows])
        at = ("--at", "2022-01-10T10:00:00Z")
        lines = "\n".join(
            json.dumps({"id": row.split(",")[0], "facts": {"placed_at": row.split(",")[1], "country": row.split(",")[2], "total": "100.00 EUR"}})
            for row in rows)
        for more in ((), ("--answer", "brief")):
            as_json = run("decide", SHOP, "--orders", "-", *at, *more, given=lines)
            self.assertEqual(as_json, self.decide(text, "--currency", "EUR", *more, policy=SHOP, at=at))
            self.assertGreater(len(as_json.out.splitlines()), 6)

    def test_memory_is_bounded(self):
        """A quote that is never closed, in a file of a gigabyte, with half of that memory; and rows without end."""
        if "asan" in str(COMMAND):
            self.skipTest("the sanitizer needs address space of its own")

        def limit():
            resource.setrlimit(resource.RLIMIT_AS, (512 << 20, 512 << 20))
        for begin, block, says in (('"', b"x" * (1 << 20), b"a field is longer than 16 MiB"), ("", b"x," * (1 << 19), b"the row is longer than 16 MiB")):
            with subprocess.Popen(
                    [COMMAND, "decide", REPAIRS, "--orders", "-", "--input", "csv", *AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE, cwd=ROOT, env=environment(), preexec_fn=limit) as deciding:
                deciding.stdin.write(f"{HEAD}\n{ROW}\n{begin}".encode())
                for _ in range(1024 if begin else 64):
                    deciding.stdin.write(block)
                out, err = deciding.communicate(f"\n{ROW}\n".encode(), timeout=SECONDS)
            self.assertEqual(REFUSED, deciding.returncode, err)
            self.assertEqual(2, len(out.splitlines()), err)
            self.assertIn(b"standard input:3: error: " + says, err)
            self.assertTrue(err.endswith(b"3 orders, 1 refused\n"), err)

    def test_an_answer_does_not_wait_for_the_next_row(self):
        with subprocess.Popen(
                [COMMAND, "decide", REPAIRS, "--orders", "-", "--input", "csv", *AT], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()) as deciding:
            deciding.stdin.write(f"{HEAD}\n".encode())
            for number in range(3):
                deciding.stdin.write(f"{number},{ROW[4:]}\n".encode())
                deciding.stdin.flush()
                self.assertEqual(str(number), json.loads(deciding.stdout.readline())["order"]["id"])
            deciding.communicate(timeout=SECONDS)
        self.assertEqual(GOOD, deciding.returncode)

    def test_half_a_row_holds_up_no_answer(self):
        for half in ('"2', '"2\nlines",2026-03-02T', "2"):
            with subprocess.Popen(
                    [COMMAND, "decide", REPAIRS, "--orders", "-", "--input", "csv", "--threads", "2", *AT], stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment()) as deciding:
                deciding.stdin.write(f"{HEAD}\n{ROW}\n{half}".encode())
                deciding.stdin.flush()
                self.assertEqual("A-1", json.loads(deciding.stdout.readline())["order"]["id"])
                deciding.communicate(timeout=SECONDS)


if __name__ == "__main__":
    unittest.main()
