"""A build's progress, shown on a terminal only."""

from __future__ import annotations

import io

from search.progress import shown_progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_one_line_that_changes_in_place_and_is_gone_in_the_end() -> None:
    stream = Terminal()
    with shown_progress(stream) as progress:
        for stage in ("read", "analyse", "embed", "store"):
            progress(stage, 3, 5)
    assert "\r\x1b[KReading documents 3/5" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")
    assert "\n" not in stream.getvalue()


def test_the_rate_of_embedding_does_not_count_what_went_before_its_first_report() -> None:
    stream, now = Terminal(), [0.0]
    with shown_progress(stream, lambda: now[0]) as progress:
        progress("analyse", 40, 40)
        for now[0], done in ((20.0, 16), (30.0, 116)):
            progress("embed", done, 1_116)
    assert "\r\x1b[KEmbedding passages 16/1116\r" in stream.getvalue()
    assert "\r\x1b[KEmbedding passages 116/1116 · 10 a second · 2 min left\r" in stream.getvalue()


def test_a_file_or_a_pipe_gets_nothing() -> None:
    stream = io.StringIO()
    with shown_progress(stream) as progress:
        progress("read", 1, 1)
    assert stream.getvalue() == ""
