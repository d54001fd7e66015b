"""The paper: tables and documents that leave the dashboard. Never Streamlit."""
