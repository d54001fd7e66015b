"""The server of the rating pages: three addresses, no sign-in, nothing of the board but the spool."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from i18n import words_for
from rating.device import COOKIE, COOKIE_SECONDS, Devices
from rating.limits import PER_ADDRESS, PER_ADDRESS_AND_ITEM, PER_ITEM, Limiter, address_of
from rating.page import Reader, address, item_page, list_page, message_page
from rating.reading import UnfitForm, Vote, language_of, read_form, vote_of
from rating.spool import Offer, Spool

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src data:; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Office:
    """What the pages work with."""

    spool: Spool
    devices: Devices
    limiter: Limiter

    def reader(self, request: Request, *, chosen: str | None = None) -> Reader:
        words = words_for(language_of(request, chosen=chosen))
        names = self.spool.place()
        return Reader(words, words.named(names) if names else "", request.url.path)


def application(spool: Spool) -> Starlette:
    """The rating pages on a spool."""
    office = Office(spool, Devices(spool.secret), Limiter())
    routes = [
        Route("/", _on(office, show_list)),
        Route("/r/{item_id}", _on(office, show_item), methods=["GET"]),
        Route("/r/{item_id}", _on(office, take_vote), methods=["POST"]),
        Route("/style.css", style),
        Route("/health", health),
    ]
    return Starlette(
        routes=routes, middleware=[Middleware(BaseHTTPMiddleware, dispatch=add_headers)], exception_handlers={404: lost}
    )


def _on(office: Office, answer: Callable[[Office, Request], Awaitable[Response]]) -> Callable[..., Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        return await answer(office, request)

    return endpoint


async def add_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    response.headers.update(SECURITY_HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    return response


async def style(_request: Request) -> Response:
    return Response(STYLE, media_type="text/css", headers={"Cache-Control": "max-age=3600"})


async def health(_request: Request) -> Response:
    return PlainTextResponse("ok")


async def lost(request: Request, _error: Exception) -> Response:
    reader = Reader(words_for(language_of(request)), "", "/")
    return HTMLResponse(message_page(reader, reader.words("rating.unknown")), status_code=404)


async def show_list(office: Office, request: Request) -> Response:
    """The items that are open."""
    offers = await run_in_threadpool(office.spool.offers)
    today = office.spool.today()
    return HTMLResponse(list_page(office.reader(request), [offer for offer in offers if offer.is_open(today)]))


async def show_item(office: Office, request: Request) -> Response:
    """The form of an item with the device's vote so far; a new device gets its cookie here."""
    return await run_in_threadpool(_item, office, request)


def _item(office: Office, request: Request) -> Response:
    reader = office.reader(request)
    offer = office.spool.offer(request.path_params["item_id"])
    if offer is None:
        return HTMLResponse(message_page(reader, reader.words("rating.unknown")), status_code=404)
    number = office.devices.known(request.cookies.get(COOKIE))
    if not offer.is_open(office.spool.today()):
        return _closed(office, reader, offer, number)
    said = reader.words("rating.thanks") if request.query_params.get("said") == "thanks" and number else ""
    return _form(office, request, reader, offer, number=number, said=said)


def _closed(office: Office, reader: Reader, offer: Offer, number: str | None, status: int = 200) -> Response:
    given = office.spool.standing_ballot(offer.item_id, office.devices.hashed(number)) if number else None
    words = reader.words
    text = words("rating.closed_given", stars=given.stars) if given else words("rating.closed")
    return HTMLResponse(message_page(reader, text, heading=reader.name_of(offer)), status_code=status)


def _form(
    office: Office,
    request: Request,
    reader: Reader,
    offer: Offer,
    *,
    number: str | None,
    note: str = "",
    said: str = "",
    status: int = 200,
) -> Response:
    """The form; with a cookie for a device that has none."""
    cookie = None if number else office.devices.new()
    device = number or str(office.devices.known(cookie))
    given = office.spool.standing_ballot(offer.item_id, office.devices.hashed(device))
    token = office.devices.token(device, offer.item_id)
    response = HTMLResponse(item_page(reader, offer, token, given=given, note=note, said=said), status_code=status)
    if cookie:
        secure = request.url.scheme == "https"
        response.set_cookie(COOKIE, cookie, max_age=COOKIE_SECONDS, httponly=True, samesite="lax", secure=secure)
    return response


async def take_vote(office: Office, request: Request) -> Response:
    """Keeps a vote and shows the form again with thanks; politely refuses what is not one."""
    reader = office.reader(request)
    try:
        form = await read_form(request)
        reader = office.reader(request, chosen=form.get("lang", [""])[0])
        vote = vote_of(form)
    except UnfitForm:
        return HTMLResponse(message_page(reader, reader.words("rating.refused")), status_code=400)
    return await run_in_threadpool(_vote, office, request, reader, vote)


def _vote(office: Office, request: Request, reader: Reader, vote: Vote) -> Response:
    words, item_id = reader.words, request.path_params["item_id"]
    offer = office.spool.offer(item_id)
    if offer is None:
        return HTMLResponse(message_page(reader, words("rating.unknown")), status_code=404)
    number = office.devices.known(request.cookies.get(COOKIE))
    if not offer.is_open(office.spool.today()):
        return _closed(office, reader, offer, number, status=409)
    if number is None:
        return _form(office, request, reader, offer, number=None, note=words("rating.cookies"), status=400)
    is_foreign = request.headers.get("sec-fetch-site") == "cross-site"
    if is_foreign or not office.devices.fits(vote.token, number, item_id):
        return HTMLResponse(message_page(reader, words("rating.refused")), status_code=403)
    if vote.stars is None:
        return _form(office, request, reader, offer, number=number, note=words("rating.stars_wanted"), status=400)
    if not _has_room(office, request, item_id):
        note = HTMLResponse(message_page(reader, words("rating.too_often")), status_code=429)
        note.headers["Retry-After"] = str(PER_ADDRESS.seconds)
        return note
    device = office.devices.hashed(number)
    office.spool.cast(item_id, device, stars=vote.stars, reasons=vote.reasons, words=vote.words)
    return RedirectResponse(address(f"/r/{item_id}", lang=words.language, said="thanks"), status_code=303)


def _has_room(office: Office, request: Request, item_id: str) -> bool:
    host = address_of(request.client.host if request.client else None)
    return office.limiter.allows(
        (("address", host), PER_ADDRESS),
        (("address_and_item", host, item_id), PER_ADDRESS_AND_ITEM),
        (("item", item_id), PER_ITEM),
    )
