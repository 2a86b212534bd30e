"""What a build did."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import BuildReport
from index.changes import Changes
from index.errors import Text, UnreadableDocumentError
from index.generation import Generation, Manifest
from search.render.reports import render_changes, render_report, skipped_lines

BROKEN = UnreadableDocumentError(Text("It is empty.", "Se on tyhjä."), Text("Remove it.", "Poista se."))
LEFT_OUT = UnreadableDocumentError(Text("b.csv: a column.", "b.csv: sarake."), Text("Name it.", "Nimeä se."))
MANIFEST = Manifest(
    documents=5,
    chunks=109,
    analyser="1",
    model={"name": "m"},
    numpy_query_encoder=True,
    late_interaction=True,
    sources=("/s",),
)
REPORT = BuildReport(Generation(Path("/ix/gen-000002"), MANIFEST), 7, 12.34, (("/s/a\x1b.txt", BROKEN),), (LEFT_OUT,))


def test_a_build_is_summed_up_in_a_line() -> None:
    assert render_report(REPORT) == (
        "Indexed 5 documents as 109 passages (7 embedded anew) in 12.3 s; 1 skipped: /ix/gen-000002"
    )


def test_a_skipped_document_is_named_with_the_reason_and_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert next(skipped_lines(REPORT)) == "Skipped /s/a\ufffd.txt: It is empty. Remove it."
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert next(skipped_lines(REPORT)) == "Ohitettu /s/a\ufffd.txt: Se on tyhjä. Poista se."


def test_what_is_left_out_of_a_table_is_a_note_and_nothing_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    changes = Changes((), (), (), ("a.txt", "b.csv"), (("/s/a.txt", BROKEN),), (LEFT_OUT,))
    assert list(skipped_lines(REPORT))[1:] == ["Note: b.csv: a column. Name it."]
    assert "1 skipped" in render_report(REPORT)
    assert render_changes(changes).splitlines()[1:] == [
        "Note: b.csv: a column. Name it.",
        "Files: 0 new, 0 changed, 0 removed, 2 unchanged, 1 unreadable; nothing was written.",
    ]
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert list(skipped_lines(REPORT))[1:] == ["Huomaa: b.csv: sarake. Nimeä se."]
