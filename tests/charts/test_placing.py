"""A label's place: at ease away from lines where there is room, close to them rather than on them otherwise."""

from __future__ import annotations

from charts.placing import CLEARANCE, EASE, Drawn, Plot, Stroke, nearest_free

SIZE = (60.0, 14.0)
PLOT = Plot(width=400.0, height=200.0, low=0.0, high=200.0)


def drawn(*lines: float) -> Drawn:
    """A point in the plot's middle and level lines at these heights."""
    return Drawn(PLOT, 200.0, 100.0, [Stroke((0.0, y), (400.0, y)) for y in lines])


def room(one: Drawn) -> float:
    """The pixels between the label's place and the nearest line."""
    place = nearest_free(SIZE, [one], radius=4)
    assert place.is_free
    box = place.box(one.x, one.y)
    lines = [line for line in one.obstacles if isinstance(line, Stroke)]
    return min(
        min(abs(line.start[1] - line.half - box.bottom), abs(box.top - line.start[1] - line.half)) for line in lines
    )


def test_a_label_stays_well_clear_of_a_dashed_line_near_its_point() -> None:
    assert room(drawn(109.0)) >= EASE


def test_between_lines_that_leave_no_more_room_it_is_still_clear_of_both() -> None:
    lines = [float(y) for y in range(0, 201, 22)]
    assert CLEARANCE <= room(drawn(*lines)) < EASE
