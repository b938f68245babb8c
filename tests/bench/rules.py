"""How fast a whole pack is judged: many organisations at once, one by one, and by others."""

import tempfile
import time
from contextlib import closing
from pathlib import Path
from random import Random
from statistics import median

from readiness.content import rules_folder
from readiness.domain.assessment import Reading
from readiness.domain.condition import Truth, ask
from readiness.domain.gathering import gather, gather_written, places_read, subjects_read
from readiness.domain.verdict import assess
from readiness.storage.database import open_database
from readiness.storage.packs import current_pack
from readiness.storage.submissions import newest_submissions
from tests.bench.england import measure, whole, write_england
from tests.bench.made_up import print_bad_input, print_shares
from tests.bench.yardsticks import Translator, Unexpressed, name, plain, yardsticks
from tests.respondents import respondent

SIZES = (200, 2_000, 35_000)
ASKED = 200
ROUNDS = 9
POPULATION, ONE_BY_ONE = "population, columns kept", "ask, one by one"
WANTED_VERDICT = 5.0
"""Milliseconds that a verdict may take."""

WANTED_RATIO, WANTED_SECONDS, WANTED_MEMORY, WANTED_KEPT = 100, 4.0, 500, 0.1


def run():
    """Print every table, and last the ratio; 1 when it is below 100 or any truths differ."""
    pack = current_pack(rules_folder(), "hscn")
    agreed = print_shares()
    print_bad_input()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "england.db"
        write_england(path, SIZES[-1])
        population, encoding = _encoded(pack, path)
        measured = {size: _middle([measure(path, size) for _ in range(3)]) for size in SIZES}
    _print_growth(measured)
    _print_england(measured[SIZES[-1]])
    others = Others(pack)
    agreed &= others.agree()
    _print_verdict(pack, others.givens)
    ratio = _print_ratios(others, population, encoding, measured[SIZES[-1]])
    print(f"population vs fastest peer, per organisation: {ratio:.0f} times")
    return 0 if agreed and ratio >= WANTED_RATIO else 1


def _print_verdict(pack, givens):
    """Time a whole verdict of one organisation, with every trace, beside its rules without."""
    whole_verdict, bare = [], []
    for given in givens:
        begun = time.perf_counter()
        assess(pack, given)
        between = time.perf_counter()
        reading = Reading(pack, given)
        for rule in pack.rules:
            ask(rule.condition, reading)
        whole_verdict.append(between - begun)
        bare.append(time.perf_counter() - between)
    middle, worst = median(whole_verdict) * 1000, max(whole_verdict) * 1000
    met = "met" if middle < WANTED_VERDICT else "MISSED"
    print(
        f"\na verdict with every trace: {middle:.2f} ms in the middle, {worst:.2f} ms at worst"
        f" (under {WANTED_VERDICT:g}: {met}); {middle / (median(bare) * 1000):.1f} times its rules"
    )


def _middle(runs):
    """Return the run of middle duration."""
    return sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]


def _print_growth(measured):
    print("the hscn pack, SQLite to stage counts, each in a fresh process (middle of 3)")
    print(f"{'organisations':>13}{'seconds':>10}{'µs each':>10}{'whole pack judged':>20}{'MB':>8}")
    for size, run in measured.items():
        each = run["seconds"] / size * 1e6
        print(
            f"{size:>13,}{run['seconds']:>10.3f}{each:>10.1f}"
            f"{run['whole'] * 1000:>17.1f} ms{run['memory']:>8.0f}"
        )
    print()


def _print_england(run):
    stages = ", ".join(f"{key} {count:,}" for key, count in run["stages"].items())
    print(f"all England: {stages}")
    for what, value, unit, most in (
        ("SQLite to stage counts", run["seconds"], "s", WANTED_SECONDS),
        ("  of that, processor time", run["processor"], "s", WANTED_SECONDS),
        ("most memory", run["memory"], "MB", WANTED_MEMORY),
        ("stage counts, columns kept", run["kept"] * 1000, "ms", WANTED_KEPT * 1000),
        ("whole pack, columns kept", run["whole"] * 1000, "ms", WANTED_KEPT * 1000),
    ):
        met = "met" if value < most else "MISSED"
        print(f"  {what:<28}{value:>9.2f} {unit:<3} (under {most:g}: {met})")
    print(f"  before anything was read, the process had {run['before']:.0f} MB\n")


class Others:
    """The other evaluators, and organisations that answered everything to ask them about."""

    def __init__(self, pack):
        random = Random(20261125)
        self.pack = pack
        self.givens = [respondent(pack, random, whole=True) for _ in range(ASKED)]
        self.conditions = _conditions(pack)
        self.expressed, self.logics = [], []
        asked_when = {k: q.asked_when for k, q in pack.questions.items() if q.asked_when}
        translator = Translator(asked_when)
        for condition in self.conditions:
            try:
                self.logics.append(translator.yes(condition))
                self.expressed.append(condition)
            except Unexpressed:
                continue
        self.others = yardsticks(self.logics)
        self.inputs = [self._input(given) for given in self.givens]

    def agree(self):
        """Say whether everyone gives the same truths, and print what was compared."""
        population = gather(self.pack, self.givens)
        truths = [population.judge(condition) for condition in self.expressed]
        ours = [[column.truth(p) is Truth.YES for column in truths] for p in range(ASKED)]
        said = f"{len(self.expressed)} of {len(self.conditions)}"
        print(
            f"compared: {ASKED} organisations that answered everything, whether each condition of"
        )
        print(f"rules and routes is yes; {said} can be said in languages that know no months")
        same = {
            other: [list(give(make(values))) for values in self.inputs] == ours
            for other, (make, give) in self.others.items()
        }
        same["ask"] = ours == [self._asked(given) for given in self.givens]
        for other, agrees in same.items():
            print(f"  {other:<28}{'the same truths' if agrees else 'OTHER TRUTHS'}")
        return all(same.values())

    def seconds(self, population):
        """Return the seconds that each takes for one organisation, the best of some rounds."""
        jobs = {POPULATION: lambda: whole(self.pack, population), ONE_BY_ONE: self._ask}
        for other, (make, give) in self.others.items():
            jobs[other] = _job(give, [make(values) for values in self.inputs])
        sizes = dict.fromkeys(jobs, ASKED) | {POPULATION: population.size}
        times = {job: [] for job in jobs}
        for _ in range(ROUNDS):
            for job, do in jobs.items():
                begun = time.perf_counter()
                do()
                times[job].append((time.perf_counter() - begun) / sizes[job])
        return {job: min(each) for job, each in times.items()}

    def _asked(self, given):
        reading = Reading(self.pack, given)
        return [ask(condition, reading).truth is Truth.YES for condition in self.expressed]

    def _ask(self):
        for given in self.givens:
            reading = Reading(self.pack, given)
            for condition in self.conditions:
                ask(condition, reading)

    def _input(self, given):
        reading = Reading(self.pack, given)
        return {name(s): plain(reading.value(s)) for s in subjects_read(self.pack)}


def _conditions(pack):
    """Return the conditions of rules and routes, as a verdict asks them."""
    routes = [r.open_when for r in pack.routes.routes if r.open_when is not None]
    rules = [rule.condition for rule in pack.rules]
    return [*rules, *routes, *(reason.when for reason in pack.routes.reasons)]


def _job(give, inputs):
    def do():
        for values in inputs:
            give(values)

    return do


def _print_ratios(others, population, encoding, england):
    """Print the time of each for one organisation; return how many times the fastest peer takes."""
    seconds = others.seconds(population)
    judging, reading = seconds[POPULATION], england["gathering"] / SIZES[-1]
    table = {
        POPULATION: judging,
        "population, from values in memory": encoding + judging,
        "population, from SQLite": reading + judging,
        **seconds,
    }
    print(
        f"\none organisation, every rule and route ({SIZES[-1]:,} in the population; the others are"
    )
    print(f"asked of {ASKED}, from values in memory; best of {ROUNDS} rounds, interleaved)")
    for what, each in table.items():
        print(f"{what:<36}{each * 1e6:>10.2f} µs{each / judging:>10.0f} times")
    fastest = min(seconds[other] for other in others.others)
    print(f"\nencoding counted too: {fastest / (encoding + judging):.1f} times")
    return fastest / judging


def _encoded(pack, path):
    """Return everybody as a population, and the seconds that encoding took for one of them."""
    with closing(open_database(path)) as db:
        rows = [values for _, values in newest_submissions(db, pack.key, places_read(pack))]
    times = []
    for _ in range(3):
        begun = time.perf_counter()
        population = gather_written(pack, rows)
        times.append((time.perf_counter() - begun) / len(rows))
    return population, min(times)
