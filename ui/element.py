"""A chart that is compiled already, put on the page as Streamlit's own.

`st.vega_lite_chart` takes the key `data` out of what it is given, and with it the transforms a Vega program keeps
there; what it sends the browser is the same message, and the browser draws Vega as it draws Vega-Lite. Rows with a name
it writes into a Vega-Lite specification, where a Vega program would not look; rows without one it gives to the data
called "source", as ours are. `tests/screens/test_element.py` and the browser tests that read the charts aloud hold this
together when Streamlit changes.
"""

from __future__ import annotations

from typing import Literal

from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.VegaLiteChart_pb2 import VegaLiteChart


def place(program: str, rows: bytes, *, alt: str, height: Literal["stretch", "content"]) -> None:
    """Draw a Vega program (JSON) with its rows (Arrow's stream); `alt` is its name for those who do not see it."""
    chart = VegaLiteChart(spec=program, alt=alt)
    chart.data.data = rows
    layout = LayoutConfig(width="stretch", height=height)
    get_dg_singleton_instance().main_dg._enqueue("vega_lite_chart", chart, layout_config=layout)
