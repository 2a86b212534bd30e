"""The keyword index: what a Finnish word finds, what a phrase asks for, what an exclusion takes away."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.errors import DamagedIndexError
from index.finnish import analyse
from index.keyword_query import KeywordQuery, Phrase, Scope, Word
from index.keywords import KeywordIndex, KeywordWriter, PassageTerms, title_terms

REPOSITORY = Path(__file__).parents[2]
# Passage -> its document, section and text. The name of document 1 is "Rantaraitti, Meriharjun kaupunki".
PASSAGES = [
    (1, "3", "Etsivää nuorisotyötä tehdään satamissa ja kauppakeskuksissa."),
    (1, "8.1", "Tytöt ja pojat saavat saman tuen."),
    (2, "3", "Nuorten kanssa kulkee työpari. Työ on etsivää."),
    (2, "4.1", "Matalan kynnyksen palveluissa ei kysellä papereita."),
    (3, "3", "Palveluissa kynnyksen pitää olla matalan."),
    (3, "4.1", "Pitkäaikaistyöttömyyttä torjutaan Savonlinnassa digikoutsauksella."),
    (4, "3", "Säästöä syntyy, kun tilat ovat yhteisiä; nuorisotila on auki."),
    (4, "8.2", "Kuusi koulua istuttaa kuusen pihalleen."),
]
TITLES = {1: "S90001\nRantaraitti\nMeriharjun kaupunki\nHanko"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("avainsanat") / "keywords"
    writer = KeywordWriter(path)
    for chunk, (document, section, text) in enumerate(PASSAGES):
        title = title_terms(analyse(TITLES.get(document, "")))
        writer.add(chunk, document, section, PassageTerms.of(analyse(text)), title)
    writer.close()
    return path


@pytest.fixture(scope="module")
def index(folder: Path) -> KeywordIndex:
    return KeywordIndex(folder)


def words(text: str, *, exact: bool = False) -> tuple[Word, ...]:
    return tuple(Word(token, exact) for token in analyse(text))


def found(index: KeywordIndex, text: str) -> list[int]:
    """Return the passages that the words of `text` find, best first."""
    return [chunk for chunk, _ in index.search(KeywordQuery(words(text)), 10, Scope())]


def with_phrase(index: KeywordIndex, phrase: Phrase) -> list[int]:
    return sorted(chunk for chunk, _ in index.search(KeywordQuery(phrases=(phrase,)), 10, Scope()))


@pytest.mark.parametrize(
    ("query", "passage"),
    [("satama", 0), ("poika", 1), ("papereista", 3), ("kynnys", 3), ("SÄÄSTÖT", 6), ("yhteinen", 6)],
)
def test_a_word_finds_its_inflected_forms(index: KeywordIndex, query: str, passage: int) -> None:
    assert passage in found(index, query)


def test_ä_is_not_a(index: KeywordIndex) -> None:
    assert found(index, "säästö") == [6]
    assert found(index, "saasto") == []


def test_a_word_finds_the_compounds_that_it_is_a_part_of_after_itself(index: KeywordIndex) -> None:
    assert found(index, "työ")[0] == 2
    assert 0 in found(index, "työ")
    assert found(index, "työttömyys") == [5]


def test_a_compound_finds_its_parts_where_they_stand_together(index: KeywordIndex) -> None:
    assert found(index, "nuorisotyö")[0] == 0
    assert 2 in found(index, "nuortentyö")
    assert 4 not in found(index, "nuortentyö")


def test_an_ambiguous_form_finds_both_of_its_words(index: KeywordIndex) -> None:
    (passage,) = found(index, "kuusi")
    assert PASSAGES[passage][2].startswith("Kuusi koulua")
    assert index.document_frequency("kuusi") == 1


def test_an_exact_word_finds_only_its_written_form(index: KeywordIndex) -> None:
    assert [chunk for chunk, _ in index.search(KeywordQuery(words("palvelut", exact=True)), 10, Scope())] == []
    found_exactly = index.search(KeywordQuery(words("palveluissa", exact=True)), 10, Scope())
    assert sorted(chunk for chunk, _ in found_exactly) == [3, 4]


@pytest.mark.parametrize("term", ["säästö", "=säästöä", "nuoriso", "rantaraitti"])
def test_a_word_of_the_text_a_part_of_a_compound_and_a_word_of_a_name_stand_in_the_collection(
    index: KeywordIndex, term: str
) -> None:
    assert index.holds(term)


def test_what_was_never_written_does_not_stand_in_the_collection(index: KeywordIndex) -> None:
    assert not index.holds("saasto")
    assert not index.holds("=säästö")


@pytest.mark.parametrize(
    ("phrase", "passages"),
    [("matala kynnys", 1), ("kynnys matala", 0), ("palvelut", 2), ("etsivä nuorisotyö", 1), ("uusi palvelu", 0)],
)
def test_a_phrase_is_counted_by_the_passages_it_stands_in(index: KeywordIndex, phrase: str, passages: int) -> None:
    assert index.phrase_frequency(words(phrase)) == passages


def test_the_words_with_a_beginning_are_written_forms_lemmas_and_words_of_names(index: KeywordIndex) -> None:
    assert index.words_beginning("säästö", 10) == {"säästöä", "säästö"}
    assert index.words_beginning("rantar", 10) == {"rantaraitti"}
    assert index.words_beginning("rz", 10) == set()


def test_of_the_words_with_a_beginning_the_commonest_are_given(index: KeywordIndex) -> None:
    assert index.words_beginning("p", 1) == {"palvelu", "palveluissa"}


@pytest.mark.parametrize(
    ("misspelt", "passage"),
    [("digikoutsaajat", 5), ("digikoutsasu", 5), ("Savonlina", 5), ("pitkäaikaistyöttömys", 5), ("kauppakekus", 0)],
)
def test_a_misspelt_or_unknown_word_finds_what_is_written_nearly_like_it(
    index: KeywordIndex, misspelt: str, passage: int
) -> None:
    assert found(index, misspelt)[0] == passage


def test_a_word_of_the_projects_name_finds_its_passages_but_less_than_the_text(index: KeywordIndex) -> None:
    assert sorted(found(index, "rantaraitti")) == [0, 1]
    assert sorted(found(index, "S90001")) == [0, 1]
    scores = dict(index.search(KeywordQuery(words("Meriharju satama")), 10, Scope()))
    assert scores[0] > scores[1]


def test_words_that_stand_nowhere_find_nothing(index: KeywordIndex) -> None:
    assert found(index, "kvanttifysiikka") == []
    assert index.search(KeywordQuery(), 10, Scope()) == []


def test_more_words_of_the_query_make_a_better_hit(index: KeywordIndex) -> None:
    assert found(index, "nuori työpari papereita")[0] == 2


def test_a_phrase_finds_its_words_in_order_in_any_inflection(index: KeywordIndex) -> None:
    assert with_phrase(index, words("matala kynnys")) == [3]
    assert with_phrase(index, words("matalan kynnyksen palvelu")) == [3]
    assert with_phrase(index, words("kynnys matala")) == []
    assert with_phrase(index, words("kynnyksen palvelut papereita")) == []


def test_a_phrase_of_one_word_does_not_find_compounds(index: KeywordIndex) -> None:
    assert with_phrase(index, words("työ")) == [2]


def test_an_exact_word_in_a_phrase_is_found_as_written(index: KeywordIndex) -> None:
    kynnys, matala = words("kynnys"), words("matalan", exact=True)
    assert with_phrase(index, matala + kynnys) == [3]
    assert with_phrase(index, words("matala", exact=True) + kynnys) == []


def test_a_phrase_must_stand_in_every_hit(index: KeywordIndex) -> None:
    query = KeywordQuery(words("palvelu"), phrases=(words("matala kynnys"),))
    assert [chunk for chunk, _ in index.search(query, 10, Scope())] == [3]


def test_a_long_phrase_of_ambiguous_words_is_answered(index: KeywordIndex) -> None:
    ambiguous = [word for word in words("alusta kuusen tuulen voimalla") if len(word.terms) > 1]
    assert ambiguous
    assert with_phrase(index, tuple(ambiguous * 40)) == []


def test_a_phrase_of_many_ambiguous_words_is_found(tmp_path: Path) -> None:
    text = "kuusen alusta " * 6
    writer = KeywordWriter(tmp_path / "keywords")
    writer.add(0, 1, "3", PassageTerms.of(analyse(text)), "")
    writer.close()
    assert with_phrase(KeywordIndex(tmp_path / "keywords"), words("kuusi alustalla " * 6)) == [0]


def test_excluded_words_and_phrases_take_passages_away(index: KeywordIndex) -> None:
    def without(*excluded: Phrase) -> list[int]:
        query = KeywordQuery(words("palvelu etsivä"), excluded=excluded)
        return sorted(chunk for chunk, _ in index.search(query, 10, Scope()))

    assert without() == [0, 2, 3, 4]
    assert without(words("paperi")) == [0, 2, 4]
    assert without(words("matala kynnys")) == [0, 2, 4]
    assert without(words("kynnys"), words("satama")) == [2]
    assert without(words("palvelut", exact=True)) == [0, 2, 3, 4]


@pytest.mark.parametrize(
    ("scope", "passages"),
    [
        (Scope(), [0, 2, 3, 4]),
        (Scope(documents=(2,)), [2, 3]),
        (Scope(documents=(1, 3)), [0, 4]),
        (Scope(documents=()), []),
        (Scope(sections=("3",)), [0, 2, 4]),
        (Scope(sections=("4.1", "8.1")), [3]),
        (Scope(documents=(2,), sections=("4.1",)), [3]),
        (Scope(sections=("4",)), []),
    ],
)
def test_only_passages_of_the_scope_are_found(index: KeywordIndex, scope: Scope, passages: list[int]) -> None:
    hits = index.search(KeywordQuery(words("palvelu etsivä")), 10, scope)
    assert sorted(chunk for chunk, _ in hits) == passages


@pytest.mark.parametrize(("among", "passages"), [([3, 4, 7], [3, 4]), ([7], []), ([], [])])
def test_only_passages_among_the_given_ones_are_found_with_their_usual_scores(
    index: KeywordIndex, among: Sequence[int], passages: list[int]
) -> None:
    query = KeywordQuery(words("palvelu etsivä"))
    everywhere = dict(index.search(query, 10, Scope()))
    assert dict(index.search(query, 10, Scope(), among)) == pytest.approx({at: everywhere[at] for at in passages})


def test_the_limit_keeps_the_best(index: KeywordIndex) -> None:
    query = KeywordQuery(words("palvelu etsivä työ"))
    assert index.search(query, 2, Scope()) == index.search(query, 10, Scope())[:2]


def test_matching_gives_all_passages_that_meet_phrases_and_exclusions(index: KeywordIndex) -> None:
    assert index.matching(KeywordQuery(), Scope()).tolist() == list(range(len(PASSAGES)))
    assert index.matching(KeywordQuery(phrases=(words("etsivä"),)), Scope()).tolist() == [0, 2]
    assert index.matching(KeywordQuery(excluded=(words("etsivä"),)), Scope(sections=("3",))).tolist() == [4, 6]


@pytest.mark.parametrize("excluded", [("etsivä",), ("kvantti",), ("etsivä työ",), ("palvelu", "etsivä")])
def test_what_exclusions_leave_is_the_same_whether_all_or_a_section_is_asked(
    index: KeywordIndex, excluded: tuple[str, ...]
) -> None:
    query = KeywordQuery(excluded=tuple(words(text) for text in excluded))
    every_section = Scope(sections=tuple({section for _, section, _ in PASSAGES}))
    assert index.matching(query, Scope()).tolist() == index.matching(query, every_section).tolist()


def test_the_frequency_of_a_term_is_its_number_of_passages(index: KeywordIndex) -> None:
    assert index.count == len(PASSAGES)
    assert index.document_frequency("palvelu") == 2
    assert index.document_frequency("=palveluissa") == 2
    assert index.document_frequency("kvantti") == 0


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    KeywordWriter(tmp_path / "keywords").close()
    index = KeywordIndex(tmp_path / "keywords")
    assert found(index, "työ") == []
    for query in (KeywordQuery(), KeywordQuery(excluded=(words("työ"),))):
        assert index.matching(query, Scope()).tolist() == []


SEARCH_WITHOUT_WRITING = """
import os, sys, tantivy
from pathlib import Path
from index.finnish import analyse
from index.keyword_query import KeywordQuery, Scope, Word
from index.keywords import KeywordIndex
query = KeywordQuery(tuple(Word(token) for token in analyse("satama")))
if os.geteuid() == 0:  # root may write everywhere
    os.setegid(65534)
    os.seteuid(65534)
assert not os.access(sys.argv[1], os.W_OK, effective_ids=True)
print([chunk for chunk, _ in KeywordIndex(Path(sys.argv[1])).search(query, 10, Scope())])
"""


def test_an_index_that_cannot_be_written_is_searched(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as readable:
        Path(readable).chmod(0o755)
        copy = shutil.copytree(folder, Path(readable) / "keywords", ignore=shutil.ignore_patterns("*.lock"))
        before = {file.name for file in copy.iterdir()}
        for path in (*copy.iterdir(), copy):
            path.chmod(0o555 if path.is_dir() else 0o444)
        try:
            command = [sys.executable, "-c", SEARCH_WITHOUT_WRITING, str(copy)]
            run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
            assert (run.stdout, run.stderr) == ("[0]\n", "")
            assert {file.name for file in copy.iterdir()} == before
        finally:
            copy.chmod(0o755)


@pytest.mark.parametrize("damage", ["missing", "no description", "garbage", "missing segment"])
def test_a_damaged_index_is_told(folder: Path, tmp_path: Path, damage: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "keywords")
    if damage == "missing":
        copy = tmp_path / "nowhere"
    elif damage == "no description":
        (copy / "meta.json").unlink()
    elif damage == "garbage":
        (copy / "meta.json").write_text("{", encoding="utf-8")
    else:
        for file in copy.glob("*.term"):
            file.unlink()
    with pytest.raises(DamagedIndexError):
        KeywordIndex(copy)
