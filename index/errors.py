"""Every error that a user can meet, told in both languages and with its cure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """Hold one message in the two languages of the user interface."""

    en: str
    fi: str

    def in_language(self, language: str) -> str:
        """Return the message in `language`: "fi" or, for anything else, English."""
        return self.fi if language == "fi" else self.en


class HankehakuError(Exception):
    """Tell what went wrong (`message`) and what cures it (`hint`, a command or a setting)."""

    def __init__(self, message: Text, hint: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class UnreadableDocumentError(HankehakuError):
    """A document can't be read; a build reports it and goes on."""


class AnalyserError(HankehakuError):
    """Voikko, its library or its Finnish dictionary is missing or broken."""


class ModelError(HankehakuError):
    """An embedding model is missing, damaged, or not the one that made the index."""


class ModelMismatchError(ModelError):
    """The embedding model at hand isn't the one that made the index: nothing is searched or mixed with it."""


class DictionaryError(HankehakuError):
    """A dictionary that translates queries can't be used; searches go on without it."""


class IndexMissingError(HankehakuError):
    """There is no index where one was looked for."""


class DamagedIndexError(HankehakuError):
    """A file of an index isn't what its manifest says, or there is no whole generation."""


class IndexMismatchError(HankehakuError):
    """An index was made with another schema, analyser or model than the ones at hand."""


class IndexLockedError(HankehakuError):
    """Another build is writing to the same index."""


class StorageError(HankehakuError):
    """The disk is full, or the index folder can't be written."""


class QueryError(HankehakuError):
    """A query or a filter can't be understood."""


class SettingsError(HankehakuError):
    """A configuration file or an environment variable holds something unusable."""
