"""Which metrics does the server report?

For Prometheus, in a registry of our own. Of several workers each keeps its counts in a file of the folder
that `PROMETHEUS_MULTIPROC_DIR` names, and any of them responds with the sum.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Blueprint, Flask, Response, current_app, g, request

from index import IndexUnusable
from web.api.operations import operation
from web.http.current import live_index
from web.http.parameters import NoParameters

if TYPE_CHECKING:
    from prometheus_client import Metric

blueprint = Blueprint("metrics", __name__)

_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"


class RequestMetrics:
    """Counts requests and measures their times, by route and status."""

    def __init__(self) -> None:
        # The library decides on import whether processes share their counts.
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self._registry = CollectorRegistry()
        self._requests = Counter(
            "yinsuo_requests", "Requests answered.", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "yinsuo_request_seconds",
            "Time from the request to its answer.",
            ["route"],
            buckets=_BUCKETS,
            registry=self._registry,
        )

    def count(self, route: str, status: int, seconds: float) -> None:
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, index: "IndexMetrics") -> str:
        """All metrics in the text format of Prometheus 0.0.4."""
        from prometheus_client import CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        current = CollectorRegistry()
        current.register(index)
        counted = self._registry
        if _FOLDER in os.environ:
            counted = CollectorRegistry()
            MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
        return (generate_latest(counted) + generate_latest(current)).decode()


class IndexMetrics:
    """What the live generation holds, read whenever metrics are collected."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def collect(self) -> "Iterator[Metric]":
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily

        try:
            generation = live_index().searcher().generation
        except IndexUnusable:
            yield GaugeMetricFamily("yinsuo_index_up", "Whether queries can be answered.", 0)
            return
        meta = generation.meta
        yield GaugeMetricFamily("yinsuo_index_up", "Whether queries can be answered.", 1)
        yield GaugeMetricFamily("yinsuo_index_articles", "Articles of the live index.", meta.articles)
        yield GaugeMetricFamily("yinsuo_index_points", "Points of the live index.", meta.points)
        yield GaugeMetricFamily("yinsuo_index_paragraphs", "Paragraphs of the live index.", meta.paragraphs)
        yield GaugeMetricFamily(
            "yinsuo_index_bytes", "Size of the live index on disk.", _size(self._root / generation.name)
        )
        yield InfoMetricFamily(
            "yinsuo_index",
            "Which generation is live.",
            {"generation": generation.name, "engine": meta.engine, "created": meta.created},
        )


@operation(blueprint, "/metrics", media="text/plain", valid="never", needs_key=False, rate_limited=False)
def metrics(parameters: NoParameters) -> str:
    """The metrics of the server and its index, for Prometheus."""
    requests: RequestMetrics = current_app.extensions["yinsuo.metrics"]
    return requests.text(IndexMetrics(current_app.config["YINSUO_INDEX"]))


def measure_requests(app: Flask) -> None:
    """Count every request of the application. All paths without a route count as one."""
    requests = app.extensions["yinsuo.metrics"] = RequestMetrics()

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else ""
        requests.count(route, response.status_code, time.perf_counter() - g.began)
        return response


def _size(folder: Path) -> int:
    """The bytes of a folder's files; 0 for a folder that is being replaced."""
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return 0
