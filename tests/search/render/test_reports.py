"""What a build did."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.build import BuildReport
from index.errors import Text, UnreadableDocumentError
from index.generation import Generation, Manifest
from search.render.reports import render_report, skipped_lines

BROKEN = UnreadableDocumentError(Text("It is empty.", "Se on tyhjä."), Text("Remove it.", "Poista se."))
MANIFEST = Manifest(
    documents=5,
    chunks=109,
    analyser="1",
    model={"name": "m"},
    numpy_query_encoder=True,
    late_interaction=True,
    sources=("/s",),
)
REPORT = BuildReport(Generation(Path("/ix/gen-000002"), MANIFEST), 7, 12.34, (("/s/a\x1b.txt", BROKEN),))


def test_a_build_is_summed_up_in_a_line() -> None:
    assert render_report(REPORT) == (
        "Indexed 5 documents as 109 passages (7 embedded anew) in 12.3 s; 1 skipped: /ix/gen-000002"
    )


def test_a_skipped_document_is_named_with_the_reason_and_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(skipped_lines(REPORT)) == ["Skipped /s/a\ufffd.txt: It is empty. Remove it."]
    monkeypatch.setenv("HANKEHAKU_LANG", "fi")
    assert list(skipped_lines(REPORT)) == ["Ohitettu /s/a\ufffd.txt: Se on tyhjä. Poista se."]
