"""Accounts: who may come in, as what, for which units, until when."""

from ui import router

router.require_router("accounts")

from ui import accounts, shell  # noqa: E402

screen = shell.begin("accounts")
accounts.draw(screen)
shell.end(screen)
