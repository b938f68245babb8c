"""Conditions that no pack has: of every kind and truth, and far too many, far too deep."""

import subprocess
import sys
from random import Random

from readiness.domain.condition import AllOf, AnyOf, Not, Truth
from tests.bench.served import ROOT
from tests.crowd import NAMES, shares


def print_shares():
    """Say how often made-up conditions came to each truth, and whether population and ask agree."""
    counted, parted = shares(Random(20261124), 1_000)
    print("made-up conditions of made-up members, population beside ask (fixed seed)")
    print(f"{'':<16}{''.join(f'{truth:>12}' for truth in Truth)}")
    for reached in NAMES:
        print(f"{reached:<16}{''.join(f'{counted[reached, truth]:>12,}' for truth in Truth)}")
    print(f"truths that are not the same: {parted}\n")
    return parted == 0


def print_bad_input():
    """Judge far more and far deeper rules than any pack has, in a process of its own."""
    command = [sys.executable, "-c", DEEP]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    print(f"5,000 rules, each 50 deep, over 2,000 members: {found.stdout}")


DEEP = """
import time
from random import Random
from tests.bench.england import most_memory
from tests.bench.made_up import deep_rules
from tests.crowd import make_crowd
crowd = make_crowd(Random(1), conditions=40, members=2_000)
rules = deep_rules(crowd.conditions, 5_000, 50)
population = crowd.population()
before, begun = most_memory(), time.perf_counter()
for rule in rules:
    population.judge(rule)
print(f"{time.perf_counter() - begun:.1f} s, {most_memory() - before:.0f} MB more than before")
"""


def deep_rules(conditions, number, depth):
    """Make rules nested so deep, each another way."""
    random = Random(2)
    rules = []
    for _ in range(number):
        rule = random.choice(conditions)
        for _ in range(depth // 2):
            rule = random.choice((AllOf, AnyOf))((Not(rule), random.choice(conditions)))
        rules.append(rule)
    return rules
