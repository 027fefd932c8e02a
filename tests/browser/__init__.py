"""The readers' pages in a real browser: the demonstration archive, served as production serves it."""
