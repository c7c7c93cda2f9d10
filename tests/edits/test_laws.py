"""Laws of edits: the data change as asked, and the text nowhere else."""

from __future__ import annotations

from typing import Any

from hypothesis import assume, example, given
from hypothesis import strategies as st

from floe_lint.edits.edit import Edit, edited
from floe_lint.edits.relocation import moved
from floe_lint.edits.removal import removed
from floe_lint.edits.replacing import plain_or_quoted, quoted, replaced
from floe_lint.edits.setting import Content, set_value
from floe_lint.findings.problem import At, Replace
from floe_lint.yaml.data import to_data
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document

TEXT = st.text(
    st.one_of(
        st.sampled_from("ab \t:#,-[]{}'\"\\|>&*!%@`?~$0._é😀\n\r\x85\u2028\ufeff\x07"),
        st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_categories=("Cs", "Cc")),
    ),
    max_size=12,
)
NAME = st.from_regex(r"[a-z]{1,6}", fullmatch=True)
BREAK = st.sampled_from(["\n", "\r\n"])
COMMENT = st.sampled_from(["", "  # why", " # a: b"])


def _parse(text: str) -> Document:
    return parse_document("floe.yaml", text)


def _written(text: str, style: str) -> str | None:
    """A text as a scalar in a style, or ``None`` where the style cannot hold it."""
    if style == '"':
        return quoted(text)
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style == "" and plain_or_quoted(text) == text:
        return text
    return None


@given(TEXT)
def test_a_text_written_means_itself(text: str) -> None:
    for written in (plain_or_quoted(text), quoted(text)):
        for line in (f"k: {written}", f"k: [{written}, x]", f"k: {{a: {written}}}", f"{written}: v"):
            data = to_data(_parse(line), None)
            value = next(iter(data)) if line.endswith(": v") else data["k"]
            value = value[0] if isinstance(value, list) else value["a"] if isinstance(value, dict) else value
            assert value == text


@given(TEXT, TEXT, st.sampled_from(["", "'", '"']), BREAK, COMMENT)
def test_a_value_is_replaced_and_nothing_else(old: str, new: str, style: str, end: str, comment: str) -> None:
    written = _written(old, style)
    assume(written is not None)
    text = f"a: 1{end}k: {written}{comment}{end}b: [x, {written}]  # end{end}"
    document = _parse(text)
    edit = replaced(document, Replace(At(("k",)), old, new))
    assert edit is not None
    result = edited(text, [edit])
    assert to_data(_parse(result), None) == {"a": 1, "k": new, "b": ["x", old]}
    assert result.startswith(f"a: 1{end}k: ")
    assert result.endswith(f"{comment}{end}b: [x, {written}]  # end{end}")


@example(before="", old='"', after="0", new="A", style='"')
@given(TEXT, TEXT, TEXT, TEXT, st.sampled_from(["", "'", '"']))
def test_a_part_is_replaced_or_left(before: str, old: str, after: str, new: str, style: str) -> None:
    whole = before + old + after
    written = _written(whole, style)
    assume(old and written is not None)
    part = (len(before), len(before) + len(old))
    text = f"k: {written}\nb: 1\n"
    edit = replaced(_parse(text), Replace(At(("k",), part=part), old, new))
    if edit is not None:
        assert to_data(_parse(edited(text, [edit])), None) == {"k": before + new + after, "b": 1}


@example(rest=["a"], old="e", new="no", style="|", end="\n")
@given(st.lists(NAME, min_size=1, max_size=3), NAME, NAME, st.sampled_from(["|", "|-", ">", ">-"]), BREAK)
def test_a_word_of_a_block_is_replaced(rest: list[str], old: str, new: str, style: str, end: str) -> None:
    assume(all(old not in word for word in rest))
    words = [*rest, old]
    text = f"k: {style}{end}  {f'{end}  '.join(words)}{end}b: 1{end}"
    document = _parse(text)
    value = to_data(document, None)["k"]
    at = value.index(old)
    edit = replaced(document, Replace(At(("k",), part=(at, at + len(old))), old, new))
    assert edit is not None
    assert to_data(_parse(edited(text, [edit])), None) == {"k": value[:at] + new + value[at + len(old) :], "b": 1}


ITEMS = st.lists(st.one_of(NAME, TEXT.map(quoted)), min_size=2, max_size=6)


@given(ITEMS, st.integers(0, 5), BREAK, COMMENT, st.sampled_from(["block", "flow", "lines"]))
def test_an_item_is_removed_and_the_others_stay(
    items: list[str], index: int, end: str, comment: str, layout: str
) -> None:
    index %= len(items)
    if layout == "block":
        body = "".join(f"{end}  - {item}{comment}" for item in items)
    elif layout == "flow":
        body = f" [{', '.join(items)}]{comment}"
    else:
        body = f" [{''.join(f'{end}    {item},' for item in items)}{end}  ]"
    text = f"a: 1{end}k:{body}{end}b: 2{end}"
    document = _parse(text)
    data: dict[str, Any] = to_data(document, None)
    edit = removed(document, ("k", index))
    assert edit is not None
    data["k"] = [item for number, item in enumerate(data["k"]) if number != index]
    result = edited(text, [edit])
    assert to_data(_parse(result), None) == data
    assert len(result) < len(text)


SECTIONS = st.permutations(["one", "two", "three", "home"])
BODIES = st.sampled_from(
    [
        ": {{a: 1}}{comment}{end}",
        ":{comment}{end}  a: 1{end}  b: [x, y]{end}",
        ":{end}  # inside{end}  text: |{end}    first{end}{end}      deeper{end}  c: 'two{end}    lines'{end}",
        ":{end}- a{end}- b{end}",
    ]
)


@given(SECTIONS, st.lists(BODIES, min_size=3, max_size=3), BREAK, COMMENT, st.booleans(), st.booleans())
def test_sections_move_with_what_they_hold(
    order: list[str], bodies: list[str], end: str, comment: str, has_home: bool, blank: bool
) -> None:
    gap = end if blank else ""
    text = f"name: shop{end}"
    left = list(bodies)
    for name in order:
        if name == "home":
            text += f"{gap}home:{end}  kept: 1{comment}{end}" if has_home else ""
        else:
            text += f"{gap}# About {name}.{end}{name}{left.pop().format(comment=comment, end=end)}"
    document = _parse(text)
    data: dict[str, Any] = to_data(document, None)
    edits = moved(document, [("one",), ("three",)], ("home",))
    assert edits is not None
    home = {**(data["home"] if has_home else {}), "one": data["one"], "three": data["three"]}
    rest = {key: value for key, value in data.items() if key not in ("one", "three", "home")}
    result = edited(text, edits)
    assert to_data(_parse(result), None) == {**rest, "home": home}
    assert sorted(line.strip() for line in result.splitlines() if line.strip() != "home:") == sorted(
        line.strip() for line in text.splitlines() if line.strip() != "home:"
    )


@given(
    st.lists(NAME, min_size=1, max_size=3), TEXT, st.sampled_from(["", "a: 1", "a: 1\n", "# only\n", "k:\n  b: {}\n"])
)
def test_a_value_is_set_and_what_was_there_stays(route: list[str], value: str, text: str) -> None:
    document = _parse(text)
    edit = set_value(document, tuple(route), Content(plain_or_quoted(value)))
    if edit is None:
        return
    data: Any = to_data(document, None) or {}
    result = edited(text, [edit])
    inner = data
    for step in route[:-1]:
        inner[step] = inner.get(step) or {}
        inner = inner[step]
    inner[route[-1]] = value
    assert to_data(_parse(result), None) == data
    assert edit == Edit(edit.start, edit.start, edit.text)
