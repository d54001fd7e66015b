"""Who owns an indicator, in words: shared with papers."""

from reports.wording.owners import ids, lead_units, names, owner_cell, owner_text

__all__ = ["ids", "lead_units", "names", "owner_cell", "owner_text"]
