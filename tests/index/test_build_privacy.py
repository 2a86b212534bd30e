"""No contact person's data gets into an index."""

from __future__ import annotations

import json
import re
import string
import zlib
from itertools import permutations
from pathlib import Path

import pytest

from index.finnish import analyse
from index.generation import KEYWORDS, Generation, current_generation
from index.keyword_query import EXACT
from index.keywords import KeywordIndex
from index.layout import PREPARED, READINGS
from index.records import Records
from tests.collection import CONTACT_NAME, CONTACT_TITLE, E_MAIL, PHONE, built_collection
from tests.index.bench import Bench

SHARED_SEEDS = sorted((Path(__file__).parents[2].parent / "shared/seeds").glob("*.txt"))


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench.set_up(tmp_path, monkeypatch)


def traces(index: Path, secrets: set[str]) -> list[tuple[str, str]]:
    """Return the files under `index` that hold one of the secrets, in any letter case, in UTF-8 or UTF-16."""
    return [
        (path.name, secret)
        for path in index.rglob("*")
        if path.is_file()
        for content in [path.read_bytes().lower()]
        for secret in secrets
        if any(secret.lower().encode(coding) in content for coding in ("utf-8", "utf-16-le", "utf-16-be"))
    ]


def variants(name: str, e_mail: str, phone: str) -> set[str]:
    """Return the shapes in which a contact person's name, address and number would be recognised."""
    names = {f"{one}{mark}{other}" for one, other in permutations(name.split(), 2) for mark in (" ", ", ", "\n")}
    user = re.split(r"@|\(at\)", e_mail)[0]
    number = phone.lstrip(string.ascii_letters + " ")
    return {one for one in (*names, user, number, number.replace(" ", "")) if one}


def unpacked(generation: Generation) -> str:
    """Return, in lower case, what is kept packed for the next build."""
    texts = []
    for name in (READINGS, PREPARED):
        with Records(generation.path / name, maker=None) as records:
            texts += [json.loads(zlib.decompress(records.get(key) or b"")) for key in records]
    return json.dumps(texts, ensure_ascii=False).lower()


def words_in_index(generation: Generation, words: str) -> dict[str, int]:
    """Return in how many passages each of these words stands: tantivy's word list is packed and can't be read over."""
    keywords = KeywordIndex(generation.path / KEYWORDS)
    terms = {term for token in analyse(words) for term in (*token.lemmas, EXACT + token.text)}
    return {term: count for term in terms if (count := keywords.document_frequency(term))}


def test_no_file_of_the_index_holds_a_contact_persons_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    real_index = built_collection(tmp_path_factory.getbasetemp())
    secrets = variants(CONTACT_NAME, E_MAIL, PHONE) | {E_MAIL, "Ruispelto", "viljamylly", CONTACT_TITLE, "987 6543"}
    assert traces(real_index, secrets) == []
    assert traces(real_index, {"Rantaraitti"}), "what is in the index is found in its files"
    generation = current_generation(real_index)
    kept = unpacked(generation)
    assert "rantaraitti" in kept
    assert [secret for secret in secrets if secret.lower() in kept] == []
    assert words_in_index(generation, f"{CONTACT_NAME} {CONTACT_TITLE} {E_MAIL} {PHONE} Hilkka Maija Ruispellon") == {}
    assert words_in_index(generation, "kahvilavaunu")["kahvilavaunu"] == 2


@pytest.mark.skipif(not SHARED_SEEDS, reason="the shared descriptions are not here")
def test_no_file_of_an_index_of_real_descriptions_holds_a_contact_persons_data(bench: Bench) -> None:
    secrets: set[str] = set()
    surnames: set[str] = set()
    for seed in SHARED_SEEDS:
        lines = seed.read_text(encoding="utf-8").splitlines()
        rows = {label: value.strip() for label, _, value in (line.partition(":") for line in lines)}
        name, e_mail = rows["Hankkeen yhteyshenkilön nimi"], rows["Yhteyshenkilön sähköpostisoite"]
        secrets |= variants(name, e_mail, rows["Yhteyshenkilön puhelinnumero"])
        secrets |= variants("", "", rows["Puhelinnumero"])
        surnames.add(re.split(r"[.(]", e_mail)[1])
    originals = SHARED_SEEDS[0].parent
    assert {file for file, _ in traces(originals, secrets)} == {seed.name for seed in SHARED_SEEDS}
    generation = bench.build(originals).generation
    assert len(bench.stored_projects()) == len(SHARED_SEEDS)
    assert traces(bench.index, secrets) == []
    assert words_in_index(generation, " ".join(surnames)) == {}
