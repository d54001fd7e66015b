"""The dashboard for servers: `uvicorn asgi:app`. Desks start it with `streamlit run app.py`."""

import streamlit as st

from ui import web

web.refuse_open()
app = st.App("app.py", routes=web.ROUTES, middleware=web.MIDDLEWARE, lifespan=web.opened)
