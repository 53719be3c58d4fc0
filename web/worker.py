"""When does a connection get one of the threads, and how long may its client take?

gunicorn's worker with threads hands a connection to a thread before its client has sent anything, and a
thread waits for a client that reads slowly. Here a thread works only on a request whose head has arrived,
and what a client doesn't take is sent when it does: waiting is done by the loop of the worker, for as many
clients as there are, each with a deadline. What is no request is refused here, in words of ours.
"""

import errno
import selectors
import socket
import time
from collections import deque
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from itertools import islice, takewhile
from typing import Any
from uuid import uuid4

import msgspec
from gunicorn.http import errors
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from search import Message
from web.http.problems import MEDIA, Problem
from web.http.refusals import Refusal
from web.security import HEADERS

KEEP_ALIVE = 75  # seconds that an idle connection is kept: longer than proxies and health checks keep theirs
_HEAD_TIME = 10.0  # seconds for the head of a request, from the first moment that the server waits for it
_BODY_TIME = 0.001  # for the rest of its body: nothing here reads one
_TAKE_TIME = 30.0  # for a client to take the rest of an answer
_LINGER_TIME = 2.0  # after the last answer, for a client to close its side
_MOST_HEAD = 200_000  # bytes of the head of a request
_MOST_LINGER = 65_536  # bytes that are read after the last answer
_READ = 65_536
_DEFERENCE = 0.00025  # seconds for each connection that a worker has
_MOST_DEFERENCE = 16  # connections
_MOMENT = 0.2  # seconds


def _answer(status: int, reason: Message) -> bytes:
    """The answer to a request that the application doesn't get, a problem document as all errors are to
    programs."""
    phrase = HTTPStatus(status).phrase
    problem = Problem("about:blank", phrase, status, str(reason), request_id=uuid4().hex)
    body = msgspec.json.encode(problem)
    headers = {
        **HEADERS,
        "Content-Type": MEDIA,
        "Content-Length": len(body),
        "X-Request-Id": problem.request_id,
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {phrase}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _why_refused(fault: Exception) -> tuple[int, Message]:
    """The status and the reason for a client whose request failed before the application could answer it:
    what gunicorn says of it isn't for a client."""
    match fault:
        case errors.InvalidResponseHeader() | errors.InvalidResponseHeaderName():
            return 500, Refusal.of("broken")  # the application's fault
        case errors.LimitRequestLine():
            return 414, Refusal.of("line too long")
        case errors.LimitRequestHeaders():
            return 431, Refusal.of("head too large")
        case errors.UnsupportedTransferCoding():
            return 501, Refusal.of("not supported")
        case errors.ExpectationFailed():
            return 417, Refusal.of("not supported")
        case errors.ParseException():
            return 400, Refusal.of("malformed")
    return 500, Refusal.of("broken")


class _Client(socket.socket):
    """The connection of a client. A thread that writes to it never waits: what the client doesn't take at
    once is kept in `unsent`."""

    def __init__(self, accepted: socket.socket) -> None:
        super().__init__(accepted.family, accepted.type, accepted.proto, fileno=accepted.detach())
        self.unsent: deque[memoryview] = deque()

    def setblocking(self, flag: bool) -> None:
        self.settimeout(_BODY_TIME if flag else 0.0)

    def recv(self, *args: Any) -> bytes:
        try:
            return super().recv(*args)
        except TimeoutError:  # as if it had hung up; gunicorn would write a traceback for each slow client
            raise ConnectionResetError(errno.ECONNRESET, "the client sent nothing") from None

    def sendall(self, data: Any, *args: Any) -> None:
        self.unsent.append(memoryview(bytes(data)))
        if len(self.unsent) == 1:
            before = self.gettimeout()
            self.settimeout(0.0)
            self.send_unsent()
            self.settimeout(before)

    def send_unsent(self) -> bool:
        """Send as much as the client takes now, on a socket that doesn't wait; whether that is all. Raises
        OSError where the client is gone."""
        while self.unsent:
            try:
                sent = self.send(self.unsent[0])
            except (BlockingIOError, InterruptedError):
                return False
            if sent == len(self.unsent[0]):
                self.unsent.popleft()
            else:
                self.unsent[0] = self.unsent[0][sent:]
        return True


class _Connection(TConn):  # type: ignore[misc]
    """A connection with what has arrived of its next request, and how it goes on when all is sent."""

    def __init__(self, cfg: Any, client: _Client, address: Any, server: Any) -> None:
        super().__init__(cfg, client, address, server)
        self.received = bytearray()
        self.is_closing = False
        self.lingered = 0

    @property
    def has_head(self) -> bool:
        """Whether the head of a request has arrived, or a first line that is too long to be one."""
        return b"\r\n\r\n" in self.received or (
            len(self.received) > self.cfg.limit_request_line + 2 and b"\r\n" not in self.received
        )


class DrainingWorker(ThreadWorker):  # type: ignore[misc]
    """A worker whose threads wait for no client. Told to stop with the server, it also answers the
    connections that wait for being accepted; gunicorn's own would drop them.

    Idle connections are in gunicorn's own `keepalived_conns`, those whose request is arriving in
    `pending_conns`, those that have yet to take the rest of an answer or to close in `_leaving`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._leaving: dict[_Connection, None] = {}

    def set_accept_enabled(self, enabled: bool) -> None:
        if not enabled and self.app.stopping[0]:
            for listener in self.sockets:
                self._drain(listener)
        super().set_accept_enabled(enabled)

    def accept(self, listener: Any) -> None:
        # Who wakes first would take all that wait, and the other cores would have none of it: a worker gives
        # those with fewer connections time to be first.
        if self.cfg.workers > 1 and self.alive:
            time.sleep(_DEFERENCE * min(self.nr_conns - self._long_idle(), _MOST_DEFERENCE))
        # Another worker that stops may have shut the address that all share.
        with suppress(OSError):
            accepted, address = listener.accept()
            self.nr_conns += 1
            conn = _Connection(self.cfg, _Client(accepted), address, listener.getsockname())
            self._await_request(conn)

    def _long_idle(self) -> int:
        """How many connections have been idle for more than a moment: they are no work."""
        since = time.monotonic() + self.cfg.keepalive - _MOMENT
        fresh = takewhile(lambda conn: conn.timeout > since, reversed(self.keepalived_conns))
        return len(self.keepalived_conns) - sum(1 for _ in islice(fresh, _MOST_DEFERENCE))

    def _drain(self, listener: Any) -> None:
        taken = -1
        while self.nr_conns != taken:
            taken = self.nr_conns
            self.accept(listener)
        # From here on a client is refused at once, instead of queueing with nobody to take it up.
        with suppress(OSError):
            listener.sock.shutdown(socket.SHUT_RD)

    def _await_request(self, conn: _Connection) -> None:
        """Read the head of the next request as it arrives."""
        conn.timeout = time.monotonic() + (_HEAD_TIME if self.alive else STOP_KEEPALIVE_LINGER)
        conn.sock.setblocking(False)
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        self._receive(conn, conn.sock)

    def _receive(self, conn: _Connection, client: _Client) -> None:
        if not conn.has_head:
            try:
                data = client.recv(_READ)
            except (BlockingIOError, InterruptedError):
                return
            except OSError:
                data = b""
            if not data:
                self._forget(conn, self.pending_conns)
                return
            conn.received += data
        if conn.has_head:
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self._hand_over(conn)
        elif len(conn.received) > _MOST_HEAD:
            self._refuse(conn, _answer(431, Refusal.of("head too large")))

    def _hand_over(self, conn: _Connection) -> None:
        """Give a connection with a request to a thread."""
        try:
            conn.init()
        except OSError:
            self._close(conn)
            return
        conn.parser.unreader.unread(bytes(conn.received))
        conn.received.clear()
        self.enqueue_req(conn)

    def handle_error(self, req: Any, client: _Client, addr: Any, exc: Exception) -> None:
        """Answer a request that isn't one, or that the application failed on. What was asked for is private
        and isn't logged."""
        status, reason = _why_refused(exc)
        if status == 500:
            self.log.error("a request failed", exc_info=exc)
        else:
            self.log.warning("refused a request from %s: %s", addr[0] if addr else "?", type(exc).__name__)
        with suppress(OSError):
            client.sendall(_answer(status, reason))

    def _keepalive_after(self, conn: _Connection, keepalive: bool) -> bool:
        # A connection is kept if the whole body came with the head; no thread waits for the rest.
        return bool(keepalive and conn.parser.finish_body(max_bytes=_MOST_LINGER))

    def finish_request(self, conn: _Connection, fs: Any) -> None:
        """Go on with a connection whose request a thread has answered."""
        try:
            keeps = bool(fs.result()) if not fs.cancelled() else False
        except Exception:
            keeps = False
        conn.is_closing = not keeps
        if conn.sock.fileno() < 0:  # gunicorn closes one whose answer broke off
            self._close(conn)
            return
        conn.sock.setblocking(False)
        if conn.sock.unsent:
            self._leave(conn, selectors.EVENT_WRITE, self._flush, _TAKE_TIME)
        else:
            self._go_on(conn)

    def _leave(self, conn: _Connection, event: int, then: Any, seconds: float) -> None:
        self._leaving[conn] = None
        conn.timeout = time.monotonic() + seconds
        self.poller.register(conn.sock, event, partial(then, conn))

    def _flush(self, conn: _Connection, client: _Client) -> None:
        """Send more of an answer."""
        try:
            if not client.send_unsent():
                return
        except OSError:
            self._forget(conn, self._leaving)
            return
        self.poller.unregister(client)
        del self._leaving[conn]
        self._go_on(conn)

    def _go_on(self, conn: _Connection) -> None:
        """After an answer, wait for the next request, or for the client to close."""
        if conn.is_closing:
            with suppress(OSError):
                conn.sock.shutdown(socket.SHUT_WR)
            self._leave(conn, selectors.EVENT_READ, self._linger, _LINGER_TIME)
            return
        conn.received += conn.parser.unreader.take_buffered()
        if conn.received:
            self._await_request(conn)
            return
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_client_socket_readable, conn))

    def on_client_socket_readable(self, conn: _Connection, client: _Client) -> None:
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._await_request(conn)

    def _linger(self, conn: _Connection, client: _Client) -> None:
        """Read what a client still sends after the last answer: a connection that is closed with unread data
        is reset, and the client may lose the answer."""
        try:
            data = client.recv(_READ)
        except (BlockingIOError, InterruptedError):
            return
        except OSError:
            data = b""
        conn.lingered += len(data)
        if not data or conn.lingered > _MOST_LINGER:
            self._forget(conn, self._leaving)

    def murder_pending(self) -> None:
        """Close the connections whose time is over, and where there are too many the oldest that wait."""
        now = time.monotonic()
        for conn in [each for each in self.pending_conns if each.timeout <= now]:
            self._refuse(conn, _answer(408, Refusal.of("too slow")) if conn.received else b"")
        for conn in [each for each in self._leaving if each.timeout <= now]:
            self._forget(conn, self._leaving)
        while self.nr_conns >= self.worker_connections and (self.keepalived_conns or self.pending_conns):
            waiting = self.keepalived_conns or self.pending_conns
            self._forget(waiting[0], waiting)

    def _cap_keepalive(self, deadline: float) -> None:
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)

    def _refuse(self, conn: _Connection, answer: bytes) -> None:
        """Close a connection whose request doesn't come, after an answer where there was one."""
        if not answer:
            self._forget(conn, self.pending_conns)
            return
        self.pending_conns.remove(conn)
        self.poller.unregister(conn.sock)
        with suppress(OSError):
            conn.sock.send(answer)
        conn.is_closing = True
        self._go_on(conn)

    def _forget(self, conn: _Connection, waiting: Any) -> None:
        """Close a connection that waits in the loop."""
        if isinstance(waiting, dict):
            waiting.pop(conn, None)
        else:
            waiting.remove(conn)
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self._close(conn)

    def _close(self, conn: _Connection) -> None:
        self.nr_conns -= 1
        conn.close()
