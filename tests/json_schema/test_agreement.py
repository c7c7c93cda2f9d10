"""The JSON Schemas and the linter accept the same files."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from floe_lint.api import builtin_rules
from floe_lint.format.decode import decode
from floe_lint.format.fields import UNUSED, Section, kinds_of
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.routes import declared_fields
from floe_lint.json_schema import SCHEMAS, json_schema
from floe_lint.judging.waivers.read_waivers import read_waivers
from floe_lint.kernel.positions import Route
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.settings.configuration import WaiverPolicy
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.settings_files import SettingsFiles
from floe_lint.yaml.data import to_data
from floe_lint.yaml.parse import read_document
from tests.format.projects import FLOE, PLATFORM, mutated, node_of
from tests.rule_cases import ROOT, TODAY, Case, all_cases

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCHEMA_RULES = ("unknown-key", "missing-key", "wrong-type", "invalid-value", "invalid-name", "misplaced-section")
Name = Literal["floe", "platform"]
VALIDATORS = {
    name: Draft202012Validator(json_schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)
    for name in SCHEMAS
}
CASES = [case for case in all_cases() if case.rule in SCHEMA_RULES or case.good]


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(json_schema(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described(name: str) -> None:
    schema = json_schema(name)
    missing = [
        f"{owner}.{key}"
        for owner, properties in _properties(name, schema)
        for key, value in properties.items()
        if not value.get("description", "").endswith(".")
    ]
    assert missing == []


@pytest.mark.parametrize(("name", "file"), [("floe", FloeFile), ("platform", PlatformFile)])
def test_the_description_of_a_field_that_is_not_used_says_so(name: str, file: type[Section]) -> None:
    schema = json_schema(name)
    definitions = {file.__name__: schema, **schema["$defs"]}
    for one in declared_fields(file):
        title = one.section.__name__ if one.tag is None else kinds_of(one.section)[one.tag].title
        description = definitions[title]["properties"][one.name]["description"]
        assert description.endswith(f" {UNUSED}") is not one.is_used, one.route


def _properties(name: str, schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of every mapping, but not those that only tell one member of a union from another."""
    if "properties" in schema and "allOf" not in schema:
        yield name, schema["properties"]
    inner = {**schema.get("$defs", {}), **schema.get("properties", {})}
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            inner[key] = schema[key]
    for key, value in inner.items():
        yield from _properties(f"{name}.{key}", value)


FILES = {"floe.yaml": "floe", "platform.yaml": "platform", "floe-waivers.yaml": "waivers"}
EXAMPLES = [path for path in sorted((ROOT / "examples").rglob("*.yaml")) if path.name in FILES]
BROKEN = "examples/ecommerce-broken/floe.yaml"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_examples_are_valid(path: Path) -> None:
    refused = [error.json_path for error in VALIDATORS[FILES[path.name]].iter_errors(_written(path))]
    if path.relative_to(ROOT).as_posix() == BROKEN:
        assert refused == ["$.version", "$.orchestration", "$"]
    else:
        assert refused == []


def _written(path: Path) -> Any:
    return to_data(read_document(str(path)), None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.relative_to(ROOT / 'rules')}")
def test_schema_refuses_what_the_rules_refuse(case: Case) -> None:
    floe = case.path if case.path.is_file() else case.path / "floe.yaml"
    if not floe.is_file():
        pytest.skip("holds several projects")
    project = Project(ProjectFiles(read_document(str(floe)), process_environment={}), Environment(None, {}))
    for document, issues, name in (
        (project.floe, project.schema_issues, "floe"),
        (project.platform, project.platform_issues, "platform"),
    ):
        if document is None or document.defects:
            continue
        refused = [error.message for error in VALIDATORS[name].iter_errors(_written(Path(document.path)))]
        wanted = [issue.message for issue in issues if issue.kind != "uncoercible"]
        assert bool(refused) == bool(wanted), (refused, wanted)


_MUTATED = st.one_of(
    st.tuples(st.just("floe"), mutated(FLOE, unset=True)),
    st.tuples(st.just("platform"), mutated(PLATFORM, unset=True)),
)


@given(_MUTATED)
@settings(max_examples=1500, deadline=None)
def test_schema_agrees_with_what_decodes(case: tuple[Name, dict[str, Any]]) -> None:
    """On what has no defaults of variables, into which a schema cannot look."""
    name, data = case
    assume(not _holds_defaults(data) and not _ends_in_line_break(data))
    _, refusals = decode(FloeFile if name == "floe" else PlatformFile, node_of(data), {})
    assert VALIDATORS[name].is_valid(data) == (refusals == [])


def _holds_defaults(data: Any) -> bool:
    if isinstance(data, (dict, list)):
        return any(map(_holds_defaults, data.values() if isinstance(data, dict) else data))
    return isinstance(data, str) and "${X:" in data


def _ends_in_line_break(data: Any) -> bool:
    """Whether a text does: there "$" means something else to Python than to the standard."""
    if isinstance(data, dict):
        return any(map(_ends_in_line_break, [*data, *data.values()]))
    return any(map(_ends_in_line_break, data)) if isinstance(data, list) else str(data).endswith("\n")


OUT_OF_REACH: dict[str, tuple[dict[str, Any], Route]] = {
    "the default of a variable that its key does not take": ({"storage": "${STORAGE:not a name}"}, ("storage",)),
    "the default of a variable for one of some words": (
        {"transforms": [{"type": "${TOOL:spark}", "path": "."}]},
        ("transforms", 0, "type"),
    ),
    "an empty default where a text is needed": (
        {"transforms": [{"type": "dbt", "path": "${P:}"}]},
        ("transforms", 0, "path"),
    ),
    "1.0, which is an integer to the standard": (
        {
            "orchestration": {
                "sensors": {"a": {"type": "file_watcher", "job": "b", "path": "c", "poll_interval_seconds": 1.0}}
            }
        },
        ("orchestration", "sensors", "a", "poll_interval_seconds"),
    ),
    "a line break at the end of a name, which Python lets pass": ({"storage": "default\n"}, ("storage",)),
}
"""What a schema cannot tell, with where the linter reports it."""


@pytest.mark.parametrize("reason", OUT_OF_REACH)
def test_what_only_the_linter_tells(reason: str) -> None:
    added, route = OUT_OF_REACH[reason]
    data = {"name": "shop", "version": "1.0.0", **added}
    (refusal,) = decode(FloeFile, node_of(data), {})[1]
    assert VALIDATORS["floe"].is_valid(data)
    assert refusal.route == route


NEEDS_MORE_THAN_THE_FILE = (
    "there is no rule",
    "the policy",
    "there is nothing to load",
    "cannot be waived",
)
"""Parts of what is said of waivers that are refused for what rules, policy or the day say."""


@pytest.mark.parametrize(
    "path",
    [path for path in sorted((ROOT / "rules").rglob("floe-waivers.yaml")) if path.parent.name != "syntax"],
    ids=lambda path: path.relative_to(ROOT / "rules").as_posix(),
)
def test_schema_refuses_the_waivers_that_are_malformed(path: Path) -> None:
    written = _written(path)
    rules = {rule.info.id: rule.info for rule in builtin_rules()}
    file = read_waivers(str(path), rules, WaiverPolicy(max_days=3650), TODAY)
    document = read_document(str(path))
    malformed = {
        defect.span.line
        for defect in file.defects
        if not any(part in defect.message for part in NEEDS_MORE_THAN_THE_FILE)
    }
    refused = set()
    for error in VALIDATORS["waivers"].iter_errors(written):
        refused.add(tuple(error.absolute_path)[:2])
    entries = [("waivers", number) for number in range(len(written["waivers"]))]
    for route in entries:
        node = document.node(route)
        assert node is not None
        span = document.span_of(node.start, node.end)
        lines = set(range(span.line, span.end_line + (span.end_column > 1)))
        assert (route in refused) == bool(lines & malformed), route
    # A key that is missing is missed in the file as a whole.
    assert bool({("version",), ()} & refused) == (1 in malformed)


SETTINGS = [
    ("", True),
    ('select = ["ALL"]\nignore = ["cron"]\n[severity]\ncron = "info"\n', True),
    ('fail-on = "warning"\nenv-files = ["a.env"]\nexclude = ["b"]\nshow-info = true\nmax-file-size = 10\n', True),
    ('timezone = "Europe/Berlin"\nwaivers = "w.yaml"\nbaseline = "b.txt"\n', True),
    ('[waiver-policy]\nmax-days = 0\nwarn-days = 1\nnever = ["a"]\nrequire-ticket = true\n', True),
    ('selects = ["ALL"]\n', False),
    ('select = "ALL"\n', False),
    ("ignore = [1]\n", False),
    ('severity = "info"\n', False),
    ('[severity]\ncron = "fatal"\n', False),
    ('fail-on = "never"\n', False),
    ('show-info = "yes"\n', False),
    ("max-file-size = 0\n", False),
    ("max-file-size = true\n", False),
    ("timezone = 1\n", False),
    ('waivers = ""\n', False),
    ("baseline = 1\n", False),
    ("waiver-policy = 1\n", False),
    ("[waiver-policy]\nmax-days = -1\n", False),
    ("[waiver-policy]\nmaximum = 1\n", False),
    ("[waiver-policy]\nrequire-ticket = 1\n", False),
    ("[waiver-policy]\nnever = 1\n", False),
    ('packs = ["policies"]\nallow-python = ["policies"]\nprofile = "strict"\npreview = true\n', True),
    ('[rules.owners-required]\nteams = ["a"]\n[boundary]\nhosts = ["db"]\n', True),
    ('[[boundary.secrets]]\nname = "key"\npattern = "k_[a-z]+"\nkeywords = ["k_"]\n', True),
    ("extends = []\n", True),
    ('extends = ""\n', False),
    ("extends = [1]\n", False),
    ('packs = "policies"\n', False),
    ("allow-python = true\n", False),
    ('profile = ""\n', False),
    ("preview = 1\n", False),
    ("[rules]\nowners-required = 1\n", False),
    ("[boundary]\nhost = []\n", False),
    ('[boundary]\nhosts = "db"\n', False),
    ('[[boundary.secrets]]\nname = "key"\n', False),
    ('[[boundary.secrets]]\nname = " "\npattern = "k"\n', False),
]


@pytest.mark.parametrize(("text", "accepted"), SETTINGS)
def test_schema_refuses_what_settings_refuse(tmp_path: Path, text: str, accepted: bool) -> None:
    path = tmp_path / "floe-lint.toml"
    path.write_text(text)
    try:
        SettingsFiles().read(str(path))
        followed = True
    except ConfigurationError:
        followed = False
    assert (VALIDATORS["configuration"].is_valid(tomllib.loads(text)), followed) == (accepted, accepted)


def test_schema_knows_every_setting(tmp_path: Path) -> None:
    """The list is what the refusal of an unknown setting prints."""
    path = tmp_path / "floe-lint.toml"
    path.write_text("zzzzzzzz = 1")
    with pytest.raises(ConfigurationError) as refusal:
        SettingsFiles().read(str(path))
    named = str(refusal.value).rsplit("the keys are ", 1)[1].split(", ")
    assert named == list(json_schema("configuration")["properties"])
