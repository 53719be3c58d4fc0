"""Clients that send or take nothing hold no thread: everyone else is answered at once."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from served import Server, serving

from web.http.problems import Problem
from web.http.refusals import Refusal
from web.worker import KEEP_ALIVE

HALF_REQUESTS = {
    "nothing": b"",
    "a half line": b"GET /heal",
    "a half head": b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "a half body": b"POST /api/search HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf",
    "a half chunk": b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
}

LONG_ANSWER = b"GET /api/search?q=data&size=100&explain=1&pretty=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"


def connected(server: Server) -> socket.socket:
    where = urlsplit(server.address)
    return socket.create_connection((where.hostname or "", where.port or 0), timeout=20)


@pytest.fixture(scope="module")
def server(served_index: Path) -> Iterator[Server]:
    with serving(served_index, "--workers", "1") as running:
        yield running


@contextmanager
def clients(server: Server, count: int, sent: bytes) -> Iterator[list[socket.socket]]:
    with ExitStack() as stack:
        several = [stack.enter_context(connected(server)) for _ in range(count)]
        for each in several:
            each.sendall(sent)
        yield several


def health_time(server: Server) -> float:
    """Seconds until a client that comes now knows that the server is well."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()
    return time.perf_counter() - began


@pytest.mark.alone
@pytest.mark.parametrize("sent", HALF_REQUESTS.values(), ids=HALF_REQUESTS)
@pytest.mark.parametrize("count", [8, 100])
def test_half_requests_keep_nobody_waiting(server: Server, count: int, sent: bytes) -> None:
    with clients(server, count, sent):
        for _ in range(5):
            assert health_time(server) < 1
            time.sleep(0.1)


@pytest.mark.alone
def test_clients_that_take_no_answer_keep_nobody_waiting(server: Server) -> None:
    with clients(server, 8, LONG_ANSWER * 20):
        time.sleep(1)
        for _ in range(5):
            assert health_time(server) < 1
    assert health_time(server) < 1


def test_a_long_answer_reaches_a_client_that_takes_it_slowly(server: Server) -> None:
    with connected(server) as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.sendall(LONG_ANSWER * 20)
        received = bytearray()
        answers = 0
        while answers < 20:
            if len(received) < 200_000:
                time.sleep(0.01)
            data = client.recv(65_536)
            assert data
            received += data
            answers = received.count(b"HTTP/1.1 200 OK")
        assert received.count(b"X-Request-Id") == 20


def test_a_request_in_pieces_and_several_at_once_are_answered(server: Server) -> None:
    with connected(server) as client:
        for piece in (b"GET /healthz HT", b"TP/1.1\r\nHost: localhost\r\n", b"\r\nGET /healthz HTTP/1.1\r\n"):
            client.sendall(piece)
            time.sleep(0.2)
        assert client.recv(65_536).count(b"200 OK") == 1
        client.sendall(b"Host: localhost\r\n\r\n" + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2)
        received = b""
        while received.count(b'"status"') < 3:
            received += client.recv(65_536)
        assert received.count(b"200 OK") == 3


def test_a_request_that_never_ends_is_answered_with_408(server: Server) -> None:
    with (
        clients(server, 1, b"GET / HTTP/1.1\r\n") as (slow,),
        clients(server, 1, b"") as (silent,),
    ):
        began = time.monotonic()
        assert slow.recv(65_536).startswith(b"HTTP/1.1 408 ")
        assert silent.recv(65_536) == b""
        assert 5 < time.monotonic() - began < 15


def test_a_head_without_end_is_refused(server: Server) -> None:
    with clients(server, 1, b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 50_000) as (client,):
        assert client.recv(65_536).startswith(b"HTTP/1.1 431 ")
    with clients(server, 1, b"x" * 80_000) as (client,):
        assert client.recv(65_536).startswith((b"HTTP/1.1 400 ", b"HTTP/1.1 414 "))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"G@T / HTTP/1.1\r\n\r\n", 400),
        (b"GET /a b HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nX: y\r\n folded\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: secret\r\n\r\n", 501),
        (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"y" * 20_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nX: " + b"y" * 300_000, 431),
        (b"GET /" + b"x" * 80_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n", 400),
    ],
)
def test_what_is_no_request_is_refused_in_our_own_words(server: Server, sent: bytes, status: int) -> None:
    with clients(server, 1, sent) as (client,):
        received = bytearray()
        while data := client.recv(65_536):
            received += data
    head, _, body = received.partition(b"\r\n\r\n")
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    problem = msgspec.json.decode(body, type=Problem)
    assert problem.status == status
    assert problem.detail in {texts[0] for texts in Refusal.texts.values()}
    for inside in (b"gunicorn", b"<html", b"secret", b"Invalid"):
        assert inside not in received


def test_an_idle_connection_is_kept_for_health_checks_and_proxies(server: Server) -> None:
    assert KEEP_ALIVE > 60  # what nginx and most balancers keep
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=20)
    connection.request("GET", "/healthz")
    held = connection.sock
    for _ in range(2):
        answer = connection.getresponse()
        assert answer.read()
        assert answer.status == 200
        assert answer.getheader("Connection") == "keep-alive"
        time.sleep(6)
        connection.request("GET", "/healthz")
        assert connection.sock is held
    connection.close()


def test_half_requests_do_not_hold_up_the_end(served_index: Path) -> None:
    with serving(served_index, "--workers", "1") as server, clients(server, 8, b"GET / HTTP/1.1\r\n"):
        health_time(server)
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 8
