"""Measure how quick Hankehaku is: cold and warm searches, builds, and peers beside it. `scripts/benchmark` runs it."""
