"""The short way through a command line says what argparse says, or nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from floe_lint.cli.lint_options import lint_parser
from floe_lint.cli.quick_options import _SWITCHES, DEFAULTS, quick_options

PATHS = st.text(st.sampled_from("abc./*é "), min_size=1, max_size=5)


def test_every_option_has_its_default() -> None:
    assert vars(lint_parser().parse_intermixed_args([])) == dict(DEFAULTS)


@given(st.lists(st.sampled_from(sorted(_SWITCHES)) | PATHS))
def test_it_reads_what_argparse_reads(arguments: list[str]) -> None:
    quick = quick_options(arguments)
    assert quick is not None
    assert vars(quick) == vars(lint_parser().parse_intermixed_args(arguments))


@given(
    st.lists(PATHS),
    st.sampled_from(["--format", "-o", "--", "-", "--no-such", "-qq", "--exit-zer", "", "--format=json"]),
)
def test_it_leaves_everything_else_to_argparse(paths: list[str], other: str) -> None:
    assert quick_options([*paths, other]) is None
