"""Parse files of risky formats, one after another, in a process bound in memory and time.

`index.readers.isolation` starts it. A frame is its length, four bytes with the highest first, and its bytes. A request
is two frames: the suffix and the file. The answer is one: TEXT_MARK and the text, or PROBLEM_MARK and the name of a
Problem, as UTF-8.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import resource
import struct
from collections.abc import Callable
from typing import BinaryIO, cast

from index.limits import CPU_SECONDS_PER_DOCUMENT, CPU_SECONDS_PER_PDF, LONGEST_ANSWER, PARSER_MEMORY
from index.readers.problems import Problem, UnreadableContentError

LENGTH = struct.Struct(">I")
TEXT_MARK = b"T"
PROBLEM_MARK = b"P"

# Suffix -> module and function that turns bytes into text or raises UnreadableContentError. A parser's own errors
# needn't be caught: they mean a damaged file.
EXTRACTORS: dict[str, tuple[str, str]] = {
    ".docx": ("index.readers.word", "extract_word"),
    ".docm": ("index.readers.word", "extract_word"),
    ".odt": ("index.readers.open_document", "extract_open_document"),
    ".pdf": ("index.readers.pdf", "extract_pdf"),
    ".html": ("index.readers.web_page", "extract_web_page"),
    ".htm": ("index.readers.web_page", "extract_web_page"),
    ".rtf": ("index.readers.rich_text", "extract_rich_text"),
    ".ods": ("index.readers.tables.workbook", "extract_workbook"),
    ".xlsm": ("index.readers.tables.workbook", "extract_workbook"),
    ".xlsx": ("index.readers.tables.workbook", "extract_workbook"),
}


def main() -> None:
    """Answer requests from stdin on stdout until there are no more."""
    with os.fdopen(os.dup(0), "rb") as requests, os.fdopen(os.dup(1), "wb") as answers:
        # What a parser prints mustn't come between the answers.
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)
        _limit(resource.RLIMIT_AS, PARSER_MEMORY)
        # A dump of a dead process would leave its documents on the disk.
        _limit(resource.RLIMIT_CORE, 0)
        while (suffix := _read_frame(requests)) is not None and (data := _read_frame(requests)) is not None:
            answer = _answer(suffix.decode(), data)
            answers.write(LENGTH.pack(len(answer)) + answer)
            answers.flush()


def _limit(what: int, soft: int) -> None:
    _, hard = resource.getrlimit(what)
    # macOS knows no limit of address space.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _read_frame(requests: BinaryIO) -> bytes | None:
    head = requests.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    data = requests.read(length)
    return data if len(data) == length else None


def _answer(suffix: str, data: bytes) -> bytes:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    seconds = CPU_SECONDS_PER_PDF if suffix == ".pdf" else CPU_SECONDS_PER_DOCUMENT
    _limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + seconds)
    try:
        text = _extractor(suffix)(data)
        if len(text) > LONGEST_ANSWER:
            raise UnreadableContentError(Problem.TOO_MUCH_TEXT)
        return TEXT_MARK + text.encode(errors="replace")
    except UnreadableContentError as error:
        problem = error.problem
    except MemoryError:
        problem = Problem.TOO_MUCH_MEMORY
    except RecursionError:
        problem = Problem.TOO_COMPLEX
    except ImportError:
        problem = Problem.NOT_INSTALLED
    except Exception:
        problem = Problem.DAMAGED
    return PROBLEM_MARK + problem.encode()


def _extractor(suffix: str) -> Callable[[bytes], str]:
    module, function = EXTRACTORS[suffix]
    return cast("Callable[[bytes], str]", getattr(importlib.import_module(module), function))
