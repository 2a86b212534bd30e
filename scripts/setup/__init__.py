"""Set up a fresh checkout: Voikko, dictionaries, a virtual environment with all packages, the default model and index.

It runs before anything is installed, on the standard library alone. Every step looks first at what is there,
so that a set-up that was broken off anywhere goes on from where it was.
"""
