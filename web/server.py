"""Which processes serve the application?

Runs it under gunicorn: a parent process that holds the address, and workers, each with its own application
and open index, so that they share no mutable state. A worker that dies is replaced.
"""

import gc
import logging
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable
from mmap import mmap
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.http import message

from index import YinsuoError, configured_analyzer, setting, whole_setting
from index.commands.options import counted, index_option
from search import open_dictionary
from web.app import create_app
from web.worker import KEEP_ALIVE, DrainingWorker

_THREADS = 4  # of a worker, which wait for no client: enough to respond while one searches
_GRACE = 30  # seconds that a request may still take once the server stops
_WARM_UP_QUERY = "引索 yinsuo"  # in both languages, so that it loads all that a query needs
_GC_THRESHOLD = 20_000  # objects made before the garbage collector runs; a response makes some thousands
_MAX_REQUEST_LINE = 65_536  # bytes; each of the 1,000 characters of a query may take 12


class _Parent(Arbiter):  # type: ignore[misc]
    """The parent process, which lets its workers know that the server stops and not just one of them."""

    def stop(self, graceful: bool = True) -> None:
        self.app.stopping[0] = 1
        super().stop(graceful)


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, configured only here: no configuration file, environment or command line of its own."""

    def __init__(self, make: Callable[[], Flask], options: dict[str, Any]) -> None:
        self.stopping = mmap(-1, 1)  # one byte that the processes share
        self._make = make
        self._options = options
        super().__init__()

    def run(self) -> None:
        _Parent(self).run()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make()


@click.command()
@index_option
@click.option("--host", default=lambda: setting("host"), show_default="setting 'host'", help="Address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=lambda: setting("port"),
    show_default="setting 'port'",
    help="Port; 0 for any free one.",
)
@click.option(
    "--workers",
    type=click.IntRange(0, 256),
    default=lambda: setting("workers"),
    show_default="setting 'workers'",
    help="Worker processes; 0 for one per core.",
)
def serve(index: Path, host: str, port: int, workers: int) -> None:
    """Serve the search pages and the API until interrupted; on SIGTERM open requests are answered first."""
    try:
        count = _count_in_child(index)
        whole_setting("proxies")
    except YinsuoError as fault:
        raise click.ClickException(str(fault)) from None
    try:
        listener = _listener(host, port)
    except OSError as fault:
        raise click.ClickException(f"can't listen on {host}:{port}: {fault}") from None
    real = listener.getsockname()[1]
    counts = tempfile.mkdtemp(prefix="yinsuo-counts-")
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = counts
    shown = f"[{host}]" if ":" in host else host

    def ready(worker: Any) -> None:
        if worker.age == 1:
            click.echo(f"{counted(count, 'article')} on http://{shown}:{real}/ (stop with Ctrl-C)")

    # A client may leave Chinese in an address as it is (curl does); only blanks and controls can't be there.
    message.RFC9112_TARGET_INVALID = re.compile(r"[^\x21-\x7e\x80-\xff]")
    message.MAX_REQUEST_LINE = _MAX_REQUEST_LINE  # gunicorn accepts no higher limit than this
    options = {
        "bind": [f"fd://{listener.detach()}"],
        "workers": workers or os.cpu_count() or 1,
        "worker_class": DrainingWorker,
        "threads": _THREADS,
        "keepalive": KEEP_ALIVE,
        "sendfile": False,  # what a client doesn't take at once is sent by the loop of the worker
        "graceful_timeout": _GRACE,
        "post_worker_init": ready,
        "on_exit": lambda _: shutil.rmtree(counts, ignore_errors=True),
        "control_socket_disable": True,
        "forwarded_allow_ips": "",  # which proxies are trusted is a setting of ours
        "limit_request_line": _MAX_REQUEST_LINE,
        "loglevel": "warning",
    }
    _Server(lambda: _warm(index), options).run()


def _warm(index: Path) -> Flask:
    """The application of one worker, with everything loaded that a query needs, so that no reader waits."""
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    app = create_app(index, read_ahead=True)
    app.extensions["yinsuo"].searcher().ids(_WARM_UP_QUERY)
    # What is loaded stays, and what a response makes is mostly freed with it: to collect garbage among all of
    # that again and again takes a twentieth of the time.
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GC_THRESHOLD)
    return app


def _count_in_child(index: Path) -> int:
    """How many articles there are. Raises YinsuoError where the application can't be made or the index
    opened.

    Runs in a child process: an engine has threads, and a process with threads shouldn't be forked.
    """
    with get_context("fork").Pool(1) as pool:
        return pool.apply(_count, (index,))


def _count(index: Path) -> int:
    # If the dictionary must be compiled it is here, so that no worker keeps the memory that this takes.
    open_dictionary(configured_analyzer())
    count: int = create_app(index).extensions["yinsuo"].searcher().generation.articles.count
    return count


def _listener(host: str, port: int) -> socket.socket:
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    return socket.create_server((host, port), family=family, backlog=2048)
