"""What a configuration may say about a rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import LintError, lint
from tests.policies.packs import write_project


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            "[rules.naming-convetion]\n",
            '"naming-convetion" in "rules" names no rule; did you mean "naming-convention"?',
        ),
        (
            '[rules.naming-convention]\njob = "snake_case"\n',
            (
                'the options of "naming-convention" ("rules.naming-convention"): "job" is not an option; '
                'did you mean "jobs"?'
            ),
        ),
        (
            '[rules.naming-convention]\njobs = "snakecase"\n',
            (
                'the options of "naming-convention" ("rules.naming-convention"): "jobs" cannot be '
                '"snakecase"; did you mean '
                '"snake_case"?'
            ),
        ),
        (
            '[rules.naming-convention]\njobs = "(a+)+"\n',
            (
                'the options of "naming-convention" ("rules.naming-convention"): "jobs" is the '
                'pattern "(a+)+", which repeats a '
                "repeat, which can take forever"
            ),
        ),
        (
            "[rules.naming-convention]\njobs = 3\n",
            'the options of "naming-convention" ("rules.naming-convention"): "jobs" must be a string',
        ),
        (
            '[rules.required-description]\nkinds = ["job"]\n',
            (
                'the options of "required-description" ("rules.required-description"): "kinds" '
                'cannot be "job"; did you mean '
                '"jobs"?'
            ),
        ),
        (
            '[rules.required-description]\nkinds = "jobs"\n',
            'the options of "required-description" ("rules.required-description"): "kinds" must be a list of strings',
        ),
        (
            "[rules.runs-too-often]\n",
            (
                'the options of "runs-too-often" ("rules.runs-too-often"): "minutes" is missing: The '
                "least number of minutes "
                "between two runs of a schedule."
            ),
        ),
        (
            '[rules.runs-too-often]\nminutes = "15"\n',
            'the options of "runs-too-often" ("rules.runs-too-often"): "minutes" must be a number',
        ),
        (
            "[rules.runs-too-often]\nminutes = 0\n",
            'the options of "runs-too-often" ("rules.runs-too-often"): "minutes" must be at least 1',
        ),
        (
            '[rules.forbidden-hours]\nfrom = "8:00"\nto = "18:00"\n',
            (
                'the options of "forbidden-hours" ("rules.forbidden-hours"): "from" must be a time of '
                'the day, e.g. "08:30"'
            ),
        ),
        (
            '[rules.forbidden-hours]\nfrom = "08:00"\nto = "24:30"\n',
            'the options of "forbidden-hours" ("rules.forbidden-hours"): "to" must be a time of the day, e.g. "08:30"',
        ),
        (
            "[rules.job-not-found]\nx = 1\n",
            'the options of "job-not-found" ("rules.job-not-found"): "x" is not an option; it takes none',
        ),
        ("rules = 3\n", 'floe-lint.toml: "rules" holds one table of options for each rule'),
        ("[rules]\nx = 3\n", 'floe-lint.toml: "rules" holds one table of options for each rule'),
        ("[boundary]\nhost = []\n", 'floe-lint.toml: "host" is not a setting of "boundary"; did you mean "hosts"?'),
        (
            '[boundary]\nhosts = ["acme"]\n',
            'floe-lint.toml: "acme" in "boundary.hosts" is no host name, such as "db.acme.example" or "*.acme.example"',
        ),
        (
            '[boundary]\nhosts = ["*.*"]\n',
            'floe-lint.toml: "*.*" in "boundary.hosts" says too little: at least 3 characters beside "*"',
        ),
        (
            '[[boundary.secrets]]\nname = "x"\npattern = "(a+)+"\n',
            'floe-lint.toml: the pattern of "x" in "boundary.secrets" repeats a repeat, which can take forever',
        ),
        (
            '[[boundary.secrets]]\nname = "x"\npattern = "[a-z]{20}"\n',
            (
                'floe-lint.toml: "x" in "boundary.secrets" needs "keywords": words of at least 3 '
                "characters, one of which stands "
                "in every such secret"
            ),
        ),
        (
            '[[boundary.secrets]]\nname = "x"\npattern = "(?:acme)?"\n',
            'floe-lint.toml: the pattern of "x" in "boundary.secrets" matches the empty text',
        ),
        (
            '[[boundary.secrets]]\nname = "x"\n',
            'floe-lint.toml: every item of "boundary.secrets" needs "pattern" as text',
        ),
        ("profile = 3\n", 'floe-lint.toml: "profile" is a name'),
        ("preview = 1\n", 'floe-lint.toml: "preview" is true or false'),
    ],
)
def test_what_cannot_be_followed_is_refused(repository: Path, settings: str, message: str) -> None:
    write_project(repository, settings)
    with pytest.raises(LintError) as error:
        lint("floe.yaml")
    assert str(error.value).removeprefix(f"{repository}/") == message
