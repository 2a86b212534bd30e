"""The command line as its users meet it, in processes of its own."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.search.conftest import ROOT, Hankehaku, command, surroundings

KEYWORD = ("--mode", "keyword")


def test_a_search_writes_its_hits_to_standard_output_and_nothing_else(hankehaku: Hankehaku) -> None:
    done = hankehaku("search", "etsivä nuorisotyö satamissa", "--format", "json", "-n", "2")
    assert (done.returncode, done.stderr) == (0, "")
    hits = json.loads(done.stdout)["hits"]
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["project"] == "S90001"
    assert "\x1b" not in hankehaku("search", "työ", *KEYWORD).stdout


def test_without_hits_the_exit_code_is_1_and_the_advice_is_on_standard_error(hankehaku: Hankehaku) -> None:
    done = hankehaku("search", '"vihreä traktori"', *KEYWORD, "--format", "jsonl", "--region", "Uusimaa", LANG="fi_FI")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        'Ei osumia: "vihreä traktori"\n'
        "Tarkista kirjoitusasu tai kokeile muita sanoja. Lainausmerkit ja = hakevat vain kohdista: jätä ne pois, "
        "kun haet hanketta nimellä. Myös rajausten poistaminen voi auttaa.\n"
    )
    done = hankehaku("search", "traktori", *KEYWORD, "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["hits"]) == (1, [])
    assert done.stderr == "No hits: traktori\nCheck the spelling, or try other words.\n"


@pytest.mark.parametrize(
    ("arguments", "message", "cure"),
    [
        (("hae", "-nuoret"), "hankehaku: Haku kertoo vain, mitä jätetään pois.", "hankehaku hae"),
        (("näytä", "S9000"), "hankehaku: Hakemistossa ei ole hanketta S9000.", "Tarkoititko: S9000"),
        (("hae", "työ", "--region", "Uusmaa"), "rajauksessa --region.", "Kokeile: Uusimaa"),
        (("hae", "työ", "--axis", "77"), "rajauksessa --axis.", "Kokeile: "),
        (("hae", "työ", "--section", "99"), "kohdassa 99.", "Kohdat: 3, 4.1, "),
        (("hae", "työ", "--section", "tulokset"), "kohdassa tulokset.", "Kohdat: 3, 4.1, "),
        (("hae", "työ", "--section", ""), "ei ole kohdan numero.", "--section 4.1"),
        (("hae", "työ", "--index", "tyhjä\x1b"), "ei ole hakemistoa.", "hankehaku rakenna KANSIO --index 'tyhjä"),
    ],
)
def test_an_error_is_two_lines_on_standard_error_with_the_cure_last_and_exit_code_2(
    hankehaku: Hankehaku, arguments: tuple[str, ...], message: str, cure: str
) -> None:
    done = hankehaku(*arguments, LC_ALL="fi_FI.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    first, last = done.stderr.splitlines()
    assert message in first
    assert cure in last
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize("arguments", [("search", "työ", *KEYWORD), ("show", "S90001"), ("status",)])
def test_a_closed_standard_output_is_an_error_and_no_search_without_hits(
    built_index: Path, arguments: tuple[str, ...]
) -> None:
    closed = ["bash", "-c", 'exec "$@" >&-', "bash", *command(*arguments)]
    changed = surroundings(HANKEHAKU_INDEX=str(built_index))
    done = subprocess.run(closed, env=changed, stderr=subprocess.PIPE, text=True, check=False)  # noqa: S603
    assert done.returncode == 2
    assert done.stderr == "hankehaku: Standard output is closed.\nSend it to a file: > FILE\n"


def test_without_standard_error_and_input_a_search_has_its_hits(built_index: Path) -> None:
    closed = ["bash", "-c", 'exec "$@" 2>&- <&-', "bash", *command("search", "-nuoret", "työ", *KEYWORD)]
    changed = surroundings(HANKEHAKU_INDEX=str(built_index))
    done = subprocess.run(closed, env=changed, stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603
    assert done.returncode == 0
    assert "S9000" in done.stdout


def test_the_option_decides_over_the_locale_before_and_behind_the_command(hankehaku: Hankehaku) -> None:
    assert "Hakemistossa ei ole" in hankehaku("--lang=fi", "show", "Q", LC_ALL="en_GB").stderr
    assert "There is no project" in hankehaku("show", "--lang", "en", "Q", LC_ALL="fi_FI").stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search",), "QUERY"),
        (("search", "työ", "--regio", "Uusimaa"), "--region"),
        (("search", "työ", "--mode", "sumea"), "'hybrid', 'keyword', 'vector'"),
        (("search", "työ", "-n", "0"), "--limit"),
        (("serch", "työ"), "search"),
        (("--lang", "sv", "status"), "'fi'"),
    ],
)
def test_a_usage_error_is_short_and_exits_with_2(hankehaku: Hankehaku, arguments: tuple[str, ...], told: str) -> None:
    done = hankehaku(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr.splitlines()[-1]
    assert done.stderr.splitlines()[0].startswith("Usage: hankehaku")
    assert len(done.stderr.splitlines()) <= 4


def test_a_word_behind_a_minus_is_left_out_although_it_looks_like_options(hankehaku: Hankehaku) -> None:
    with_all = hankehaku("hae", "palvelut", *KEYWORD, "-f", "json", "-n9")
    without = hankehaku("hae", "palvelut", "-nuori", "-henkilökunta", *KEYWORD, "-f", "json", "-n9")
    assert (with_all.returncode, without.returncode) == (0, 0)
    text = json.dumps([hit["passages"] for hit in json.loads(without.stdout)["hits"]], ensure_ascii=False)
    assert "nuor" not in text
    assert without.stdout != with_all.stdout


def test_a_query_is_read_from_standard_input(hankehaku: Hankehaku) -> None:
    done = hankehaku("search", "-", *KEYWORD, "--format", "jsonl", given='"kuntouttava työtoiminta"\n')
    assert [json.loads(line)["project"] for line in done.stdout.splitlines()] == ["S90002"]


def test_sums_and_sections_may_be_written_as_at_the_prompt(hankehaku: Hankehaku) -> None:
    plain = hankehaku("search", "työ", *KEYWORD, "--granted-from", "200000", "--section", "3", "--section", "9")
    spaced = hankehaku("search", "työ", *KEYWORD, "--granted-from", "200 000", "--section", "3., 9")
    assert plain.returncode == 0
    assert spaced.stdout == plain.stdout


def test_the_finnish_names_do_what_the_english_ones_do(hankehaku: Hankehaku) -> None:
    for finnish, english in (
        (("hae", "työ", *KEYWORD), "search"),
        (("näytä", "S90001"), "show"),
        (("tila",), "status"),
    ):
        done = hankehaku(*finnish)
        assert done.returncode == 0
        assert done.stdout == hankehaku(english, *finnish[1:]).stdout
    assert hankehaku("nayta", "S90001", "9").stdout == hankehaku("show", "S90001", "9").stdout


def test_a_build_reports_in_a_line_and_is_left_out_where_there_is_an_index(
    hankehaku: Hankehaku, tmp_path: Path
) -> None:
    done = hankehaku("rakenna", "--if-missing")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = hankehaku("build", str(tmp_path / "ei ole"), "--index", str(tmp_path / "uusi"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[-1] == "Check the spelling of the path."


def test_status_works_without_an_index_and_with_a_damaged_one(
    hankehaku: Hankehaku, built_index: Path, tmp_path: Path
) -> None:
    missing = hankehaku("tila", "--index", str(tmp_path / "ei ole"), LANG="fi_FI.UTF-8")
    assert missing.returncode == 0
    assert "Ongelma: Kansiossa" in missing.stdout
    damaged = Path(shutil.copytree(built_index, tmp_path / "rikki"))
    next(damaged.glob("gen-*/catalogue.sqlite")).unlink()
    done = hankehaku("status", "--index", str(damaged), "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert "hankehaku build" in json.loads(done.stdout)["problems"][0]
    assert hankehaku("search", "työ", "--index", str(damaged)).returncode == 2


def test_a_closed_pipe_is_quiet_and_no_failure(built_index: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(  # noqa: S603
        command("search", "työ", *KEYWORD, "--index", str(built_index)),
        env=surroundings(),
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


INTERRUPTED = """
import os, signal, sys
from search.main import main

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started the tests without

class Interrupted:
    def read(self, size):
        os.kill(os.getpid(), signal.SIGINT)
        return "työ"

sys.stdin = Interrupted()
main()
"""


def test_a_package_that_is_missing_is_named_with_the_cure(hankehaku: Hankehaku, tmp_path: Path) -> None:
    (tmp_path / "tantivy.py").write_text("raise ImportError('no tantivy here')", encoding="utf-8")
    done = hankehaku("search", "työ", *KEYWORD, PYTHONPATH=os.pathsep.join([str(tmp_path), str(ROOT)]))
    assert done.returncode == 2
    assert done.stderr == (
        "hankehaku: A package can't be used: no tantivy here\n"
        "Run scripts/setup.sh in the checkout: it installs what is missing.\n"
    )


def test_an_interrupt_exits_with_130_and_no_traceback() -> None:
    started = [*command()[:2], INTERRUPTED, "search", "-"]
    done = subprocess.run(started, env=surroundings(), capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")


def test_an_error_of_the_system_is_told_without_a_traceback(hankehaku: Hankehaku, tmp_path: Path) -> None:
    judged = tmp_path / "haut.tsv"
    judged.write_text("yksinäisyys\tS90001\t\t2\n", encoding="utf-8")
    run = tmp_path / "puuttuva kansio" / "ajo.json"
    done = hankehaku("evaluate", str(judged), "--mode", "keyword", "--save", str(run), LANG="fi_FI.UTF-8")
    assert done.returncode == 2
    assert str(run) in done.stderr.splitlines()[0]
    assert done.stderr.splitlines()[1:] == ["Tarkista polku, käyttöoikeudet ja vapaa levytila."]


def on_a_terminal(index: Path, columns: int, **environment: str) -> str:
    """Return what a search writes on a pseudo-terminal."""
    leader, follower = pty.openpty()
    started = subprocess.Popen(  # noqa: S603
        command("search", "nuoret satamassa", *KEYWORD, "--index", str(index)),
        env=surroundings(COLUMNS=str(columns), **environment),
        stdout=follower,
    )
    os.close(follower)
    written = b""
    try:
        while part := os.read(leader, 65536):
            written += part
    except OSError:
        pass  # Linux tells the end of a terminal by an error
    os.close(leader)
    assert started.wait() == 0
    return written.decode()


def test_a_terminal_gets_colours_within_its_width_and_none_where_they_are_not_wanted(built_index: Path) -> None:
    coloured = on_a_terminal(built_index, 60)
    assert "\x1b[1;33msatamiin\x1b[0m" in coloured
    for unwanted in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = on_a_terminal(built_index, 60, **unwanted)
        assert "\x1b" not in plain
        assert "*satamiin*" in plain
        assert 50 < max(len(line.replace("*", "")) for line in plain.splitlines()) <= 60
