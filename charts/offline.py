"""The chart viewer for pages without a server: one script that needs nothing from outside."""

from __future__ import annotations

from functools import cache

from charts.store import VEGA_LITE

NOTICE = """/*! Vega, Vega-Lite and Vega-Embed, BSD 3-Clause License: https://github.com/vega/vega/blob/main/LICENSE
Copyright the University of Washington Interactive Data Lab and contributors */
"""


@cache
def viewer_script() -> str:
    """JavaScript that gives a page `vegaEmbed`; about 900 KB, the same bytes each time. Takes two seconds once."""
    import vl_convert

    script: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return NOTICE + script
