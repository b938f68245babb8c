"""Several processes doing something at the same moment."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

_barrier = None


def together(function, tasks):
    """Run a function on each task in a process of its own, and return what each gives back.

    The function is given a task and a `wait`, which returns once all have called it.
    """
    context = get_context("spawn")
    barrier = context.Barrier(len(tasks), timeout=60)
    with ProcessPoolExecutor(len(tasks), context, _remember, (barrier,)) as pool:
        return [future.result() for future in [pool.submit(_run, function, t) for t in tasks]]


def _remember(barrier):
    global _barrier
    _barrier = barrier


def _run(function, task):
    return function(task, _barrier.wait)
