"""Whatever is typed, the command line answers, or says what is wrong and what cures it; it never shows a traceback."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import search.main
from search.render.terminal import HARMFUL
from tests.reliability.tally import TALLY, Outcome, outcome_of
from tests.reliability.world import World

SURROGATE, LONG = "ty\udcff", "ä" * 5_000
BAD = (
    ("search",), ("search", ""), ("search", "   "), ("search", '"'), ("search", '""'), ("search", "-"), ("search", "="),
    ("search", "-työ"), ("search", "-", "-"), ("search", SURROGATE), ("search", LONG),
    ("search", "\x1b[31m"), ("search", "työ", "--limit", "0"), ("search", "työ", "--limit", "-1"),
    ("search", "työ", "--limit", "x"), ("search", "työ", "--limit", "99999999999999999999"),
    ("search", "työ", "--mode", "arvaus"), ("search", "työ", "--format", "xml"), ("search", "työ", "--by", "x"),
    ("search", "työ", "--region", ""), ("search", "työ", "--region", SURROGATE),
    ("search", "työ", "--years", "x"), ("search", "työ", "--years", "2020-2010"), ("search", "työ", "--section", "x"),
    ("search", "työ", "--granted-from", "-1"), ("search", "työ", "--granted-from", "9" * 30),
    ("search", "työ", "--granted-to", "-" + "9" * 30), ("search", "työ", "--index", "/dev/null"),
    ("search", "työ", "--index", "/ei/ole"), ("search", "työ", "--index", ""),
    ("search", "työ", "--index", "\x1b[31m"), ("search", "työ", "--index", SURROGATE),
    ("show",), ("show", "S00000"), ("show", ""), ("show", SURROGATE),
    ("similar",), ("similar", "/ei/ole.docx"), ("similar", "/dev/null"),
    ("similar", SURROGATE), ("similar", "."), ("build", "/ei/ole"), ("build", "/dev/null"),
    ("build", SURROGATE), ("build", "--columns", "/ei/ole"), ("build", ".", "--index", "/dev/null/hakemisto"),
    ("build", ".", "--index", "/proc/hakemisto"),
    ("verify", "--index", "/ei/ole"), ("rollback",), ("rollback", "--index", "/ei/ole"),
    ("evaluate",), ("evaluate", "/ei/ole"), ("evaluate", "/dev/null"), ("evaluate", "."),
    ("shell", "--index", "/ei/ole"), ("olematon",), ("--lang", "sv", "search", "työ"), ("--lang",),
    ("search", "--", "--"),
)  # fmt: skip
ENVIRONMENTS = (
    {"HANKEHAKU_INDEX": "/ei/ole"}, {"HANKEHAKU_INDEX": "\x1b[31m"}, {"HANKEHAKU_INDEX": SURROGATE},
    {"HANKEHAKU_LANG": "\udcff"}, {"LANG": "x"}, {"LC_ALL": "\udcff"}, {"XDG_CONFIG_HOME": "/dev/null"},
    {"COLUMNS": "-7"}, {"COLUMNS": "x"}, {"NO_COLOR": ""}, {"TERM": ""}, {"HANKEHAKU_MODEL": "/ei/ole"},
)  # fmt: skip


class CommandLine:
    """The command line in this process, on an index of the tiny collection."""

    def __init__(self, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self._patch, self._captured = patch, captured

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Return the exit code and what was written to standard output and error."""
        self._patch.setattr(sys, "argv", ["hankehaku", *arguments])
        with pytest.raises(SystemExit) as ended:
            search.main.main()
        written = self._captured.readouterr()
        return int(ended.value.code or 0), written.out, written.err


@pytest.fixture
def command_line(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> CommandLine:
    monkeypatch.setenv("HANKEHAKU_INDEX", str(world.built(tmp_path / "hakemisto", "uusi")))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "asetukset"))
    (tmp_path / "tyhjä").mkdir()
    monkeypatch.chdir(tmp_path / "tyhjä")
    return CommandLine(monkeypatch, capsys)


def judge(fault: str, ran: tuple[int, str, str], asked: object) -> None:
    code, out, err = ran
    shown = f"{asked!a}: {ran!a}"
    assert code in (0, 1, 2), shown
    assert "Traceback" not in out + err, shown
    assert not HARMFUL.search(out + err), shown
    outcome = Outcome("error", err.strip(), err) if code == 2 else Outcome("answer", out)
    TALLY.judge(fault, outcome, {out})


def test_bad_arguments_are_told(command_line: CommandLine) -> None:
    for arguments in BAD:
        judge("bad arguments", _run(command_line, arguments), arguments)


def _run(command_line: CommandLine, arguments: tuple[str, ...]) -> tuple[int, str, str]:
    told: list[tuple[int, str, str]] = []

    def run() -> str:
        told.append(command_line.run(*arguments))
        return ""

    outcome = outcome_of(run)
    assert told, f"{arguments!a}: {outcome.text}"
    return told[0]


def test_bad_surroundings_are_told(command_line: CommandLine) -> None:
    for changed in ENVIRONMENTS:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in changed.items():
                patch.setenv(name, value)
            judge("bad surroundings", _run(command_line, ("search", "työ")), changed)


@pytest.mark.parametrize(
    "content", [b"index = [", b"index = 7\n", b"\xff\xfe", b"[index]\n", b"olematon = true\n", b""]
)
def test_a_bad_settings_file_is_told(
    command_line: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delenv("HANKEHAKU_INDEX")  # which would come before it
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "tiedot"))
    for place in (tmp_path / "asetukset" / "hankehaku" / "config.toml", tmp_path / "tyhjä" / ".hankehaku.toml"):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        judge("bad settings file", _run(command_line, ("search", "työ")), content)
        place.unlink()


def test_a_search_still_answers(command_line: CommandLine) -> None:
    code, out, _ = command_line.run("search", "etsivä nuorisotyö", "--format", "jsonl")
    assert (code, json.loads(out.splitlines()[0])["project"]) == (0, "S90001")


def test_words_from_a_pipe_may_be_anything(command_line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    for given in ("", "\x00", "työ\x00paja", "\x1b[2J", LONG, "\udcff", "\n\n"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(given))
        judge("bad words from a pipe", _run(command_line, ("search", "-")), given)


class Endless(io.TextIOBase):
    """What never ends, such as /dev/zero; whoever asks for all of it would wait for ever."""

    def read(self, size: int | None = -1) -> str:
        assert size is not None
        assert size >= 0
        return "ä" * size


@pytest.mark.parametrize("command", ["search", "similar"])
def test_a_pipe_that_never_ends_is_told(
    command_line: CommandLine, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Endless())
    code, out, err = command_line.run(command, "-")
    assert (code, out) == (2, "")
    judge("endless pipe", (code, out, err), command)
