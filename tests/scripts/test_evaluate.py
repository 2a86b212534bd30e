from __future__ import annotations

import pytest

from tests.scripts.conftest import Checkout


@pytest.mark.parametrize("arguments", [(), ("haut.jsonl",), ("--beir",), ("--mode", "hybrid")])
def test_without_what_it_needs_the_usage_is_shown(checkout: Checkout, arguments: tuple[str, ...]) -> None:
    shown = checkout.run("evaluate", *arguments)
    assert (shown.returncode, shown.stdout) == (2, "")
    assert "QUERIES DOCUMENTS..." in shown.stderr
    assert "--beir FOLDER" in shown.stderr


def test_help_is_a_result(checkout: Checkout) -> None:
    shown = checkout.run("evaluate", "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "--beir FOLDER" in shown.stdout


def test_documents_are_indexed_before_the_queries_are_measured(checkout: Checkout) -> None:
    shown = checkout.run("evaluate", "omat haut.tsv", "hankkeet", "lisää")
    assert shown.returncode == 0
    assert shown.stderr.startswith("5:build\n8:hankkeet\n5:lisää\n7:--index\n")
    assert shown.stdout.startswith("8:evaluate\n13:omat haut.tsv\n7:--index\n")


def test_a_beir_folder_is_left_to_the_program_with_the_options(checkout: Checkout) -> None:
    shown = checkout.run("evaluate", "--beir", "/data/kokoelma 1", "--mode", "vector")
    assert shown.stdout == "8:evaluate\n16:/data/kokoelma 1\n6:--mode\n6:vector\n"
