"""The pieces of the reports screen: choosing, the paper on the screen, writing, issuing, the archive."""
