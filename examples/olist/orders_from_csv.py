#!/usr/bin/env python3
"""Turns Olist's public table of orders (CSV) into orders for policies/olist.bywhen: one JSON object a line.

The table tells local wall times without a zone. They are read as America/Sao_Paulo and written with their offset. A time
that occurs twice when the clocks go back is taken as the earlier one; a time that is skipped when they go forward takes
the offset from before the gap (00:30 becomes 01:30). Both are reported on standard error.

Every row becomes exactly one line, in the order of the rows. A cell that cannot be read goes in as it stands: the
evaluator then refuses that order and names the fact, which is better than an order that went missing in silence.

Exit status: 0 every cell was read, 1 some cell or row was not (see standard error), 2 wrong usage or no such table.
"""

import argparse
import csv
import json
import re
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Sao_Paulo")
WALL_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?")
MIDNIGHT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)([T ]00:00(:00)?)?")

EVENTS = {
    "order_purchase_timestamp": "purchased_at",
    "order_approved_at": "approved_at",
    "order_delivered_carrier_date": "handed_over_at",
    "order_delivered_customer_date": "delivered_at",
}
ESTIMATE = "order_estimated_delivery_date"
COLUMNS = ["order_id", "order_status", *EVENTS, ESTIMATE]


class Unreadable(ValueError):
    """The table is not one that this program knows."""


class Notes:
    """What was odd, told on standard error as it is met."""

    def __init__(self):
        self.line = 0
        self.unread = 0

    def tell(self, text):
        print(f"orders_from_csv: line {self.line}: {text}", file=sys.stderr)

    def could_not_read(self, text):
        self.unread += 1
        self.tell(text)


def instant(text, notes):
    """RFC 3339 with the offset of São Paulo; what is no wall time comes back as it is."""
    try:
        wall = datetime.fromisoformat(text) if WALL_TIME.fullmatch(text) else None
    except ValueError:
        wall = None
    if wall is None:
        notes.could_not_read(f"`{text}` is no local time, passed on as it stands")
        return text
    before, after = (wall.replace(tzinfo=ZONE, fold=fold) for fold in (0, 1))
    told = before.astimezone(timezone.utc).astimezone(ZONE).isoformat()
    if before.utcoffset() > after.utcoffset():
        notes.tell(f"`{text}` occurs twice, taken as the earlier: {told}")
    elif before.utcoffset() < after.utcoffset():
        notes.tell(f"`{text}` is skipped by the clocks, taken with the offset from before: {told}")
    return told


def estimated_day(text, notes):
    """The estimate is a day, which the table writes as that day's midnight."""
    midnight = MIDNIGHT.fullmatch(text)
    if not midnight:
        notes.could_not_read(f"`{text}` is no day, passed on as it stands")
        return text
    return midnight["day"]


def order_of(row, notes):
    cells = {column: (row[column] or "").strip() for column in COLUMNS}
    facts = {fact: instant(cells[column], notes) for column, fact in EVENTS.items() if cells[column]}
    if cells[ESTIMATE]:
        facts["estimated_delivery"] = estimated_day(cells[ESTIMATE], notes)
    return {"id": cells["order_id"], "status": cells["order_status"], "facts": facts}


def convert(table, out, notes):
    """Writes one order for each row and returns how many there were."""
    rows = csv.DictReader(table)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        raise Unreadable(f"the table has no column {', '.join(missing)}")
    count = 0
    for row in rows:
        count += 1
        notes.line = rows.line_num
        if None in row:
            notes.could_not_read("more cells than columns, those left over are not passed on")
        if any(cell is None for cell in row.values()):
            notes.could_not_read("fewer cells than columns, those missing count as empty")
        out.write(json.dumps(order_of(row, notes), ensure_ascii=False) + "\n")
    return count


def main():
    parser = argparse.ArgumentParser(description="From Olist's table of orders to orders for policies/olist.bywhen.")
    parser.add_argument("table", help="the CSV file, or - for standard input")
    arguments = parser.parse_args()
    notes = Notes()
    try:
        source = sys.stdin.fileno() if arguments.table == "-" else arguments.table
        with open(source, newline="", encoding="utf-8-sig") as table:
            count = convert(table, sys.stdout, notes)
    except BrokenPipeError:
        return 0
    except (OSError, UnicodeDecodeError, csv.Error, Unreadable) as problem:
        print(f"orders_from_csv: {problem}", file=sys.stderr)
        return 2
    print(f"orders_from_csv: {count} rows, {count} orders", file=sys.stderr)
    return 1 if notes.unread else 0


if __name__ == "__main__":
    sys.exit(main())
