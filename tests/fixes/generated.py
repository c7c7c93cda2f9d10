"""Projects with planted defects, each with the text that fixing has to leave.

A file is made of lines; a planted line has one text before and one after. Whatever is not planted is the same in
both, so that equality with the expected text says that every other byte stayed.
"""

from __future__ import annotations

from random import Random
from typing import NamedTuple

JOBS = ("bronze_refresh", "silver_orders_refresh", "gold_reporting")
SELECTIONS = {
    "bronze_refresh": "group:bronze",
    "silver_orders_refresh": "silver_orders",
    "gold_reporting": "gold_revenue",
}
MISSPELT = {
    "bronze_refresh": ("bronze_refesh", "bronze_refrsh", "Bronze-Refresh", "bronze_refreshh"),
    "silver_orders_refresh": ("silver_order_refresh", "silver_orders_refersh", "silver_ordes_refresh"),
    "gold_reporting": ("gold_reportin", "gold_repotring", "gold-reporting"),
}
COMMENTS = ("", "", "", "  # why", "   # see ümlaut ✓", " # a: b, [c] 'd", "\t# tab before", "  # 😀 astral")
WORDS = ("on", "no", "Off", "yes", "12:30", "1_000")


class Generated(NamedTuple):
    """A floe.yaml before and after fixing, and the rules whose defects were planted, once for each."""

    before: bytes
    after: bytes
    planted: tuple[str, ...]


class _Writer:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.step = random.choice((2, 2, 4, 3))
        self.rows: list[tuple[str, str | None]] = []
        self.planted: list[str] = []

    def line(self, depth: int, text: str, fixed: str | None = None, *, comment: bool = True) -> None:
        """A line; ``fixed`` is what becomes of it."""
        indent = " " * (self.step * depth)
        tail = self.random.choice(COMMENTS) if comment else ""
        self.rows.append((indent + text + tail, indent + (text if fixed is None else fixed) + tail))

    def same(self, row: str) -> None:
        """A line as it stands."""
        self.rows.append((row, row))

    def gone(self, depth: int, text: str) -> None:
        """A line that fixing takes out."""
        self.rows.append((" " * (self.step * depth) + text, None))

    def noise(self, depth: int) -> None:
        for _ in range(self.random.choice((0, 0, 0, 1, 2))):
            self.same(self.random.choice(("", "", " " * (self.step * depth) + "# a line of its own", "   ")))

    def scalar(self, depth: int, key: str, value: str, planted: str | None, rule: str) -> None:
        """A key with a value in random quotes, perhaps with another value before."""
        quote = self.random.choice(("", "'", '"'))
        space = self.random.choice((" ", " ", "  "))
        if planted is None:
            self.line(depth, f"{key}:{space}{quote}{value}{quote}")
        else:
            self.planted.append(rule)
            self.line(depth, f"{key}:{space}{quote}{planted}{quote}", f"{key}:{space}{quote}{value}{quote}")


def generate(seed: int) -> Generated:
    """One file; the same for the same seed."""
    random = Random(seed)
    writer = _Writer(random)
    _head(writer)
    is_misplaced = random.random() < 0.25
    writer.line(0, "orchestration:")
    writer.line(1, "asset_modules: [shop.assets]")
    writer.noise(1)
    _partitions(writer)
    _jobs(writer)
    if is_misplaced:
        # Behind the section that takes them up: every line of theirs is indented where it stands.
        writer.planted.append("misplaced-section")
        start = len(writer.rows)
        _schedules(writer, 0)
        shift = " " * writer.step
        writer.rows[start:] = [(row, fixed and shift + fixed) for row, fixed in writer.rows[start:]]
    else:
        _schedules(writer, 1)
    return _encoded(writer)


def _head(writer: _Writer) -> None:
    random = writer.random
    if random.random() < 0.3:
        writer.line(0, "# The shop.", comment=False)
    writer.line(0, "name: shop")
    kind = random.randrange(3)
    if kind == 0:
        writer.planted.append("wrong-type")
        writer.line(0, "version: 1.2", 'version: "1.2.0"')
    elif kind == 1:
        writer.planted.append("invalid-value")
        writer.line(0, "version: 'v2.1'", "version: '2.1.0'")
    else:
        writer.line(0, 'version: "1.0.0"')
    writer.noise(0)
    if random.random() < 0.4:
        writer.line(0, "observability:")
        writer.line(1, "attributes:")
        word = random.choice(WORDS)
        writer.planted.append("ambiguous-scalar")
        writer.line(2, f"window: {word}", f'window: "{word}"')
        writer.noise(1)


def _partitions(writer: _Writer) -> None:
    random = writer.random
    if random.random() < 0.5:
        return
    writer.line(1, "partitions:")
    writer.line(2, "daily:")
    writer.scalar(3, "type", "time_window", random.choice((None, "time-window", "time_windw")), "invalid-value")
    writer.line(3, 'start: "2024-01-01"')
    writer.line(3, 'cron_schedule: "0 0 * * *"')
    writer.line(1, "assets:")
    writer.line(2, '"bronze_*":')
    writer.scalar(3, "partitions", "daily", random.choice((None, "dayly", "Daily")), "partition-not-found")


def _jobs(writer: _Writer) -> None:
    random = writer.random
    writer.line(1, "jobs:")
    for job in JOBS:
        writer.noise(2)
        writer.line(2, f"{job}:")
        writer.line(3, "type: batch")
        key = "selection"
        if random.random() < 0.15:
            writer.planted.append("unknown-key")
            key = random.choice(("selction", "Selection", "selections"))
        if random.random() < 0.3:
            writer.line(3, "description: |", comment=False)
            for row in ("Runs: every # day", "", "  deeper 'text'", "job: bronze_refesh"):
                writer.same(row and " " * (writer.step * 4) + row)
        if random.random() < 0.5:
            writer.line(3, f"{key}:", "selection:")
            writer.line(4, f"- {SELECTIONS[job]}")
            if random.random() < 0.4:
                writer.planted.append("selection-redundant-term")
                writer.gone(4, f"- '{SELECTIONS[job]}'" + random.choice(COMMENTS))
        else:
            term = SELECTIONS[job]
            only = f'["{term}"]'
            doubled = f'["{term}", {term}]' if random.random() < 0.4 else only
            if doubled != only:
                writer.planted.append("selection-redundant-term")
            writer.line(3, f"{key}: {doubled}", f"selection: {only}")


def _schedules(writer: _Writer, depth: int) -> None:
    random = writer.random
    writer.line(depth, "schedules:")
    for number in range(random.randrange(1, 5)):
        writer.noise(depth + 1)
        job = random.choice(JOBS)
        planted = random.choice((None, *MISSPELT[job]))
        cron = f'"{number} {number} * * *"'
        ignore = random.random() < 0.2
        if ignore:
            writer.planted.append("unused-ignore")
        if random.random() < 0.4:
            text, fixed = f"{{job: {planted or job}, cron_schedule: {cron}}}", f"{{job: {job}, cron_schedule: {cron}}}"
            if planted:
                writer.planted.append("job-not-found")
            comment = "  # floe: ignore[trigger-loop] not any more" if ignore else ""
            writer.line(depth + 1, f"s{number}: {text}{comment}", f"s{number}: {fixed}", comment=False)
            continue
        writer.line(depth + 1, f"s{number}:")
        writer.scalar(depth + 2, "job", job, planted, "job-not-found")
        if ignore:
            writer.gone(depth + 2, "# floe: ignore[trigger-loop, cron-random] not any more")
            writer.planted.append("unused-ignore")
        misspelt = random.random() < 0.15
        if misspelt:
            writer.planted.append("unknown-key")
        writer.line(depth + 2, f"{'cron_shedule' if misspelt else 'cron_schedule'}: {cron}", f"cron_schedule: {cron}")
        if random.random() < 0.3:
            writer.scalar(
                depth + 2, "timezone", "Europe/Berlin", random.choice((None, "Europe/Berln")), "timezone-unknown"
            )


def _encoded(writer: _Writer) -> Generated:
    """As bytes: a byte order mark or none, line breaks of one kind or mixed."""
    random = writer.random
    kind = random.choice(("\n", "\n", "\r\n", "mixed"))
    before, after = [], []
    for row, fixed in writer.rows:
        line_break = random.choice(("\n", "\r\n")) if kind == "mixed" else kind
        before.append(row + line_break)
        after.append("" if fixed is None else fixed + line_break)
    mark = random.choice(("", "", "\ufeff"))
    return Generated((mark + "".join(before)).encode(), (mark + "".join(after)).encode(), tuple(writer.planted))
