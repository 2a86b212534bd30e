"""Generations: published whole or not at all, checked when opened, written by one build at a time."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from index.bundled_model import MODEL_NAME
from index.errors import DamagedIndexError, IndexLockedError, IndexMismatchError, IndexMissingError
from index.generation import CURRENT, Generation, Manifest, current_generation, has_index, is_intact
from index.layout import pointer_text
from index.lock import locked
from index.manifest import MANIFEST, SCHEMA_VERSION, sha256_of, write_manifest
from index.publishing import new_generation, publish
from tests.sealing import reseal

REPOSITORY = Path(__file__).parents[2]
MANY_STEPS = 100
CRASHED = 77


def build(index: Path, content: str = "sisältö") -> Generation:
    """Publish a generation of two files, one in a sub-folder, as a build does."""
    with locked(index):
        folder = new_generation(index)
        (folder / "osa").mkdir()
        (folder / "osa" / "sanat.idx").write_text(content, encoding="utf-8")
        (folder / "luettelo").write_text(content * 3, encoding="utf-8")
        (folder / "osa" / ".kirjaston.lock").touch()
        return publish(folder, Manifest(1, 2, "1 voikko", {"name": MODEL_NAME}, True, True, ("/hankkeet ä",)))


def published(index: Path) -> list[str]:
    return sorted(path.name for path in index.glob("gen-*"))


def test_a_published_generation_is_current_with_its_manifest(tmp_path: Path) -> None:
    made = build(tmp_path / "uusi" / "hakemisto")
    found = current_generation(tmp_path / "uusi" / "hakemisto")
    assert found == made
    assert found.path.name == "gen-000001"
    manifest = found.manifest
    assert (manifest.documents, manifest.chunks, manifest.generation, manifest.schema) == (1, 2, 1, SCHEMA_VERSION)
    assert (manifest.model, manifest.sources) == ({"name": MODEL_NAME}, ("/hankkeet ä",))
    assert manifest.created.endswith("+00:00")


def test_the_manifest_tells_size_and_sha256_of_every_file(tmp_path: Path) -> None:
    made = build(tmp_path)
    content = "sisältö".encode()
    assert made.manifest.files == {
        "luettelo": (3 * len(content), hashlib.sha256(content * 3).hexdigest()),
        "osa/sanat.idx": (len(content), hashlib.sha256(content).hexdigest()),
    }
    assert sha256_of(made.path / "luettelo") == made.manifest.files["luettelo"][1]


def test_a_flipped_byte_is_seen_in_the_sha256(tmp_path: Path) -> None:
    made = build(tmp_path)
    (made.path / "luettelo").write_text("sisaltösisältösisältö ", encoding="utf-8")
    assert not is_intact(made, "luettelo")
    assert is_intact(made, "osa/sanat.idx")


def test_lock_files_of_libraries_are_not_published(tmp_path: Path) -> None:
    assert not list(build(tmp_path).path.rglob("*.lock"))


def test_the_newest_generation_is_current_and_two_are_kept(tmp_path: Path) -> None:
    for number, kept in [(1, [1]), (2, [1, 2]), (3, [2, 3]), (4, [3, 4])]:
        assert build(tmp_path).manifest.generation == number
        assert current_generation(tmp_path).path.name == f"gen-{number:06d}"
        assert published(tmp_path) == [f"gen-{one:06d}" for one in kept]


def test_what_broken_off_builds_left_is_swept_by_the_next(tmp_path: Path) -> None:
    leftover = tmp_path / "gen-000009.tmp" / "osa"
    leftover.mkdir(parents=True)
    (leftover / "puolikas").touch()
    build(tmp_path)
    assert published(tmp_path) == ["gen-000001"]


def test_published_files_can_be_read_by_everybody(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        made = build(tmp_path)
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in made.path.rglob("*") if path.is_file()}
    assert modes == {"luettelo": 0o644, "sanat.idx": 0o644, MANIFEST: 0o644}


def test_where_nothing_was_published_there_is_no_index(tmp_path: Path) -> None:
    assert not has_index(tmp_path)
    with pytest.raises(IndexMissingError) as caught:
        current_generation(tmp_path)
    assert f"--index {tmp_path}" in caught.value.hint.fi
    build(tmp_path)
    assert has_index(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_no_index(tmp_path: Path) -> None:
    (tmp_path / "hakemisto").touch()
    with pytest.raises(IndexMissingError):
        current_generation(tmp_path / "hakemisto")


@pytest.mark.parametrize("name", ["luettelo", "osa/sanat.idx"])
@pytest.mark.parametrize("damage", ["missing", "shorter", "longer"])
def test_a_missing_or_resized_file_is_damage_and_named(tmp_path: Path, name: str, damage: str) -> None:
    file = build(tmp_path).path / name
    content = file.read_bytes()
    file.unlink()
    if damage != "missing":
        file.write_bytes(content[:-1] if damage == "shorter" else content + b"x")
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert str(file) in caught.value.message.fi


@pytest.mark.parametrize(
    "manifest", [b"", b"{", b"[]", b"{}", b'{"schema": 2}', b'{"schema": "?"}', b'{"checksum": "0"}', b"\xff\xfe"]
)
def test_a_manifest_that_cannot_be_read_is_damage(tmp_path: Path, manifest: bytes) -> None:
    (build(tmp_path).path / MANIFEST).write_bytes(manifest)
    with pytest.raises(DamagedIndexError):
        current_generation(tmp_path)


def test_an_index_of_another_schema_is_refused_with_the_command_that_makes_a_new_one(tmp_path: Path) -> None:
    made = build(tmp_path)
    write_manifest(made.path / MANIFEST, replace(made.manifest, schema=SCHEMA_VERSION + 1))
    with pytest.raises(IndexMismatchError) as caught:
        current_generation(tmp_path)
    assert caught.value.hint.fi.endswith(f"hankehaku rakenna '/hankkeet ä' --index {tmp_path}")


def test_the_command_repeats_the_model_and_the_columns_of_tables(tmp_path: Path) -> None:
    made = build(tmp_path)
    asked = replace(made.manifest, model={"name": "/mallit/oma malli"}, columns="/hankkeet ä/sarakkeet.toml")
    reseal(tmp_path, model=asked.model, columns=asked.columns)
    (made.path / "luettelo").unlink()
    command = (
        "hankehaku build '/hankkeet ä' --columns '/hankkeet ä/sarakkeet.toml' "
        f"--model '/mallit/oma malli' --index {tmp_path}"
    )
    with pytest.raises(DamagedIndexError) as damaged:
        current_generation(tmp_path)
    assert command in damaged.value.hint.en
    reseal(tmp_path, schema=SCHEMA_VERSION + 1)
    with pytest.raises(IndexMismatchError) as other:
        current_generation(tmp_path)
    assert command in other.value.hint.en


def test_a_manifest_from_before_columns_were_kept_is_read(tmp_path: Path) -> None:
    made = build(tmp_path)
    text = (made.path / MANIFEST).read_text(encoding="ascii")
    body = text[text.index("\n", 2) + 1 :].replace(',\n "columns": null', "")
    assert '"columns"' not in body
    checksum = hashlib.sha256(body.encode()).hexdigest()
    (made.path / MANIFEST).write_text(f'{{\n "checksum": "{checksum}",\n{body}', encoding="ascii")
    (tmp_path / CURRENT).write_bytes(pointer_text(made.path.name, checksum))
    assert current_generation(tmp_path).manifest.columns is None


def test_an_index_from_before_manifests_had_checksums_is_refused_as_one_of_another_schema(tmp_path: Path) -> None:
    made = build(tmp_path)
    (made.path / MANIFEST).write_text('{"schema": 1, "sources": ["/hankkeet"]}', encoding="utf-8")
    (tmp_path / CURRENT).write_text("gen-000001\n", encoding="utf-8")
    with pytest.raises(IndexMismatchError) as caught:
        current_generation(tmp_path)
    assert caught.value.hint.en.endswith(f"hankehaku build /hankkeet --index {tmp_path}")


@pytest.mark.parametrize("pointer", [b"gen-000777\n", b"gen-000001\n", b"", b"\xff\xfe\n", b"CURRENT\n"])
def test_a_pointer_to_no_generation_is_damage(tmp_path: Path, pointer: bytes) -> None:
    build(tmp_path)
    (tmp_path / CURRENT).write_bytes(pointer)
    with pytest.raises(DamagedIndexError):
        current_generation(tmp_path)


def test_a_folder_in_the_place_of_the_pointer_is_damage_with_the_command_that_moves_it(tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / CURRENT).unlink()
    (tmp_path / CURRENT).mkdir()
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert str(tmp_path / CURRENT) in caught.value.message.fi
    assert f"mv {tmp_path / CURRENT} {tmp_path / CURRENT}.old" in caught.value.hint.fi
    assert "hankehaku palauta" in caught.value.hint.fi
    assert not has_index(tmp_path)


def test_a_folder_of_that_name_alone_is_damage_too(tmp_path: Path) -> None:
    (tmp_path / CURRENT).mkdir()
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert f"mv {tmp_path / CURRENT}" in caught.value.hint.fi
    assert "palauta" not in caught.value.hint.fi


@pytest.mark.parametrize("name", ["luettelo", MANIFEST])
def test_a_folder_in_the_place_of_any_file_is_damage(tmp_path: Path, name: str) -> None:
    file = build(tmp_path).path / name
    file.unlink()
    file.mkdir()
    with pytest.raises(DamagedIndexError) as caught:
        current_generation(tmp_path)
    assert f"{file} on vioittunut: se on kansio" in caught.value.message.fi


@contextmanager
def held_by_another_process(index: Path) -> Iterator[int]:
    """Let another process hold the lock; yield its process id."""
    program = (
        "import sys; from pathlib import Path; from index.lock import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(index)]
    with subprocess.Popen(  # noqa: S603
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process.pid
        process.kill()


def test_the_lock_lets_one_build_in_and_names_its_holder(tmp_path: Path) -> None:
    with held_by_another_process(tmp_path) as holder, pytest.raises(IndexLockedError) as caught:
        build(tmp_path)
    assert f"({holder}@" in caught.value.message.fi
    assert "--index" in caught.value.hint.fi
    assert build(tmp_path).manifest.generation == 1, "the lock goes with its holder, even one that was killed"


def test_the_lock_is_free_after_a_build_that_failed(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), locked(tmp_path):
        raise RuntimeError
    assert build(tmp_path).manifest.generation == 1


def crash_at_every_step(base: Path) -> None:
    """Build a second generation again and again, each time dying one step later, and print what is current then.

    A step is an operation on the file system, as Python's audit events tell of it, or an fsync. Runs in a process of
    its own, because an audit hook can't be taken away.
    """
    steps_left = sys.maxsize

    def step() -> None:
        nonlocal steps_left
        steps_left -= 1
        if steps_left < 0:
            os._exit(CRASHED)

    sync = os.fsync

    def counted_sync(descriptor: int) -> None:
        step()
        sync(descriptor)

    os.fsync = counted_sync  # type: ignore[assignment]
    sys.addaudithook(lambda event, _: step() if event in {"open", "os.rename", "os.mkdir", "os.chmod"} else None)
    build(base / "before", "vanha")
    for steps in range(MANY_STEPS):
        index = base / str(steps)
        shutil.copytree(base / "before", index)
        child = os.fork()
        if child == 0:
            steps_left = steps
            build(index, "uusi")
            os._exit(0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        current = current_generation(index)
        content = {(current.path / name).read_text(encoding="utf-8") for name in ("osa/sanat.idx", "luettelo")}
        after = build(index, "korjattu").manifest.generation
        print(status, current.manifest.generation, sorted(content), after > current.manifest.generation)  # noqa: T201
        if status == 0:
            break


def test_a_crash_at_any_step_leaves_a_whole_generation_current(tmp_path: Path) -> None:
    program = "import sys, pathlib, tests.index.test_generation as t; t.crash_at_every_step(pathlib.Path(sys.argv[1]))"
    command = [sys.executable, "-c", program, str(tmp_path)]
    run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)  # noqa: S603
    assert run.stderr == ""
    *crashes, last = run.stdout.splitlines()
    assert last == "0 2 ['uusi', 'uusiuusiuusi'] True"
    old = f"{CRASHED} 1 ['vanha', 'vanhavanhavanha'] True"
    new = f"{CRASHED} 2 ['uusi', 'uusiuusiuusi'] True"
    changed_at = crashes.index(new)
    assert changed_at > len(crashes) / 2, "the pointer is among the last things that change"
    assert crashes == [old] * changed_at + [new] * (len(crashes) - changed_at)
