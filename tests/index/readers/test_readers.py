from __future__ import annotations

import os
from pathlib import Path

import pytest

from index.errors import UnreadableDocumentError
from index.limits import LARGEST_FILE
from index.readers import READERS, document_from_text, find_documents, read_document

PROSE = "Kyläbussi vie ikäihmiset uimahalliin joka tiistai, ja matkalla jutellaan."


def write(path: Path, text: str = PROSE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def assert_unreadable(path: Path, *words: str) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(path)
    assert str(path) in caught.value.message.en
    assert str(path) in caught.value.message.fi
    assert caught.value.hint.fi
    for word in words:
        assert word in f"{caught.value.message.en} {caught.value.hint.en}"


class TestReadDocument:
    def test_a_document_knows_its_source(self, tmp_path: Path) -> None:
        path = write(tmp_path / "S54321.txt", f"Kyläbussi\n\n{PROSE}")
        document = read_document(path)
        assert document.source == str(path)
        assert (document.facts.code, document.facts.title) == ("S54321", "Kyläbussi")

    def test_the_suffix_may_be_in_capitals(self, tmp_path: Path) -> None:
        assert read_document(write(tmp_path / "LUONNOS.TXT")).text == PROSE

    @pytest.mark.parametrize("text", ["", " \n\n\t", "\ufeff"])
    def test_an_empty_file_is_refused(self, tmp_path: Path, text: str) -> None:
        assert_unreadable(write(tmp_path / "a.txt", text), "empty")

    def test_an_unknown_format_is_refused_with_the_known_ones(self, tmp_path: Path) -> None:
        assert_unreadable(write(tmp_path / "a.xyz"), *READERS)

    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        assert_unreadable(tmp_path / "puuttuu.txt", "does not exist")

    def test_a_folder_is_refused(self, tmp_path: Path) -> None:
        assert_unreadable(tmp_path, "folder")

    def test_a_pipe_is_refused_and_not_waited_for(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "putki.txt")
        assert_unreadable(tmp_path / "putki.txt", "ordinary")

    def test_a_file_over_the_limit_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("wb") as file:
            file.truncate(LARGEST_FILE + 1)
        assert_unreadable(path, "too large", "20 MB")

    def test_a_file_without_the_right_to_read_it_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        path = write(tmp_path / "a.txt")
        monkeypatch.setattr(Path, "read_bytes", refuse)
        assert_unreadable(path, "Permission denied", "chmod")


def test_an_unknown_format_is_to_be_saved_in_one_that_is_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocumentError) as caught:
        read_document(write(tmp_path / "a.xyz"))
    assert caught.value.hint.en.endswith(": .docm, .docx, .htm, .html, .md, .odt, .pdf, .rtf, .txt")


class TestFindDocuments:
    def test_a_folder_is_read_with_its_folders_in_sorted_order(self, tmp_path: Path) -> None:
        expected = [write(tmp_path / name) for name in ("a.txt", "b/a.md", "b/c/d.txt", "c.txt")]
        write(tmp_path / "b/kuva.png")
        assert find_documents([tmp_path]) == expected

    def test_hidden_files_and_folders_and_readmes_are_left_out(self, tmp_path: Path) -> None:
        for name in (".a.txt", ".git/b.txt", "README.md", "b/readme.md"):
            write(tmp_path / name)
        kept = write(tmp_path / "README.txt")
        assert find_documents([tmp_path]) == [kept]

    def test_a_file_named_itself_is_taken_whatever_it_is(self, tmp_path: Path) -> None:
        files = [write(tmp_path / name) for name in ("README.md", ".a.txt", "a.xyz")]
        assert find_documents(files) == files

    def test_no_file_comes_twice(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt")
        (tmp_path / "b.txt").symlink_to(path)
        assert find_documents([path, tmp_path, tmp_path]) == [path]

    def test_a_loop_of_links_ends(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a/b.txt")
        (tmp_path / "a/loop").symlink_to(tmp_path)
        (tmp_path / "a/self").symlink_to(tmp_path / "a/self")
        assert find_documents([tmp_path]) == [path]

    def test_a_dangling_link_is_left_out(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").symlink_to(tmp_path / "puuttuu.txt")
        assert find_documents([tmp_path]) == []

    def test_a_missing_path_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(UnreadableDocumentError, match=r"puuttuu does not exist"):
            find_documents([tmp_path / "puuttuu"])

    def test_a_folder_that_cannot_be_opened_is_named(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(_: Path) -> object:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "iterdir", refuse)
        with pytest.raises(UnreadableDocumentError, match=str(tmp_path)):
            find_documents([tmp_path])


def test_text_that_comes_from_no_file_is_read_as_well() -> None:
    document = document_from_text(f"Kyläbussi\n\n{PROSE}", "-")
    assert document.source == "-"
    assert [section.heading for section in document.sections] == ["Kyläbussi"]
