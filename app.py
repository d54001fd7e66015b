"""The dashboard: `streamlit run app.py`. The server imports this file once; each visit runs it as its script."""

import streamlit as st

if __name__ == "__main__":
    from ui import visit

    visit.run()
else:
    from ui import opening, preloads

    app = st.App("app.py", lifespan=opening.opened, middleware=preloads.MIDDLEWARE)
