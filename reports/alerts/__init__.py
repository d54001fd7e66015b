"""Told in time: what units and leaders asked to hear of, found on the board and sent by the office's own ways."""
