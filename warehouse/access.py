"""Who may do what: roles, rights, and the one question asked at each write: may the person at work do this?

Nothing here knows screens or cookies. A process that serves people tells `use` how to find the one at work; it
is asked at the very moment of a write. Where nobody told it, the program was started by whoever owns the
machine's account and the file, and that operator may do everything.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum

from warehouse.errors import NotPermitted


class Role(StrEnum):
    """What somebody is to the board."""

    VIEWER = "viewer"
    REPORTER = "reporter"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What can be done, by the deed; `UNIT_BOUND` ones are done for units and asked for them."""

    DRAFTS = "drafts"  # work on a file before anything of it counts
    FIGURES = "figures"  # store a unit's figures
    WITHDRAW = "withdraw"  # take a unit's batch back
    ORIGINALS = "originals"  # read the file a unit sent
    REPLIES = "replies"  # answer a notice to a unit
    AUDIT = "audit"  # read who did what
    NAMES = "names"  # teach the board other names
    REVIEW = "review"  # accept, return, lock, unlock
    PLAN = "plan"  # which target is in force, the plan itself
    LEDGERS = "ledgers"
    NOTES = "notes"
    MEETINGS = "meetings"
    NOTICES = "notices"
    APPRAISAL = "appraisal"
    LIVELIHOOD = "livelihood"  # stages, openings to the public
    REPORTS = "reports"
    ALERTS = "alerts"
    SNAPSHOTS = "snapshots"
    SETTINGS = "settings"  # loads of whole boards
    ACCOUNTS = "accounts"


UNIT_BOUND = frozenset({Right.FIGURES, Right.WITHDRAW, Right.ORIGINALS, Right.REPLIES, Right.AUDIT})
"""What a reporter may do for its own units, and for no other."""
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset(),
    Role.REPORTER: UNIT_BOUND | {Right.DRAFTS},
    Role.ANALYST: frozenset(Right) - {Right.SETTINGS, Right.ACCOUNTS},
    Role.ADMINISTRATOR: frozenset(Right),
}


@dataclass(frozen=True, slots=True)
class Principal:
    """The person at work. `way`: machine (its operator), open (the dashboard of one's own machine), account,
    oidc, board (the dashboard's own doing), none (not signed in). `client`: the network address, where known."""

    name: str
    role: Role
    units: frozenset[str] = frozenset()
    way: str = "machine"
    client: str | None = None
    account_id: str | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.way != "none"

    @property
    def is_limited(self) -> bool:
        """Whether what it may do is asked unit by unit."""
        return self.role is Role.REPORTER

    def may(self, right: Right, units: Sequence[str] = ()) -> bool:
        """Whether the deed is this person's to do, for all of these units."""
        if right not in RIGHTS[self.role]:
            return False
        if not self.is_limited or right not in UNIT_BOUND:
            return True
        return bool(units) and self.units.issuperset(units)

    def may_somewhere(self, right: Right) -> bool:
        """Whether there is any unit it may do this for: what a screen shows a button by."""
        return self.may(right, sorted(self.units))


BOARD = Principal("board", Role.ADMINISTRATOR, way="board")
"""The dashboard's own work: loading the plan, collecting the public's votes."""
NOBODY = Principal("", Role.VIEWER, way="none")

Resolver = Callable[[], Principal]
_acting: ContextVar[Principal | None] = ContextVar("acting_principal", default=None)
_resolvers: list[Resolver] = []


def operator(name: str | None = None) -> Principal:
    """Whoever started the program on its machine; `name` where it is known better than from the system."""
    return Principal(name or _system_name(), Role.ADMINISTRATOR)


def use(resolver: Resolver | None) -> None:
    """From now on `resolver` says who is at work in this process; None: its operator again."""
    _resolvers[:] = [] if resolver is None else [resolver]


@contextmanager
def acting_as(principal: Principal) -> Iterator[Principal]:
    """Inside, this principal is at work, whatever the resolver would say."""
    mark = _acting.set(principal)
    try:
        yield principal
    finally:
        _acting.reset(mark)


def current() -> Principal:
    """Who is at work here and now."""
    acting = _acting.get()
    if acting is not None:
        return acting
    return _resolvers[-1]() if _resolvers else operator()


def permit(right: Right, units: Sequence[str] = ()) -> Principal:
    """The person at work, where the deed is theirs to do. Raises NotPermitted."""
    who = current()
    if who.may(right, units):
        return who
    raise NotPermitted(_refusal(who, right, units), right=right.value, units=tuple(sorted(set(units))))


def permitted_units(right: Right) -> frozenset[str] | None:
    """The units the person at work may do this for; None: all of them. Raises NotPermitted."""
    who = current()
    if who.may(right, sorted(who.units)):
        return who.units if who.is_limited and right in UNIT_BOUND else None
    raise NotPermitted(_refusal(who, right, ()), right=right.value)


def _refusal(who: Principal, right: Right, units: Sequence[str]) -> str:
    if not who.is_signed_in:
        return "sign_in_needed"
    return "unit_not_own" if units and right in RIGHTS[who.role] else "role_may_not"


def _system_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "operator"
