"""Pictures: rows and words in, a Vega-Lite specification without data out. The only room that knows Altair."""
