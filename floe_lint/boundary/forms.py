"""The forms of a scalar's text in which a pattern has to be looked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from floe_lint.kernel.records import NamedTuple
from floe_lint.variables.interpolation import Unset, substitute, variables

VARIABLE = "\ue000"
"""Stands for each character of a reference to a variable: something that is there but not known."""

_ENCODED = r"(?:%[0-9a-fA-F]{2})+|\\/"
_ESCAPE = r"\\(?:x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|\r?\n[ \t]*|(?P<other>.))"


class Form(NamedTuple):
    """One form of a text.

    ``starts`` and ``ends`` hold, for each character, the half-open range of the scalar's text it comes from;
    they are ``None`` where a character is its own place, ``offset`` further on. ``whole`` says that places
    within the scalar mean nothing. ``written`` is false where a part comes from the environment instead of
    the file.
    """

    text: str
    offset: int = 0
    starts: tuple[int, ...] | None = None
    ends: tuple[int, ...] | None = None
    whole: bool = False
    written: bool = True

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The range of the scalar's text from which characters ``start`` to ``end`` of this form come."""
        if self.starts is None or self.ends is None:
            return start + self.offset, end + self.offset
        return self.starts[start], self.ends[end - 1]


def written_forms(text: str) -> list[Form]:
    """What stands in the file: the text, the defaults within it, and both percent-decoded."""
    if "${" not in text:
        return _with_decoded(Form(text))
    hidden: list[str] = []
    forms: list[Form] = []
    done = 0
    for variable in variables(text):
        hidden += (text[done : variable.start], VARIABLE * (variable.end - variable.start))
        done = variable.end
        if variable.default:
            forms.extend(_with_decoded(Form(variable.default, variable.default_start)))
    hidden.append(text[done:])
    return [*_with_decoded(Form("".join(hidden))), *forms]


def substituted_forms(text: str, environment: Mapping[str, str]) -> list[list[Form]]:
    """What the text becomes: with its defaults, then with the values of ``environment``, where these
    differ."""
    if "${" not in text:
        return []
    stages = []
    seen = {text}
    for values in ({}, environment):
        result = substitute(text, values)
        if isinstance(result, Unset) or result in seen:
            continue
        seen.add(str(result))
        stages.append(_with_decoded(Form(str(result), whole=True, written=not values)))
    return stages


def decoded(text: str) -> str:
    """The text with every ``%41`` decoded as UTF-8, and JSON's ``\\/`` as ``/``."""
    if "%" not in text and "\\/" not in text:
        return text
    return re.sub(_ENCODED, _decoded_run, text)


def _decoded_run(match: re.Match[str]) -> str:
    run = match[0]
    return "/" if run == "\\/" else bytes.fromhex(run.replace("%", "")).decode("utf-8", "replace")


def words_within(words: Iterable[str], text: str, environment: Mapping[str, str]) -> list[str]:
    """The words (lower case, no white space) that occur in a YAML file's text or in what a scalar turns into.

    It may name one that does not. A word lies within one run of text without white space, and files repeat
    such runs: what is searched is each run once, and for words with a colon only the runs that have one.
    """
    runs = set(text.lower().split())
    special = [run for run in _special_lines(text) if run]
    if special:
        for line in _turned_into("\n".join(special), environment):
            runs.update(line.lower().split())
    everything = "\n".join(runs)
    coloned = "\n".join(run for run in runs if ":" in run[:-1])
    return [word for word in words if word in (coloned if ":" in word[:-1] else everything)]


def _special_lines(text: str) -> Iterator[str]:
    """Lines in which something may read differently from what it means."""
    if "${" not in text and "%" not in text and "\\" not in text:
        return
    continued = False
    for line in text.splitlines():
        if continued or "${" in line or "%" in line or "\\" in line:
            yield line
        continued = line.endswith("\\")


def _turned_into(text: str, environment: Mapping[str, str]) -> list[str]:
    parts = [text]
    if "\\" in text:
        parts.append(re.sub(_ESCAPE, _unescaped, text))
    for part in parts[:]:
        if "${" in part:
            parts.extend(_expanded(part, values) for values in ({}, environment))
    for part in parts[:]:
        for _ in range(3):
            part = decoded(part)
            parts.append(part)
    return list(dict.fromkeys(parts))


def _unescaped(match: re.Match[str]) -> str:
    digits = match["x"] or match["u"] or match["U"]
    if digits is None:
        return match["other"] or ""
    return chr(int(digits, 16)) if int(digits, 16) < 0x110000 else ""


def _expanded(text: str, environment: Mapping[str, str]) -> str:
    parts: list[str] = []
    done = 0
    for variable in variables(text):
        given = variable.given(environment)
        parts += (text[done : variable.start], variable.default or "" if given is None else given)
        done = variable.end
    return "".join(parts) + text[done:]


def _with_decoded(form: Form) -> list[Form]:
    forms = [form]
    for _ in range(3):
        text = forms[-1].text
        further = _decoded(forms[-1]) if "%" in text or "\\/" in text else None
        if further is None:
            break
        forms.append(further)
    return forms


def _decoded(form: Form) -> Form | None:
    """The form with what is encoded decoded, or ``None`` where that changes nothing."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0
    for match in re.finditer(_ENCODED, form.text):
        for index in range(done, match.start()):
            start, end = form.place(index, index + 1)
            starts.append(start)
            ends.append(end)
        characters = decoded(match[0])
        plain = len(characters) * 3 == len(match[0])
        for index in range(len(characters)):
            first = match.start() + index * 3 if plain else match.start()
            last = first + 3 if plain else match.end()
            start, end = form.place(first, last)
            starts.append(start)
            ends.append(end)
        text += (form.text[done : match.start()], characters)
        done = match.end()
    if not done:
        return None
    for index in range(done, len(form.text)):
        start, end = form.place(index, index + 1)
        starts.append(start)
        ends.append(end)
    text.append(form.text[done:])
    return Form(
        text="".join(text), offset=0, starts=tuple(starts), ends=tuple(ends), whole=form.whole, written=form.written
    )


_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OTHER = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=4096)
def normalised(key: str) -> str:
    """A key in snake case: ``bucketName``, ``BUCKET-NAME`` and ``bucket.name`` are all ``bucket_name``."""
    key = decoded(key)
    return _OTHER.sub("_", _HUMP.sub("_", key).lower()).strip("_")
