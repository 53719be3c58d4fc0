"""The server as it runs: several workers, one address, and nobody cut off when it stops."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner
from served import ROOT, Server, serving

from web.cli import main


def get(server: Server, path: str) -> bytes:
    with urlopen(server.address + path, timeout=20) as answer:
        body: bytes = answer.read()
        return body


def workers_of(server: Server) -> set[int]:
    found = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return {int(child) for child in found.read_text().split()}


def until(claim: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def test_one_line_says_where_it_answers(served_index: Path) -> None:
    with serving(served_index, "--workers", "2") as server:
        assert re.fullmatch(
            r"31 articles on http://127\.0\.0\.1:\d{2,5}/ \(stop with Ctrl-C\)\n", server.line
        )
        assert json.loads(get(server, "/healthz"))["articles"] == 31
        server.stop()
        assert server.process.stdout.read() == ""


def test_workers_are_as_many_as_configured_and_a_dead_one_is_replaced(served_index: Path) -> None:
    with serving(served_index, "--workers", "2") as server:
        until(lambda: len(workers_of(server)) == 2)
        before = workers_of(server)
        os.kill(min(before), signal.SIGKILL)
        until(lambda: len(workers_of(server)) == 2 and workers_of(server) != before)
        assert get(server, "/healthz")


def test_a_worker_that_is_told_to_stop_leaves_the_address_to_the_others(served_index: Path) -> None:
    with serving(served_index, "--workers", "2") as server:
        until(lambda: len(workers_of(server)) == 2)
        before = workers_of(server)
        os.kill(max(before), signal.SIGTERM)
        until(lambda: max(before) not in workers_of(server))
        for _ in range(20):
            assert get(server, "/healthz")


@pytest.mark.parametrize("keeps", [False, True], ids=["one-request-a-connection", "kept-connections"])
def test_no_request_is_dropped_when_it_stops(served_index: Path, keeps: bool) -> None:
    """Clients ask without a pause while the server stops. A connection that stood is answered in full."""
    outcomes: Counter[str] = Counter()
    told = threading.Event()

    def ask(server: Server) -> None:
        where = urlsplit(server.address).netloc
        connection = None
        while True:
            try:
                if connection is None:
                    connection = http.client.HTTPConnection(where, timeout=30)
                    connection.connect()
            except ConnectionRefusedError:
                return  # it has stopped, and said so
            try:
                connection.request("GET", "/api/search?q=data&size=5")
                answer = connection.getresponse()
                whole = len(json.loads(answer.read())["articles"]) == 5
                outcomes["whole" if whole and answer.status == 200 else "broken"] += 1
                if told.is_set():
                    outcomes["after it was told"] += 1
                stays = keeps and answer.getheader("Connection") != "close"
            except (OSError, http.client.HTTPException, ValueError) as fault:
                outcomes[f"dropped: {fault!r}"] += 1
                return
            if not stays:
                connection.close()
                connection = None

    with serving(served_index, "--workers", "2") as server:
        clients = [threading.Thread(target=ask, args=(server,)) for _ in range(12)]
        for client in clients:
            client.start()
        until(lambda: outcomes["whole"] > 50)
        told.set()
        log = server.stop()
        for client in clients:
            client.join(30)
    assert set(outcomes) == {"whole", "after it was told"}, outcomes
    assert "Traceback" not in log


def connections_of(worker: int, port: int) -> int:
    """How many clients have a connection with a worker."""
    sockets = {
        fields[9]
        for fields in map(str.split, Path("/proc/net/tcp").read_text().splitlines()[1:])
        if fields[1].endswith(f":{port:04X}") and fields[3] == "01"
    }
    held = 0
    for file in Path(f"/proc/{worker}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            held += os.readlink(file).removeprefix("socket:[").removesuffix("]") in sockets
    return held


@pytest.mark.alone
def test_clients_that_come_together_are_shared_among_the_workers(served_index: Path) -> None:
    with serving(served_index, "--workers", "2") as server:
        until(lambda: len(workers_of(server)) == 2 and min(shares_of(server, clients=8)) > 0)
        shares = [shares_of(server, clients=8) for _ in range(30)]
        assert all(sum(share) == 8 for share in shares)
        assert sum(map(min, shares)) >= 3 * len(shares), shares


def shares_of(server: Server, *, clients: int) -> list[int]:
    """How many of some clients that come at once each worker has."""
    where = urlsplit(server.address)
    several = [socket.socket() for _ in range(clients)]
    for client in several:
        client.setblocking(False)
        client.connect_ex((where.hostname, where.port))
    for client in several:
        client.settimeout(20)
        client.sendall(b"GET /api/search?q=data HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert all(client.recv(12) == b"HTTP/1.1 200" for client in several)
    shares = [connections_of(worker, where.port or 0) for worker in workers_of(server)]
    for client in several:
        client.close()
    until(lambda: not any(connections_of(worker, where.port or 0) for worker in workers_of(server)))
    return shares


def test_ctrl_c_stops_it(served_index: Path) -> None:
    with serving(served_index) as server:
        server.stop(signal.SIGINT)


def test_counts_are_those_of_all_workers(served_index: Path) -> None:
    with serving(served_index, "--workers", "3") as server:
        for _ in range(30):
            get(server, "/api/tokens?text=x")
        line = 'yinsuo_requests_total{route="/api/tokens",status="200"} 30.0'
        for _ in range(6):
            assert line in get(server, "/metrics").decode()


def test_nothing_is_left_behind(served_index: Path, tmp_path: Path) -> None:
    with serving(served_index, TMPDIR=str(tmp_path)) as server:
        get(server, "/metrics")
        assert list(tmp_path.iterdir())
        server.stop()
    assert list(tmp_path.iterdir()) == []


def test_the_longest_text_that_is_allowed_is_answered(served_index: Path) -> None:
    with serving(served_index, "--workers", "1") as server:
        assert get(server, "/api/tokens?text=" + quote("𠮷" * 1000))
        connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
        connection.request("GET", "/api/search?q=" + "a" * 70_000)
        assert 400 <= connection.getresponse().status < 500


def test_what_a_client_says_of_itself_is_not_believed(served_index: Path) -> None:
    with serving(served_index, "--workers", "1") as server:
        forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"}
        request = Request(server.address + "/opensearch.xml", headers=forwarded)
        with urlopen(request, timeout=20) as answer:
            body = answer.read().decode()
        assert server.address + "/?q=" in body
        assert "evil" not in body


def test_the_log_has_a_line_for_each_request(served_index: Path) -> None:
    with serving(served_index, "--workers", "1") as server:
        get(server, "/api/search?q=data")
        log = server.stop()
    assert len(re.findall(r"GET /api/search 200 [\d.]+ ms [0-9a-f]{32}$", log, re.MULTILINE)) == 1


def test_without_an_index_it_says_what_to_run(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["serve", "--index", str(tmp_path), "--port", "0"])
    assert result.exit_code == 1
    assert "yinsuo reindex" in result.output


def test_an_address_that_is_taken_is_an_error_that_names_it(served_index: Path) -> None:
    with serving(served_index, "--workers", "1") as server:
        port = str(urlsplit(server.address).port)
        second = subprocess.run(
            [sys.executable, "-m", "web.cli", "serve", "--index", str(served_index), "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert second.returncode == 1
    assert f"can't listen on 127.0.0.1:{port}" in second.stderr


@pytest.mark.parametrize(
    ("name", "value"), [("RATE", "many"), ("API_KEYS", "/nowhere/keys"), ("PROXIES", "x"), ("WORKERS", "x")]
)
def test_a_setting_that_can_not_be_is_an_error_at_the_start(
    served_index: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"YINSUO_{name}", value)
    result = CliRunner().invoke(main, ["serve", "--index", str(served_index), "--port", "0"])
    assert result.exit_code in {1, 2}
    assert value in result.output
