"""How long the least-effort path takes on the whole pack, beside a knapsack of as many actions."""

import statistics
import time
from random import Random

from readiness.content import rules_folder
from readiness.domain.assessment import Answer, Given
from readiness.domain.formula import Done, enough
from readiness.domain.integer_programme import cheapest
from readiness.domain.organisation import Organisation, OrganisationKind, Setting
from readiness.domain.pack import DONT_KNOW, Kind
from readiness.domain.path import MOST_TIES, shortest_path
from readiness.domain.path_search import half_days
from readiness.domain.stakes import stakes
from readiness.domain.verdict import assess
from readiness.storage.packs import current_pack
from tests.examples import ON

ROUNDS = 200
LIMIT = 1000
"""The most milliseconds that the worst path may take."""


def run():
    """Print median and worst of 200 seeded assessments; 1 when a path is wrong or over a second."""
    pack = current_pack(rules_folder(), "hscn")
    verdicts = [assess(pack, _given(pack, Random(seed))) for seed in range(ROUNDS)]
    last = pack.stages[-1].key
    _knapsack(verdicts[0])
    knapsack = [_timed(lambda v=v: _knapsack(v))[0] for v in verdicts]
    print(f"{'yardstick: a knapsack':<24}{_figures(knapsack)}")
    found = [
        *_rounds("next stage", [(v, _next(v), 0) for v in verdicts], knapsack),
        *_rounds("last stage", [(v, last, 0) for v in verdicts], knapsack),
        *_rounds("last stage, five ties", [(v, last, MOST_TIES) for v in verdicts], knapsack),
    ]
    at_stake = [_timed(lambda v=v: stakes(v))[0] for v in verdicts]
    print(f"{'what is at stake in all':<24}{_figures(at_stake)}")
    mistaken = sum(len(paths.mistaken) for _, paths in found)
    over = sum(taken > LIMIT for taken, _ in found)
    print(f"paths that the judgement refused: {mistaken}; over {LIMIT} ms: {over}")
    return 1 if mistaken or over else 0


def _rounds(name, questions, knapsack):
    """Find every path and print how long it took, and how much of that a bare knapsack takes."""
    found = [_timed(lambda q=q: shortest_path(q[0], q[1], ties=q[2])) for q in questions]
    times = [taken for taken, _ in found]
    ratio = statistics.median(times) / statistics.median(knapsack)
    forbidden = sum(paths.best is None for _, paths in found)
    print(f"{name:<24}{_figures(times)}  {ratio:4.1f} times the knapsack, {forbidden} forbidden")
    return found


def _knapsack(verdict):
    """Let the solver choose the cheapest half of the pack's actions."""
    actions = verdict.pack.actions
    costs = {action.key: half_days(action, verdict.reading) for action in actions}
    half = enough(len(actions) // 2, [Done(action.key) for action in actions])
    return cheapest(costs, [half])


def _given(pack, random):
    """Answer each choice at random: a third not at all, a tenth don't know."""
    sites = random.randint(1, 99)
    trust = Organisation("ZX9", "Any Trust", OrganisationKind.TRUST, Setting.ACUTE, sites=sites)
    answers = {}
    for question in pack.questions.values():
        draw = random.random()
        if question.kind in (Kind.CHOICE, Kind.YES_NO) and draw > 0.33:
            key = random.choice(question.options).key
            answers[question.key] = Answer(DONT_KNOW if draw < 0.43 else key)
    answers.pop(pack.claimed, None)
    return Given(trust, ON, answers)


def _next(verdict):
    place = verdict.pack.stage_index[verdict.evidenced.key]
    return verdict.pack.stages[min(place + 1, len(verdict.pack.stages) - 1)].key


def _timed(work):
    started = time.perf_counter()
    done = work()
    return (time.perf_counter() - started) * 1000, done


def _figures(times):
    return f"{statistics.median(times):7.2f} ms median {max(times):8.2f} ms worst"
