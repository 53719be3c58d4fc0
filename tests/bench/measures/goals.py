"""Is it as fast as it is meant to be?

The goals are for two idle cores. Ratios compare figures of one run, so they hold on a busy machine too, as
far as both sides were disturbed alike.
"""

from collections.abc import Iterator

import msgspec

from tests.bench.measures.results import Run


class Goal(msgspec.Struct, frozen=True):
    """A figure and its limit, at least or at most."""

    name: str
    figure: float
    limit: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.figure >= self.limit if self.at_least else self.figure <= self.limit


def goals_of(run: Run) -> Iterator[Goal]:
    """The goals of which this run has the figures."""
    if answers := run.answers:
        yield Goal("whole answer, p50, ms", answers.headline.p50, 4)
        yield Goal("whole answer, p95, ms", answers.headline.p95, 12)
        yield Goal("engine / raw tantivy, same tokens, p50", answers.engine.p50 / answers.floor.p50, 5)
        yield Goal("engine / raw tantivy, same tokens, p95", answers.engine.p95 / answers.floor.p95, 5)
    if whole := run.whole:
        yield Goal("stock Whoosh / whole answer, p50", whole.whoosh.p50 / whole.yinsuo.p50, 5, at_least=True)
        yield Goal("stock Whoosh / whole answer, p95", whole.whoosh.p95 / whole.yinsuo.p95, 15, at_least=True)
    by_size = {each.build.corpus.passages: each.answers for each in run.growing}
    if million := by_size.get(1_000_000):
        yield Goal("whole answer of a million passages, p50, ms", million.p50, 12)
        yield Goal("whole answer of a million passages, p95, ms", million.p95, 60)
        if before := by_size.get(100_000):
            yield Goal("a million / a hundred thousand passages, p50", million.p50 / before.p50, 6)
            yield Goal("a million / a hundred thousand passages, p95", million.p95 / before.p95, 6)
    if served := run.endpoint:
        eight = next(each for each in served.rounds if each.clients == 8)
        yield Goal("requests a second, 8 clients", eight.requests_a_second, 250, at_least=True)
        yield Goal("p99 at 8 clients, ms", eight.p99, 120)
        yield Goal("errors", sum(each.errors for each in served.rounds), 0)
        if served.long:
            yield Goal("requests of the long run", served.long.requests, 100_000, at_least=True)
            yield Goal("errors of the long run", served.long.errors, 0)
            # The caches fill at first, so the end is held against the middle.
            _, middle = served.held[len(served.held) // 2]
            yield Goal("memory at its end / at its middle", served.held[-1][1] / middle, 1.03)
    if starts := run.starts:
        yield Goal("serve ready, ms", starts.serve, 1500)
        yield Goal("search, ms", starts.search, 800)
        yield Goal("--help, ms", starts.help, 200)


def goal_lines(run: Run) -> Iterator[str]:
    """A line for each goal, and whether it is met."""
    for goal in goals_of(run):
        relation = "≥" if goal.at_least else "≤"
        mark = "met   " if goal.is_met else "MISSED"
        yield f"{mark} {goal.name}: {goal.figure:,.2f} ({relation} {goal.limit:g})"
