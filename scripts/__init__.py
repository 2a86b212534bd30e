"""The project's scripts: set-up, tests, rebuilding the index."""
