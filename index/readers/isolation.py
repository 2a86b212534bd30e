"""Read files of risky formats in a process of their own, which may die, hang or lie without harm.

To add a kind of file, add its suffix and its function from bytes to text to EXTRACTORS in `index.readers.worker`;
what isn't prose (the rows of a table) travels as JSON text and is checked by the caller.
"""

from __future__ import annotations

import atexit
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO

from index.limits import LONGEST_ANSWER, SECONDS_PER_DOCUMENT
from index.readers.problems import Problem, UnreadableContentError, unreadable
from index.readers.worker import LENGTH, PROBLEM_MARK, TEXT_MARK

_LARGEST_ANSWER = 1 + 4 * LONGEST_ANSWER
_PIPE_BYTES = 65_536
# Seconds for a process that has closed its end of a pipe to be gone, with the cause of its death.
_SECONDS_TO_END = 5
# These may come of what the process has read before; then a new one reads the file once more.
_PERHAPS_AN_EARLIER_FILES_FAULT = frozenset({Problem.CRASHED, Problem.TOO_MUCH_MEMORY})

_PACKAGES = str(Path(__file__).parents[2])
_START = "import sys; sys.path.insert(0, sys.argv[1]); from index.readers.worker import main; main()"


def extract(path: Path, data: bytes, suffix: str) -> str:
    """Return the text in `data`, the bytes of the file at `path`, read as a file of the kind `suffix` (".docx").

    One process reads file after file, in turn for all threads; it gets the bytes alone, is bound in memory and time
    (see `index.limits`), and is started anew after a death. Raises UnreadableDocumentError, which names the file,
    the problem and the cure.
    """
    try:
        return _parser.extract(data, suffix)
    except UnreadableContentError as error:
        raise unreadable(path, error.problem) from None


class Parser:
    """The process that parses, started when it is needed first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """Return the id of the process, None while there is none."""
        return self._process.pid if self._process else None

    def extract(self, data: bytes, suffix: str) -> str:
        """Return the text in `data`, as the function `extract` does, or raise UnreadableContentError."""
        with self._lock:
            is_fresh = self._process is None
            try:
                return self._ask(data, suffix)
            except UnreadableContentError as error:
                if is_fresh or error.problem not in _PERHAPS_AN_EARLIER_FILES_FAULT:
                    raise
                return self._ask(data, suffix)

    def close(self) -> None:
        """End the process, if there is one."""
        with self._lock:
            self._stop()

    def forget(self) -> None:
        """Leave the process to the one that this one was forked from."""
        self._lock, self._process = threading.Lock(), None

    def _ask(self, data: bytes, suffix: str) -> str:
        """Send one request and return its answer's text; a process that fails to answer is ended."""
        process = self._running()
        deadline = time.monotonic() + SECONDS_PER_DOCUMENT
        has_answered = False
        try:
            for part in (suffix.encode(), data):
                _send(process, LENGTH.pack(len(part)), deadline)
                _send(process, part, deadline)
            (length,) = LENGTH.unpack(_receive(process, LENGTH.size, deadline))
            if length > _LARGEST_ANSWER:
                raise UnreadableContentError(Problem.CRASHED)
            answer = _receive(process, length, deadline)
            has_answered = True
        except TimeoutError:
            raise UnreadableContentError(Problem.TOO_SLOW) from None
        except (EOFError, OSError):
            is_slow = process.wait(_SECONDS_TO_END) == -signal.SIGXCPU
            raise UnreadableContentError(Problem.TOO_SLOW if is_slow else Problem.CRASHED) from None
        finally:
            # After an interrupt, too: the rest of the answer mustn't be taken for the next file's.
            if not has_answered:
                self._stop()
        try:
            return _text(answer)
        except UnreadableContentError as error:
            if error.problem in _PERHAPS_AN_EARLIER_FILES_FAULT:
                self._stop()
            raise

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._process = subprocess.Popen(  # noqa: S603 - this interpreter and a constant program
                [sys.executable, "-P", "-c", _START, _PACKAGES],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            for pipe in _pipes(self._process):
                os.set_blocking(pipe.fileno(), False)
        return self._process

    def _stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in _pipes(process):
                pipe.close()


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise ValueError("a process without pipes")
    return process.stdin, process.stdout


def _send(process: subprocess.Popen[bytes], data: bytes, deadline: float) -> None:
    """Write `data` to the process; raise TimeoutError when it doesn't take all by `deadline`."""
    descriptor = _pipes(process)[0].fileno()
    rest = memoryview(data)
    while rest:
        _wait(descriptor, selectors.EVENT_WRITE, deadline)
        rest = rest[os.write(descriptor, rest[:_PIPE_BYTES]) :]


def _receive(process: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    """Return the next `length` bytes of the process; raise TimeoutError after `deadline`, EOFError if it ends."""
    descriptor = _pipes(process)[1].fileno()
    data = bytearray()
    while len(data) < length:
        _wait(descriptor, selectors.EVENT_READ, deadline)
        part = os.read(descriptor, min(_PIPE_BYTES, length - len(data)))
        if not part:
            raise EOFError
        data += part
    return bytes(data)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    with selectors.DefaultSelector() as selector:
        selector.register(descriptor, event)
        if not selector.select(max(0.0, deadline - time.monotonic())):
            raise TimeoutError


def _text(answer: bytes) -> str:
    """Return the text of an answer, which may be anything if the process was taken over."""
    try:
        mark, content = answer[:1], answer[1:].decode()
        if mark == PROBLEM_MARK:
            raise UnreadableContentError(Problem(content))
    except ValueError:
        raise UnreadableContentError(Problem.CRASHED) from None
    if mark != TEXT_MARK:
        raise UnreadableContentError(Problem.CRASHED)
    if len(content) > LONGEST_ANSWER:
        raise UnreadableContentError(Problem.TOO_MUCH_TEXT)
    return content


_parser = Parser()
atexit.register(_parser.close)
os.register_at_fork(after_in_child=_parser.forget)
