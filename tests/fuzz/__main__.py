"""``python -m tests.fuzz TARGET --seconds N``: coverage-guided fuzzing of one reader, from the corpus on.

Stops at the first input that raises, takes longer than ten seconds or needs more than 2 GB, and leaves it in the
folder ``fuzz-findings``. Put it into ``tests/fuzz/corpus/TARGET`` once it is fixed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.words import WORDS

CORPUS = Path(__file__).with_name("corpus")


def main(arguments: list[str]) -> None:
    """Fuzz one target."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", choices=sorted(WORDS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--findings", default="fuzz-findings")
    options = parser.parse_args(arguments)

    import atheris

    with atheris.instrument_imports(include=["floe_lint"]):
        from tests.fuzz.targets import TARGETS

    findings = Path(options.findings)
    findings.mkdir(exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="floe-fuzz-corpus-"))
    words = made / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in WORDS[options.target]), encoding="utf-8")
    (made / "corpus").mkdir()
    flags = [
        f"-max_total_time={options.seconds}",
        "-timeout=10",
        "-rss_limit_mb=2048",
        "-max_len=4096",
        "-print_final_stats=1",
        f"-dict={words}",
        f"-artifact_prefix={findings}/{options.target}-",
    ]
    atheris.Setup([sys.argv[0], *flags, str(made / "corpus"), str(CORPUS / options.target)], TARGETS[options.target])
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main(sys.argv[1:])
