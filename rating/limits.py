"""How often an address may vote and an item be voted on. Counts live in memory and are forgotten with their window."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

SWEEP_AT = 10_000
"""How many counters are kept before the ones that have run out are thrown away."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` in `seconds`."""

    count: int
    seconds: int


PER_ADDRESS_AND_ITEM = Limit(20, 600)
PER_ADDRESS = Limit(120, 600)
PER_ITEM = Limit(6000, 60)
"""Many phones of one village or office share one address, so an address may vote more often than a device would."""


class Limiter:
    """Counts in fixed windows. Any thread may use it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], tuple[float, int]] = {}

    def allows(self, *wishes: tuple[tuple[str, ...], Limit]) -> bool:
        """Whether all of the (key, limit) wishes have room; counts one for each only where all have."""
        now = self._clock()
        with self._lock:
            if len(self._counts) > SWEEP_AT:
                self._counts = {key: entry for key, entry in self._counts.items() if entry[0] > now}
            entries = [(key, limit, *self._entry(key, limit, now)) for key, limit in wishes]
            if any(count >= limit.count for _, limit, _, count in entries):
                return False
            for key, _, end, count in entries:
                self._counts[key] = (end, count + 1)
            return True

    def _entry(self, key: tuple[str, ...], limit: Limit, now: float) -> tuple[float, int]:
        end, count = self._counts.get(key, (0.0, 0))
        return (end, count) if end > now else (now + limit.seconds, 0)


def address_of(host: str | None) -> str:
    """The address that is counted: as it is, of IPv6 the subscriber's whole /64."""
    try:
        found = ipaddress.ip_address(host or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
