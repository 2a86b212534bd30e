"""Files that can't be read are refused within seconds, each with its problem and its cure, in both languages."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.limits import MOST_HEADINGS
from index.readers import find_documents, read_document
from tests.index.readers import hostile
from tests.index.readers.hostile import paragraph, word

FILES = Path(__file__).parent / "files"
# A little more than the limits, for a computer that has other work, too.
SECONDS = 40


def half(name: str) -> bytes:
    data = (FILES / name).read_bytes()
    return data[: len(data) // 2]


FILES_THAT_CANNOT_BE_READ = {
    "pommi.docx": (hostile.zipped({"word/document.xml": bytes(70_000_000)}), "unpacks", "purkautuu"),
    "sisäkkäinen pommi.docx": (
        hostile.zipped({"word/document.xml": b"<a/>", "word/embeddings/a.zip": bytes(40_000_000)}),
        "unpacks",
        "purkautuu",
    ),
    "pommi.odt": (hostile.zipped({"content.xml": bytes(40_000_000)}), "unpacks", "purkautuu"),
    "entiteetti.docx": (
        word(paragraph("&x;"), before='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
        "entities",
        "entiteettejä",
    ),
    "naurut.docx": (word(paragraph("&a10;"), before=hostile.billion_laughs()), "entities", "entiteettejä"),
    "syvä.docx": (word("<w:sdt>" * 1_000 + "</w:sdt>" * 1_000), "nested", "sisäkkäinen"),
    "polku.docx": (
        hostile.zipped({"word/document.xml": b"<a/>", "../../.profile": b"x"}),
        "outside",
        "ulkopuolelle",
    ),
    "lukittu.docx": (hostile.LOCKED_OFFICE_FILE, "password", "salasana"),
    "lukittu.odt": (hostile.open_document("", manifest="<m><encryption-data/></m>"), "password", "salasana"),
    "lukittu.pdf": (hostile.locked_pdf(), "password", "salasana"),
    "tyhjä.docx": (b"", "empty", "tyhjä"),
    "tyhjä.pdf": (b"", "empty", "tyhjä"),
    "tyhjä sivu.pdf": (hostile.pdf_of_page(b""), "empty", "tyhjä"),
    "tyhjä.html": (b"<html><body></body></html>", "empty", "tyhjä"),
    "kuva.docx": (hostile.JPEG, "JPEG", "JPEG"),
    "kuva.pdf": (hostile.JPEG, "JPEG", "JPEG"),
    "kuva.html": (hostile.JPEG, "JPEG", "JPEG"),
    "teksti.docx": ((FILES / "luonnos.odt").read_bytes(), "OpenDocument", "OpenDocument"),
    "teksti.odt": ((FILES / "luonnos.pdf").read_bytes(), "PDF", "PDF"),
    "vanha.doc": (hostile.OLD_WORD_FILE, "save it as .docx", "tallenna se"),
    "vanha.docx": (hostile.OLD_WORD_FILE, "save it as .docx", "tallenna se"),
    "rtf.doc": ((FILES / "luonnos.rtf").read_bytes(), "rich text", "rtf"),
    "skannattu.pdf": (hostile.scanned_pdf(), "ocrmypdf", "skannattu"),
    "katkennut.docx": (half("luonnos.docx"), "damaged", "vioittunut"),
    "katkennut.odt": (half("luonnos.odt"), "damaged", "vioittunut"),
    "katkennut.pdf": (half("luonnos.pdf"), "damaged", "vioittunut"),
    "katkennut.rtf": (half("luonnos.rtf"), "damaged", "vioittunut"),
    "otsikot.md": (b"# Otsikko\n\n" * (MOST_HEADINGS + 2), "too many parts", "moniosainen"),
    "pitkä.txt": ("Kylätalon ovi on auki. ".encode() * 100_000, "too much text", "liikaa"),
}


@pytest.mark.parametrize("name", FILES_THAT_CANNOT_BE_READ)
def test_a_file_is_refused_with_its_problem_and_the_cure(name: str, tmp_path: Path) -> None:
    data, english, finnish = FILES_THAT_CANNOT_BE_READ[name]
    path = tmp_path / name
    path.write_bytes(data)
    began = time.monotonic()
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path)
    assert time.monotonic() - began < SECONDS
    error = caught.value
    assert error.message.en.startswith(str(path))
    assert error.message.fi.startswith(str(path))
    assert english.casefold() in f"{error.message.en} {error.hint.en}".casefold()
    assert finnish.casefold() in f"{error.message.fi} {error.hint.fi}".casefold()


def test_a_folder_and_a_pipe_with_a_documents_name_are_refused(tmp_path: Path) -> None:
    (tmp_path / "kansio.pdf").mkdir()
    os.mkfifo(tmp_path / "putki.pdf")
    with pytest.raises(UnreadableDocumentError, match="folder"):
        read_document(tmp_path / "kansio.pdf")
    with pytest.raises(UnreadableDocumentError, match="ordinary"):
        read_document(tmp_path / "putki.pdf")


def test_lock_files_beside_open_documents_are_left_out(tmp_path: Path) -> None:
    for name in ("luonnos.docx", "~$onnos.docx", ".~lock.luonnos.odt#", "kuva.png"):
        (tmp_path / name).write_bytes(b"x")
    assert find_documents([tmp_path]) == [tmp_path / "luonnos.docx"]


def test_old_word_files_in_a_folder_are_found_so_that_a_build_can_tell_of_them(tmp_path: Path) -> None:
    (tmp_path / "vanha.doc").write_bytes(hostile.OLD_WORD_FILE)
    assert find_documents([tmp_path]) == [tmp_path / "vanha.doc"]
