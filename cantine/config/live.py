"""The live process: pages that listen are told when their topic changes, through server-sent events.

One small ASGI application beside the pages, without Django's views: ``GET /live/?t=TOKEN`` checks the signed token and
streams ``event: changed`` until the reader leaves. One LISTEN connection serves every reader of the process; it comes
back by itself, and after each absence everybody is told, since anything may have been missed. What changed is never
said: the page reads itself again, with its own rights.
"""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cantine.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  settings are read once Django stands

from cantine.core import live  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

MOST_READERS = 5000
HEARTBEAT_SECONDS = 20.0
PAUSE_SECONDS = 1.0
HELLO = b"retry: 2000\nevent: hello\ndata:\n\n"
CHANGED = b"event: changed\ndata:\n\n"
HEARTBEAT = b": still here\n\n"


class Hub:
    """Who listens to which topic. Several changes before a reader's turn are one."""

    def __init__(self) -> None:
        self.readers: dict[str, set[asyncio.Event]] = {}
        self._listening: asyncio.Task[None] | None = None

    def join(self, topic: str) -> asyncio.Event:
        """A flag that is raised at each change of ``topic``; the first reader starts the listening."""
        if self._listening is None or self._listening.done():
            self._listening = asyncio.create_task(self._listen())
        flag = asyncio.Event()
        self.readers.setdefault(topic, set()).add(flag)
        return flag

    def leave(self, topic: str, flag: asyncio.Event) -> None:
        self.readers[topic].discard(flag)
        if not self.readers[topic]:
            del self.readers[topic]

    @property
    def full(self) -> bool:
        return sum(map(len, self.readers.values())) >= MOST_READERS

    def tell(self, topic: str) -> None:
        for flag in self.readers.get(topic, ()):
            flag.set()

    async def _listen(self) -> None:
        while True:
            with contextlib.suppress(psycopg.Error, OSError):
                await self._listen_once()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _listen_once(self) -> None:
        """Until the connection fails. A silent one is tried at each heartbeat: a dead network says nothing."""
        url = settings.DATABASE_DIRECT_URL
        async with await psycopg.AsyncConnection.connect(url, autocommit=True, connect_timeout=5) as connection:
            await connection.execute(f"LISTEN {live.CHANNEL}")
            for topic in list(self.readers):
                self.tell(topic)
            while True:
                async for notice in connection.notifies(timeout=HEARTBEAT_SECONDS):
                    self.tell(notice.payload)
                await connection.execute("SELECT 1")


hub = Hub()


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """The ASGI entrance."""
    if scope["type"] == "lifespan":
        await _live_and_die(receive, send)
    elif scope["type"] == "http":
        await _answer(scope, receive, send)


async def _live_and_die(receive: Receive, send: Send) -> None:
    for moment in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{moment}.complete"})


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    origin = _header(scope, b"origin")
    token = parse_qs(scope["query_string"].decode("latin-1")).get("t", [""])[0]
    topic = live.topic_of(token)
    if scope["path"] != "/live/":
        await _refuse(send, 404)
    elif scope["method"] != "GET":
        await _refuse(send, 405)
    elif topic is None or (origin and origin not in _origins()):
        await _refuse(send, 403)
    elif hub.full:
        await _refuse(send, 503)
    else:
        await _stream(topic, origin, receive, send)


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})


async def _stream(topic: str, origin: str, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _headers(origin)})
    await send({"type": "http.response.body", "body": HELLO, "more_body": True})
    gone = asyncio.create_task(_until_gone(receive))
    flag = hub.join(topic)
    try:
        while not gone.done():
            await send({"type": "http.response.body", "body": await _next(flag, gone), "more_body": True})
    finally:
        hub.leave(topic, flag)
        gone.cancel()


async def _next(flag: asyncio.Event, gone: asyncio.Task[None]) -> bytes:
    raised = asyncio.create_task(flag.wait())
    await asyncio.wait({raised, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    raised.cancel()
    if not flag.is_set():
        return HEARTBEAT
    flag.clear()
    return CHANGED


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _headers(origin: str) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
        (b"vary", b"Origin"),
    ]
    return headers + ([(b"access-control-allow-origin", origin.encode("latin-1"))] if origin else [])


def _origins() -> set[str]:
    """The origin of the pages; on loopback by any of its names, since the demo may be opened by each."""
    pages = urlsplit(settings.PUBLIC_URL)
    if settings.SECURE:
        return {f"{pages.scheme}://{pages.netloc}"}
    port = f":{pages.port}" if pages.port else ""
    return {f"{pages.scheme}://{name}{port}" for name in (pages.hostname, "localhost", "127.0.0.1")}


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
