"""One module for each form a table comes in; each gives the same grid or says in one sentence why not."""
