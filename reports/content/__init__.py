"""What a report says, as data: sections of prose with bound figures, tables and charts. No layout."""
