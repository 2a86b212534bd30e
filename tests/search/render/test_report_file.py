"""A report file is written whole or not at all, and takes no draft's place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import SettingsError
from search.render.formats import Format
from search.render.report import Report
from search.render.report_file import check_report, report_content, write_report
from tests.search.conftest import Hankehaku


def test_an_unknown_suffix_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        check_report(tmp_path / "vertailu.odt", [])
    assert ".html, .docx, .md, .csv, .json" in refused.value.message.fi
    check_report(tmp_path / "VERTAILU.HTML", [])


@pytest.mark.parametrize("name", ["puuttuu/vertailu.html", "kansio.html"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "kansio.html").mkdir()
    with pytest.raises(SettingsError) as refused:
        check_report(tmp_path / name, [])
    assert "mkdir -p" in refused.value.hint.en


def test_no_device_or_pipe_is_replaced_by_a_report(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "putki.csv")
    (tmp_path / "laite.csv").symlink_to("/dev/full")
    for name in ("putki.csv", "laite.csv"):
        with pytest.raises(SettingsError) as refused:
            check_report(tmp_path / name, [])
        assert "eikä tiedosto" in refused.value.message.fi
    (tmp_path / "uusi.csv").symlink_to(tmp_path / "raportti.csv")
    check_report(tmp_path / "uusi.csv", [])


def test_a_report_is_never_written_over_a_draft_or_among_the_drafts(tmp_path: Path) -> None:
    draft = tmp_path / "luonnos.docx"
    draft.write_bytes(b"luonnos")
    (tmp_path / "linkki.docx").symlink_to(draft)
    (tmp_path / "sama.docx").hardlink_to(draft)
    for report in (draft, tmp_path / "linkki.docx", tmp_path / "sama.docx"):
        with pytest.raises(SettingsError):
            check_report(report, [draft])
    with pytest.raises(SettingsError) as among:
        check_report(tmp_path / "vertailu.html", [tmp_path])
    assert "luonnosten joukkoon" in among.value.message.fi
    check_report(tmp_path / "vertailu.docx", [draft])


def test_a_report_that_fails_leaves_the_old_one_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = tmp_path / "vertailu.html"
    write_report(report, b"vanha")

    def full(path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("search.render.report_file.sync", full)
    with pytest.raises(OSError, match="No space"):
        write_report(report, b"uusi")
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("vertailu.html", b"vanha")]


def test_the_suffix_decides_the_form() -> None:
    def rendered(form: Format) -> str:
        return f"äiti {form.value}"

    def told() -> Report:
        return Report("Otsikko", (), "Tehty")

    assert report_content(".md", told, rendered) == "äiti markdown\n".encode()
    assert report_content(".csv", told, rendered) == b"\xef\xbb\xbf" + "äiti csv\n".encode()
    assert report_content(".JSON", told, rendered) == "äiti json\n".encode()
    assert report_content(".html", told, rendered).startswith(b"<!DOCTYPE html>")
    assert report_content(".docx", told, rendered).startswith(b"PK")


def test_an_unknown_suffix_is_told_before_the_index_is_opened(hankehaku: Hankehaku, tmp_path: Path) -> None:
    done = hankehaku("similar", "luonnos.txt", "--report", "raportti.pdf", "--index", str(tmp_path), LANG="fi_FI.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    message, cure = done.stderr.splitlines()
    assert message.startswith("hankehaku: Raporttia ei voi kirjoittaa tiedostoon raportti.pdf: tunnetut muodot ovat")
    assert cure == "Anna esimerkiksi: --report raportti.html"


def test_a_report_comes_beside_the_result(hankehaku: Hankehaku, tmp_path: Path) -> None:
    report = tmp_path / "vertailu.html"
    done = hankehaku("similar", "S90001", "--limit", "1", "--format", "json", "--report", str(report))
    assert done.returncode == 0
    assert done.stdout.startswith('{\n  "answers"')
    assert report.read_text(encoding="utf-8").count("<h3") == 1
