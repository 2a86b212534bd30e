"""A command imports only what it needs: that, more than anything else, decides how soon it answers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.search.conftest import command, surroundings

# What only models and builds need, and what typer brings for outputs that aren't used.
HEAVY = {"torch", "sentence_transformers", "transformers", "tokenizers", "scipy", "pydantic", "rich", "txtai"}
HEAVY |= {"onnxruntime", "onnx"}
VECTORS = {"numpy", "faiss"}
ENGINES = {"tantivy", "libvoikko", "sqlite3"}
NEAR_WORDS = {"mmh3", "index.word_index", "index.word_table", "search.near_words"}
OTHER_COMMANDS = {"search.commands.build", "search.commands.evaluate", "search.commands.show"}
# What reads the vocabulary and the dictionaries where the cache hasn't them yet, settings files, and other formats.
READ_BEFORE = {"tomllib", "gzip", "csv", "search.synonym_groups", "search.dictionary_format"}
BUILDING = {"index.build", "index.catalogue_writer", "index.chunking", "index.packed_weights", "index.readers"}

TOLD = """
import sys
from search.main import main
try:
    main()
finally:
    print("loaded", *sys.modules, file=sys.stderr)
"""


COLLECTIONS = """
import atexit, gc, sys
def tell():
    print("collections", sum(one["collections"] for one in gc.get_stats()) - before, file=sys.stderr)
    print("left", len(gc.get_objects()), file=sys.stderr)
atexit.register(tell)
from search.main import main
before = sum(one["collections"] for one in gc.get_stats())
main()
"""


def loaded(index: Path, *arguments: str) -> set[str]:
    """Return every module that a command has imported when it ends."""
    done = subprocess.run(  # noqa: S603
        [*command()[:2], TOLD, *arguments],
        env=surroundings(HANKEHAKU_INDEX=str(index)),
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(done.stderr.rpartition("loaded ")[2].split())
    assert "search.main" in modules
    return modules


def test_the_help_needs_no_engine_and_no_command(built_index: Path) -> None:
    modules = loaded(built_index, "--help")
    assert modules.isdisjoint(HEAVY | VECTORS | ENGINES | OTHER_COMMANDS | {"search.commands.search", "index.finnish"})


def test_the_help_of_a_command_needs_that_command_alone(built_index: Path) -> None:
    modules = loaded(built_index, "search", "--help")
    assert "search.commands.search" in modules
    assert modules.isdisjoint(HEAVY | VECTORS | ENGINES | OTHER_COMMANDS | {"search.retrieve"})


def test_a_keyword_search_needs_no_vectors(built_index: Path) -> None:
    modules = loaded(built_index, "search", "etsivä nuorisotyö", "--mode", "keyword")
    assert modules >= ENGINES
    assert modules.isdisjoint(HEAVY | VECTORS | OTHER_COMMANDS | BUILDING)
    assert modules.isdisjoint({"index.embedding", "index.query_encoder", "index.token_codes", "index.vectors"})
    assert modules.isdisjoint(NEAR_WORDS)


def test_a_hybrid_search_needs_numpy_and_faiss_and_no_library_of_models(built_index: Path) -> None:
    modules = loaded(built_index, "search", "etsivä nuorisotyö")
    assert modules >= ENGINES | VECTORS | NEAR_WORDS
    assert modules.isdisjoint(HEAVY | OTHER_COMMANDS | BUILDING)


def test_a_search_by_vectors_alone_compares_no_words(built_index: Path) -> None:
    assert loaded(built_index, "search", "etsivä nuorisotyö", "--mode", "vector").isdisjoint(NEAR_WORDS)


@pytest.mark.parametrize("mode", ["keyword", "hybrid"])
def test_what_a_search_has_in_the_cache_is_not_read_again(built_index: Path, mode: str) -> None:
    arguments = ("search", "low-threshold services", "--mode", mode)
    loaded(built_index, *arguments)
    assert loaded(built_index, *arguments).isdisjoint(READ_BEFORE)


def test_a_search_neither_stops_to_collect_garbage_nor_looks_for_it_at_the_end(built_index: Path) -> None:
    done = subprocess.run(  # noqa: S603
        [*command()[:2], COLLECTIONS, "search", "etsivä nuorisotyö"],
        env=surroundings(HANKEHAKU_INDEX=str(built_index)),
        capture_output=True,
        text=True,
        check=True,
    )
    told = dict(line.split() for line in done.stderr.splitlines()[-2:])
    assert int(told["collections"]) <= 1
    assert int(told["left"]) < 1_000


@pytest.mark.parametrize("arguments", [("status",), ("show", "S90001"), ("serch",)])
def test_commands_that_look_things_up_need_no_vectors(built_index: Path, arguments: tuple[str, ...]) -> None:
    done = subprocess.run(  # noqa: S603
        [*command()[:2], TOLD, *arguments],
        env=surroundings(HANKEHAKU_INDEX=str(built_index)),
        capture_output=True,
        text=True,
        check=False,
    )
    modules = set(done.stderr.rpartition("loaded ")[2].split())
    assert "search.main" in modules
    assert modules.isdisjoint(HEAVY | VECTORS | {"tantivy"})
