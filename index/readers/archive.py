"""Open the zip archive that an Office file is, without trusting what it says of itself."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from index.limits import (
    HIGHEST_COMPRESSION_RATIO,
    LARGEST_ARCHIVE_MEMBER,
    MOST_ARCHIVE_MEMBERS,
    RATIO_FREE_BYTES,
)
from index.readers.problems import Problem, UnreadableContentError

_ENCRYPTED = 1  # bit 0 of a member's flags
_OUTSIDE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:")
# The two that Office formats allow; the others may take hundreds of megabytes to unpack.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
# What zipfile raises for bytes that are no sound archive: ValueError and OSError are for offsets outside them. They are
# in memory, so that none of these tells of the disk. For versions and flags that it doesn't know it raises
# NotImplementedError, which says nothing against the file.
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError)


class Archive:
    """The members of an Office file, read into memory one at a time; nothing is ever written to disk."""

    def __init__(self, data: bytes) -> None:
        """Open the archive; raises UnreadableContentError for one that is damaged, encrypted or hostile."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _DAMAGE as error:
            raise UnreadableContentError(Problem.DAMAGED) from error
        except NotImplementedError as error:
            raise UnreadableContentError(Problem.UNKNOWN_PACKING) from error
        members = self._zip.infolist()
        if len(members) > MOST_ARCHIVE_MEMBERS:
            raise UnreadableContentError(Problem.UNPACKS_TOO_LARGE)
        for member in members:
            _check(member)

    @property
    def names(self) -> list[str]:
        """Return the members' names."""
        return self._zip.namelist()

    def read(self, name: str) -> bytes | None:
        """Return the content of the member `name`, or None when there is none; raises UnreadableContentError."""
        try:
            with self._zip.open(name) as member:
                # The size that an archive tells may be false.
                content = member.read(LARGEST_ARCHIVE_MEMBER + 1)
        except KeyError:
            return None
        except _DAMAGE as error:
            raise UnreadableContentError(Problem.DAMAGED) from error
        except NotImplementedError as error:
            raise UnreadableContentError(Problem.UNKNOWN_PACKING) from error
        if len(content) > LARGEST_ARCHIVE_MEMBER:
            raise UnreadableContentError(Problem.UNPACKS_TOO_LARGE)
        return content


def _check(member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableContentError(Problem.PASSWORD)
    if _OUTSIDE.search(member.filename):
        raise UnreadableContentError(Problem.OUTSIDE_PATHS)
    if member.compress_type not in _METHODS:
        raise UnreadableContentError(Problem.UNKNOWN_PACKING)
    grows_too_much = member.file_size > RATIO_FREE_BYTES + HIGHEST_COMPRESSION_RATIO * member.compress_size
    if grows_too_much or member.file_size > LARGEST_ARCHIVE_MEMBER:
        raise UnreadableContentError(Problem.UNPACKS_TOO_LARGE)
