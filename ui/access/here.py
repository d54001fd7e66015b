"""What the screens ask about the person at work, and the ways in they show. Hiding is a courtesy: writes ask anew."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TypeVar
from urllib.parse import urlencode

import streamlit as st

from i18n import Words
from ui import areas, html, refusals
from ui.access.mode import Mode, current_mode, has_outside, has_routes
from ui.access.visitor import Visitor, for_this_visitor, outside_name, principal, visitor_of_run
from ui.process import the_process
from warehouse import audit
from warehouse.access import NOBODY, Principal, Right
from warehouse.errors import OpenToNetwork

Made = TypeVar("Made")
_TOLD = "outside_sign_in_told"


def at_work() -> Principal:
    """Who is at this screen."""
    return principal(the_process().warehouse, visitor_of_run())


def is_asked_to_sign_in() -> bool:
    """Whether writing here needs an account."""
    return current_mode() is not Mode.OPEN


def may(right: Right) -> bool:
    """Whether a screen offers a deed to the person at it, for the units of its area."""
    who = at_work()
    return who.may(right, areas.own_units(who.units) if who.is_limited else ())


def may_do(deed: str) -> bool:
    """As `may`, by the right's name: for pages, which know no rooms behind the screens."""
    return may(Right(deed))


def unlisted() -> frozenset[str]:
    """The pages of the office that the navigation does not show the person at the screen."""
    who = at_work() if may_look() else NOBODY
    rights = {"accounts": Right.ACCOUNTS, "audit": Right.AUDIT}
    return frozenset(page for page, right in rights.items() if not who.may_somewhere(right))


def may_for(right: Right, unit_id: str) -> bool:
    """Whether a screen offers a deed for a unit to the person at it."""
    return at_work().may(right, [areas.own().unit(unit_id)])


def may_look() -> bool:
    """Whether the person at the screen may look at the board; nobody may where it should not stand at all."""
    try:
        mode, who = current_mode(), at_work()
    except OpenToNetwork:
        return False
    if mode is Mode.OPEN:
        return True
    _tell_outside(who)
    return who.is_signed_in or mode is Mode.WRITING


def stop_at_gate(words: Words) -> None:
    """Nothing of a page is drawn for whoever may not look, by whichever way they came to it."""
    if not may_look():
        draw_gate(words)
        st.stop()


def draw_gate(words: Words) -> None:
    """In place of every page for whoever may not look: the ways in, or why the board does not stand here."""
    try:
        at_work()
    except OpenToNetwork as error:
        refusals.show(words, error)
        return
    visitor = visitor_of_run() or Visitor()
    st.html(html.style(words.language, "screen"))
    st.title(words("access.sign_in"))
    if visitor.claims:
        st.warning(words("access.no_account", who=outside_name(visitor.claims)))
    offer_sign_in(words, words("access.view_needs"))


def offer_sign_in(words: Words, said: str) -> None:
    """The ways in there are."""
    st.caption(said)
    if has_routes():
        st.link_button(words("access.sign_in"), _address("/account/sign-in", words), icon=":material/login:")
    if has_outside():
        st.button(words("access.sign_in_outside"), on_click=st.login, icon=":material/badge:", key="sign_in_outside")


def badge(words: Words) -> None:
    """Who is signed in, with the way to their account; or the way in."""
    if not is_asked_to_sign_in():
        return
    who = at_work()
    with st.container(key="badge", horizontal=True, horizontal_alignment="right"):
        if who.way == "oidc":
            st.caption(words("access.hello", name=who.name, role=words(f"role.{who.role.value}")))
            st.button(words("access.sign_out"), on_click=_sign_out, type="tertiary", key="sign_out_outside")
        elif who.is_signed_in:
            said = words("access.hello", name=who.name, role=words(f"role.{who.role.value}"))
            st.html(f'<a class="ea-account" href="{_address("/account", words)}" target="_self">{escape(said)}</a>')
        elif has_routes():
            st.html(way_in(words))
        else:
            st.button(words("access.sign_in_outside"), on_click=st.login, type="tertiary", key="sign_in_badge")


def way_in(words: Words) -> str:
    """The link to sign in by as HTML; "" where this server has none, or asks nobody."""
    if not is_asked_to_sign_in() or not has_routes():
        return ""
    address = _address("/account/sign-in", words)
    return f'<a class="ea-account" href="{address}" target="_self">{escape(words("access.sign_in"))}</a>'


def look_of_run() -> str | None:
    """As of `ui.access.visitor.look_of_request`, of the run's own visitor."""
    mode = current_mode()
    if mode is Mode.OPEN:
        return mode
    return mode if mode is Mode.WRITING and has_routes() and not at_work().is_signed_in else None


def told_export(what: str, make: Callable[[], Made], *, units: tuple[str, ...] = ()) -> Callable[[], Made]:
    """A download made on demand, as the person who asked for it, and kept in the audit."""
    warehouse = the_process().warehouse
    named = [areas.own().unit(unit_id) for unit_id in units]

    def made() -> Made:
        content = make()
        audit.note(warehouse, audit.EXPORT, what, units=named)
        return content

    return for_this_visitor(warehouse, made)


def _tell_outside(who: Principal) -> None:
    """Keeps a sign-in through the office's own sign-in, once a session of the browser."""
    if who.way == "oidc" and st.session_state.get(_TOLD) != who.account_id:
        audit.note(the_process().warehouse, audit.SIGN_IN, str(who.account_id), who=who)
        st.session_state[_TOLD] = who.account_id


def _sign_out() -> None:
    who = at_work()
    audit.note(the_process().warehouse, audit.SIGN_OUT, str(who.account_id), who=who)
    st.logout()


def _address(path: str, words: Words) -> str:
    return f"{path}?{urlencode({'lang': words.language})}"
