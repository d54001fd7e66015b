"""Everything the screens share that needs Streamlit."""
