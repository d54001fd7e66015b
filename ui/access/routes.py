"""The account pages of the server: sign in, sign out, choose a password, make the first administrator.

Each form carries a token bound to a cookie of the same browser, so that no other site can send it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from i18n import LANGUAGES, Words, words_for
from ui.access import sheet
from ui.access.first import FIRST_CODE
from ui.access.mode import Mode, current_mode
from ui.access.sheet import Field, Form
from ui.access.signing import COOKIE, FORM_COOKIE, read_cookie, sealed, session_cookie, unsealed
from ui.process import the_process
from ui.refusals import refusal_text
from warehouse.access import Principal
from warehouse.accounts import Account, choose_password, find_account
from warehouse.connection import Warehouse
from warehouse.errors import SignInRefused, Told, UnfitAccount
from warehouse.sessions import SESSION, begin_session, check_password, end_session, hash_of, principal_of

HOME, SIGN_IN, SIGN_OUT = "/account", "/account/sign-in", "/account/sign-out"
PASSWORD, FIRST = "/account/password", "/account/first"
LARGEST = 8_192
"""Bytes of a form; ours are far shorter."""


@dataclass(frozen=True)
class Asked:
    """A request as the pages need it."""

    words: Words
    given: dict[str, str]
    client: str | None
    token: str | None
    form_id: str
    is_https: bool

    @property
    def warehouse(self) -> Warehouse:
        return the_process().warehouse

    @property
    def after(self) -> str:
        """Where to go afterwards: a path of this board, whatever was asked for."""
        wanted = self.given.get("next", "/")
        parts = urlsplit(wanted)
        is_ours = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and not (parts.scheme or parts.netloc)
        return wanted if is_ours else "/"

    def hidden(self, purpose: str) -> dict[str, str]:
        """What goes along unseen with a form."""
        return {
            "form": sealed(purpose, self.form_id),
            "lang": self.words.language,
            **({"next": self.after} if self.after != "/" else {}),
        }

    def is_own_form(self, purpose: str) -> bool:
        """Whether the form was made by us for this browser, not long ago."""
        return bool(self.form_id) and unsealed(purpose, self.given.get("form", "")) == self.form_id

    def principal(self) -> Principal | None:
        if self.token is None:
            return None
        who = principal_of(self.warehouse, self.token, client=self.client)
        return who if who.is_signed_in else None


Page = Callable[[Asked], Response]


def _route(path: str, show: Page | None, do: Page | None) -> Route:
    async def answer(request: Request) -> Response:
        asked = await _asked(request)
        page = show if request.method == "GET" else do
        if request.method == "POST" and not (asked.is_own_form(path) and _same_site(request)):
            page = _stale
        response = await run_in_threadpool(_or_said, page, asked)
        response.headers["cache-control"] = "no-store"
        _set(response, asked, FORM_COOKIE, asked.form_id, strict=True)
        return response

    methods = [name for name, page in (("GET", show), ("POST", do)) if page is not None]
    return Route(path, answer, methods=methods)


def _or_said(page: Page | None, asked: Asked) -> Response:
    assert page is not None
    try:
        if current_mode() is not Mode.OPEN:
            return page(asked)
        said = sheet.said(asked.words("access.not_here"))
    except Told as error:
        said = sheet.said(refusal_text(asked.words, error), is_bad=True)
    return _html(asked, HOME, asked.words("access.account"), said, _back(asked))


def show_home(asked: Asked) -> Response:
    """Who is signed in here, with the ways out and to another password."""
    who = asked.principal()
    if who is None:
        return RedirectResponse(_with(SIGN_IN, lang=asked.words.language), status_code=303)
    words = asked.words
    out = Form(SIGN_OUT, (), words("access.sign_out"), asked.hidden(SIGN_OUT))
    role = words(f"role.{who.role.value}")
    return _html(
        asked,
        HOME,
        words("access.account"),
        f"<p>{sheet.escape(words('access.hello', name=who.name, role=role))}</p>",
        sheet.soft(words("access.until")),
        sheet.link(_with(PASSWORD, lang=words.language), words("access.change_password")),
        _back(asked),
        sheet.form(out),
    )


def show_sign_in(asked: Asked, said: str = "", *, is_bad: bool = True, account_id: str = "") -> Response:
    """Account and password."""
    words = asked.words
    fields = (
        Field("account", words("access.account"), auto="username", value=account_id),
        Field("password", words("access.password"), "password", "current-password"),
    )
    made = Form(SIGN_IN, fields, words("access.enter"), asked.hidden(SIGN_IN))
    first = sheet.link(_with(FIRST, lang=words.language), words("access.first_title")) if FIRST_CODE.is_wanted() else ""
    body = (sheet.said(said, is_bad=is_bad), sheet.form(made), first, _back(asked))
    status = 200 if not (said and is_bad) else 403
    return _html(asked, SIGN_IN, words("access.sign_in"), *body, status=status)


def sign_in(asked: Asked) -> Response:
    """Lets somebody in, or asks for a password of their own first."""
    account_id, password = asked.given.get("account", ""), asked.given.get("password", "")
    try:
        account = check_password(asked.warehouse, account_id, password, client=asked.client)
    except SignInRefused as refusal:
        return show_sign_in(asked, refusal_text(asked.words, refusal), account_id=account_id)
    if account.must_change:
        return _new_password(asked, account)
    return _enter(asked, account)


def sign_out(asked: Asked) -> Response:
    """Ends the session on the server, and takes the cookie back."""
    if asked.token is not None:
        end_session(asked.warehouse, asked.token, client=asked.client)
    response = show_sign_in(asked, asked.words("access.signed_out"), is_bad=False)
    response.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax", secure=asked.is_https)
    return response


def show_password(asked: Asked, said: str = "") -> Response:
    """The form for another password, of somebody signed in."""
    who = asked.principal()
    if who is None or who.account_id is None:
        return RedirectResponse(_with(SIGN_IN, lang=asked.words.language), status_code=303)
    now = Field("now", asked.words("access.password_now"), "password", "current-password")
    return _password_page(asked, (now,), said, pending="")


def keep_password(asked: Asked) -> Response:
    """Keeps a password: of somebody signed in who knows the one of now, or of somebody let in by a one-time one."""
    given, words = asked.given, asked.words
    pending = given.get("pending", "")
    account = _pending_account(asked, pending) if pending else _own_account(asked)
    if account is None:
        return show_sign_in(asked, words("error.sign_in_form_old"))

    def again(said: str) -> Response:
        return _new_password(asked, account, said) if pending else show_password(asked, said)

    if given.get("new", "") != given.get("again", ""):
        return again(words("error.passwords_differ"))
    try:
        if not pending:
            check_password(asked.warehouse, account.account_id, given.get("now", ""), client=asked.client)
        kept = hash_of(asked.token) if asked.token and not pending else None
        choose_password(asked.warehouse, account, given.get("new", ""), client=asked.client, but=kept)
    except (SignInRefused, UnfitAccount) as error:
        return again(refusal_text(words, error))
    if pending:
        return _enter(asked, find_account(asked.warehouse, account.account_id))
    return _html(asked, HOME, words("access.account"), sheet.said(words("access.password_kept")), _back(asked))


def show_first(asked: Asked, said: str = "") -> Response:
    """The form that takes the console's code."""
    words = asked.words
    if not FIRST_CODE.is_wanted():
        return RedirectResponse(_with(SIGN_IN, lang=words.language), status_code=303)
    fields = (
        Field("code", words("access.code"), value=asked.given.get("code", "")),
        Field("account", words("access.account"), auto="username", value=asked.given.get("account", "")),
        Field("name", words("access.name"), auto="name", value=asked.given.get("name", "")),
        Field("new", words("access.password_new"), "password", "new-password"),
        Field("again", words("access.password_again"), "password", "new-password"),
    )
    made = Form(FIRST, fields, words("access.make"), asked.hidden(FIRST))
    body = (sheet.soft(words("access.first_say")), sheet.said(said, is_bad=True), sheet.form(made))
    return _html(asked, FIRST, words("access.first_title"), *body, status=403 if said else 200)


def make_first(asked: Asked) -> Response:
    """Makes the first administrator and lets them in."""
    given, words = asked.given, asked.words
    if given.get("new", "") != given.get("again", ""):
        return show_first(asked, words("error.passwords_differ"))
    try:
        account = FIRST_CODE.redeem(
            asked.warehouse,
            given.get("code", ""),
            account_id=given.get("account", ""),
            name=given.get("name", ""),
            password=given.get("new", ""),
        )
    except (SignInRefused, UnfitAccount) as error:
        return show_first(asked, refusal_text(words, error))
    return _enter(asked, account)


def _enter(asked: Asked, account: Account) -> Response:
    if asked.token is not None:  # never go on with a session that was there before signing in
        end_session(asked.warehouse, asked.token, client=asked.client)
    token = begin_session(asked.warehouse, account, client=asked.client)
    response = RedirectResponse(asked.after, status_code=303)
    _set(response, asked, COOKIE, session_cookie(token), seconds=int(SESSION.total_seconds()))
    return response


def _new_password(asked: Asked, account: Account, said: str = "") -> Response:
    stamp = f"{account.account_id} {account.recorded_at}"
    return _password_page(asked, (), said, pending=sealed("pending", stamp))


def _password_page(asked: Asked, first: tuple[Field, ...], said: str, *, pending: str) -> Response:
    words = asked.words
    fields = (
        *first,
        Field("new", words("access.password_new"), "password", "new-password"),
        Field("again", words("access.password_again"), "password", "new-password"),
    )
    hidden = asked.hidden(PASSWORD) | ({"pending": pending} if pending else {})
    made = Form(PASSWORD, fields, words("access.keep"), hidden)
    body = (sheet.soft(words("access.password_say")), sheet.said(said, is_bad=True), sheet.form(made))
    return _html(asked, PASSWORD, words("access.password_title"), *body, status=403 if said else 200)


def _pending_account(asked: Asked, pending: str) -> Account | None:
    """Whoever gave a one-time password just now; the stamp is good for that one state of the account."""
    stamp = unsealed("pending", pending)
    if stamp is None:
        return None
    account = find_account(asked.warehouse, stamp.split(" ")[0])
    return account if account.must_change and stamp == f"{account.account_id} {account.recorded_at}" else None


def _own_account(asked: Asked) -> Account | None:
    who = asked.principal()
    return find_account(asked.warehouse, who.account_id) if who is not None and who.account_id else None


async def _asked(request: Request) -> Asked:
    given = dict(request.query_params)
    if request.method == "POST":
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                body = b""
                break
        given = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))
    return Asked(
        words_for(_language(request, given)),
        given,
        request.client.host if request.client else None,
        read_cookie(request.cookies),
        request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24),
        request.url.scheme == "https",
    )


def _language(request: Request, given: dict[str, str]) -> str:
    if given.get("lang") in LANGUAGES:
        return given["lang"]
    wanted = request.headers.get("accept-language", "").lower()
    if wanted.startswith(("zh-tw", "zh-hk", "zh-mo", "zh-hant")):
        return "zh-Hant"
    return "en" if wanted.startswith("en") else "zh-Hans"


def _same_site(request: Request) -> bool:
    """Whether the browser says the form comes from a page of ours; an old browser says nothing."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(str(origin)).netloc == request.headers.get("host")


def _stale(asked: Asked) -> Response:
    return show_sign_in(asked, asked.words("error.sign_in_form_old"))


def _html(asked: Asked, path: str, title: str, *body: str, status: int = 200) -> Response:
    kept = {"next": asked.after} if asked.after != "/" else {}
    return HTMLResponse(sheet.page(asked.words, path, title, *body, query=kept), status_code=status)


def _back(asked: Asked) -> str:
    return sheet.link(_with("/", lang=asked.words.language), asked.words("access.board"))


def _with(path: str, **query: str) -> str:
    return f"{path}?{urlencode(query)}"


def _set(
    response: Response, asked: Asked, name: str, value: str, *, seconds: int | None = None, strict: bool = False
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        path="/",
        httponly=True,
        secure=asked.is_https,
        samesite="strict" if strict else "lax",
    )


ROUTES = (
    _route(HOME, show_home, None),
    _route(SIGN_IN, show_sign_in, sign_in),
    _route(SIGN_OUT, None, sign_out),
    _route(PASSWORD, show_password, keep_password),
    _route(FIRST, show_first, make_first),
)
