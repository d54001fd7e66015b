"""The dashboard: `streamlit run app.py`. The server imports this file once; each visit runs it as its script."""

import streamlit as st

if __name__ == "__main__":
    from ui import visit

    visit.run()
else:
    from ui import front, opening

    app = st.App("app.py", lifespan=opening.opened, routes=front.ROUTES, middleware=front.MIDDLEWARE)
