"""What a server adds to the heads of its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Headers = Iterable[tuple[bytes, bytes]]


class AddedHeaders:
    """Adds to each answer what `added` gives for its status and the headers it has (lower-case names)."""

    def __init__(self, app: ASGIApp, added: Callable[[int, dict[bytes, bytes]], Headers]) -> None:
        self.app = app
        self.added = added

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = {name.lower(): value for name, value in message["headers"]}
                message["headers"] = [*message["headers"], *self.added(message["status"], given)]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)
