"""What one walk over a project gives: places, secrets, and what other rules may ask."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.boundary.forms import VARIABLE, normalised, substituted_forms, written_forms
from floe_lint.boundary.matching import entropy
from floe_lint.findings.finding import RuleInfo
from floe_lint.findings.problem import At
from floe_lint.judging.boundary_rules import breaches_of, forbids_of
from floe_lint.judging.rule import Rule
from floe_lint.settings.pack_file import PackError
from tests.boundary.planting import Seen, breaches, project, seen


def test_an_unknown_key_is_known_as_a_breach() -> None:
    found = breaches("name: a\nobservability:\n  traces: true\n  otlp_endpoint: collector\n  colour: red\n")
    assert found.at(("observability", "otlp_endpoint"))
    assert found.at(("observability",))
    assert not found.at(("observability", "colour"))
    assert not found.at(("observability", "traces"))
    assert not found.exactly_at(("observability",))
    assert found.exactly_at(("observability", "otlp_endpoint"))


def test_a_breach_of_platform_yaml_is_none_of_floe_yaml() -> None:
    found = breaches("name: a\n", "security:\n  password: hunter2\n")
    assert [problem.at for problem in found.of("platform-literal-secret")] == [
        At(("security", "password"), part=(0, 7), document="platform")
    ]
    assert not found.at(("security",))


def test_a_value_beats_its_key_and_an_inner_key_an_outer_one() -> None:
    assert seen('x-held: {endpoint: "https://api.acme.io"}\n') == [
        Seen("service-url", "x-held.endpoint", "https://api.acme.io")
    ]
    assert seen("x-held: {endpoint: {host: db, bucket: raw}}\n") == [
        Seen("infrastructure-key", "key of x-held.endpoint.host", "host"),
        Seen("infrastructure-key", "key of x-held.endpoint.bucket", "bucket"),
    ]
    assert seen('x-held: {endpoint: ["s3://a/b", orders]}\n') == [
        Seen("object-store-uri", "x-held.endpoint[0]", "s3://a/b")
    ]


def test_an_aliased_value_is_judged_where_it_stands_by_how_it_is_used() -> None:
    text = """
x-regions: &regions [us-east-1, eu-west-1]
x-word: &word hunter2
orchestration:
  partitions:
    p: {type: static, partition_keys: *regions}
  jobs:
    j: {type: ops, args: {password: *word}}
"""
    assert seen(text) == [Seen("literal-credential", "x-word", "hunter2")]
    assert seen(text.replace("partition_keys", "colours")) == [
        Seen("cloud-region", "x-regions[0]", "us-east-1"),
        Seen("cloud-region", "x-regions[1]", "eu-west-1"),
        Seen("literal-credential", "x-word", "hunter2"),
    ]


def test_merged_mappings_are_judged_as_what_they_are_merged_into() -> None:
    text = """
x-job: &job
  description: "see https://wiki.acme.io"
  tags: {bucket: raw}
x-sensor: &sensor {path: "s3://lake/in"}
orchestration:
  jobs:
    j: {<<: *job, type: batch}
  sensors:
    s: {<<: [*sensor], type: file_watcher}
"""
    assert seen(text) == [Seen("non-local-sensor-path", "x-sensor.path", "s3://lake/in")]


def test_misplaced_sections_keep_their_meaning() -> None:
    text = """
jobs: {bucket: {type: batch, description: "see https://wiki.acme.io"}}
partitions: {region: {type: static, partition_keys: [us-east-1]}}
sensors: {s: {type: file_watcher, path: //nas/in}}
"""
    assert seen(text) == [Seen("non-local-sensor-path", "sensors.s.path", "//nas/in")]


def test_a_section_that_breaks_its_schema_is_judged_all_the_same() -> None:
    text = """
orchestration:
  jobs: ["s3://a/b"]
  sensors:
    s: {type: file_wacher, path: "s3://lake/in", pattern: {deep: us-east-1}}
  schedules: {d: {cron_schedule: {endpoint: x}}}
"""
    assert seen(text) == [
        Seen("cloud-region", "orchestration.sensors.s.pattern.deep", "us-east-1"),
        Seen("infrastructure-key", "key of orchestration.schedules.d.cron_schedule.endpoint", "endpoint"),
        Seen("non-local-sensor-path", "orchestration.sensors.s.path", "s3://lake/in"),
        Seen("object-store-uri", "orchestration.jobs[0]", "s3://a/b"),
    ]


def test_secrets_of_both_files_are_known_in_every_spelling() -> None:
    floe = (
        'x-held: {password: hunter2, url: "postgresql%3A%2F%2Fu%3Aswordfish%40db%2Fshop",'
        ' t: "${T:AKIAIOSFODNN7EXAMPLE}",'
        ' escaped: {password: "open\\x21sesame"}}\n'
    )
    platform = "storage: {default: {credentials: {access_key: minioadmin, secret_ref: lake}}}\n"
    secrets = breaches(floe, platform).secrets
    assert {"hunter2", "swordfish", "AKIAIOSFODNN7EXAMPLE", "minioadmin", "open!sesame"} <= secrets
    assert "open\\x21sesame" in secrets
    assert not {"lake", "u", "db"} & secrets


def test_lines_of_a_private_key_are_secrets_one_by_one() -> None:
    text = "x-key: |\n  -----BEGIN PRIVATE KEY-----\n  MIIEowIBAAKCAQEA0123\n  -----END PRIVATE KEY-----\n"
    assert "MIIEowIBAAKCAQEA0123" in breaches(text).secrets


@pytest.mark.parametrize(
    "text",
    [
        "x-held:\n  password: hunter2\n  bad: [\n",
        "x-held:\n  user: a\n  password: 'hunter2'\n\tx: 1\n",
        "x-held:\n  password: other\n  password: hunter2\n",
        "x-held:\n  - url: postgresql://u:hunter2@db/shop\n  bad\n",
    ],
)
def test_secrets_are_known_where_the_file_cannot_be_parsed(text: str) -> None:
    assert "hunter2" in breaches(text).secrets


def test_environment_values_are_found_as_a_whole_and_never_as_secrets() -> None:
    text = 'x-held: {source: "${SOURCE}", password: "${PASSWORD}"}\n'
    environment = {"SOURCE": "s3://lake/raw", "PASSWORD": "hunter2"}
    assert seen(text, environment=environment) == [Seen("object-store-uri", "x-held.source", '"${SOURCE}"')]
    (problem,) = breaches(text, environment=environment).of("object-store-uri")
    assert problem.message == (
        '"s3://lake/raw" in "x-held.source" is an address of an object store; '
        "it belongs in platform.yaml, name a storage profile here"
    )


def test_credentials_win_over_whatever_they_stand_in() -> None:
    for text in (
        "postgresql://u:hunter2@db.prod.internal:5432/shop",
        "https://u:hunter2@lake.s3.amazonaws.com/raw",
        "Server=acme.database.windows.net,1433;Password=hunter2;Encrypt=yes",
        "s3://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@lake/raw",
    ):
        assert [item.rule for item in seen(f"x-held: ['{text}']\n")] == ["literal-credential"]


def test_very_long_texts_are_searched_to_their_end() -> None:
    text = "a-b " * 40_000
    assert seen(f'x-held: "{text}s3://lake/raw"\n') == [Seen("object-store-uri", "x-held", "s3://lake/raw")]
    border = "x" * (8_192 - 4)
    assert seen(f'x-held: "{border} s3://lake/raw end"\n') == [Seen("object-store-uri", "x-held", "s3://lake/raw")]


def test_no_text_has_more_than_a_hundred_findings_of_a_pattern() -> None:
    assert len(seen(f'x-held: "{"s3://a/b " * 500}"\n')) == 100


def test_files_without_content_have_no_breaches() -> None:
    for text in ("", "# nothing\n", "[]\n", "just text\n", "- s3\n"):
        assert seen(text, "") == []


def test_a_file_that_is_no_mapping_is_judged_too() -> None:
    assert seen('- "s3://a/b"\n') == [Seen("object-store-uri", "[0]", "s3://a/b")]


def test_spans_within_escaped_quotes_fall_back_to_the_scalar() -> None:
    text = 'x-held: "\\x73\\u0033://lake/raw"\n'
    subject = project(text)
    (problem,) = breaches(text).of("object-store-uri")
    assert subject.text_at(subject.place(problem.at)) == '"\\x73\\u0033://lake/raw"'


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("bucketName", "bucket_name"),
        ("BUCKET-NAME", "bucket_name"),
        ("s3.bucket.name", "s3_bucket_name"),
        ("AWSAccessKeyId", "aws_access_key_id"),
        ("end%70oint", "endpoint"),
        ("__host__", "host"),
        ("", ""),
    ],
)
def test_key_names_are_normalised(key: str, name: str) -> None:
    assert normalised(key) == name


@given(st.text(alphabet="ab%4:/ é", max_size=30))
def test_every_form_of_a_text_knows_where_its_characters_come_from(text: str) -> None:
    for form in written_forms(text):
        for index, character in enumerate(form.text):
            start, end = form.place(index, index + 1)
            assert 0 <= start < end <= len(text)
            assert text[start:end] == character or text[start] == "%"


def test_forms_of_a_text_with_variables() -> None:
    text = "a/${X:b%2Fc}/d"
    assert [form.text for form in written_forms(text)] == [f"a/{VARIABLE * 10}/d", "b%2Fc", "b/c"]
    assert [[form.text for form in stage] for stage in substituted_forms(text, {"X": "e"})] == [
        ["a/b%2Fc/d", "a/b/c/d"],
        ["a/e/d"],
    ]
    assert substituted_forms("${UNSET}", {}) == []


def test_entropy_is_in_bits_a_character() -> None:
    assert entropy("") == 0
    assert entropy("aaaa") == 0
    assert entropy("abab") == 1
    assert entropy("abcdefgh") == 3


def _rule(forbid: object) -> Rule:
    info = RuleInfo("mine", "error", "0.1.0", (), "", "", "")
    return Rule(info, "rules/mine", None, forbid, "project")  # type: ignore[arg-type]


PATTERN = {"name": "a", "keywords": "a", "regex": "a", "true": "a", "false": "b"}
FORBID = {"rank": 1, "message": "{text}", "patterns": [PATTERN]}


@pytest.mark.parametrize(
    ("forbid", "message"),
    [
        ("text", '"forbid" must be a mapping'),
        ({**FORBID, "color": 1}, '"color" is not a key of "forbid"'),
        ({**FORBID, "in": "floor"}, '"in" takes "floe", "platform" or both'),
        ({**FORBID, "rank": "high"}, '"rank" of "forbid" must be a whole number'),
        ({**FORBID, "message": 1}, '"message" of "forbid" must be text'),
        (
            {**FORBID, "message": "{who}"},
            'the placeholders of "message" and "help" are {text}, {key}, {where} and {name}',
        ),
        ({**FORBID, "exempt": "poetry"}, '"poetry" in "exempt" is no context; they are '),
        ({**FORBID, "patterns": []}, '"forbid" has neither "patterns" nor "keys" nor "also"'),
        ({**FORBID, "patterns": {}}, '"forbid" has neither "patterns" nor "keys" nor "also"'),
        ({**FORBID, "patterns": {"a": 1}}, '"patterns" of "forbid" must be a list'),
        ({**FORBID, "also": "other"}, '"also" names "other", which is no rule with patterns'),
        ({**FORBID, "patterns": ["a"]}, 'every item of "patterns" needs a "name"'),
        ({**FORBID, "keys": [{}]}, 'every item of "keys" needs a "name"'),
        ({**FORBID, "patterns": [{**PATTERN, "rgex": "a"}]}, '"rgex" is not a key of pattern "a"'),
        ({**FORBID, "patterns": [{**PATTERN, "true": ""}]}, 'pattern "a" needs "true" as text'),
        ({**FORBID, "patterns": [{**PATTERN, "entropy": "much"}]}, '"entropy" of pattern "a" must be a number of bits'),
        ({**FORBID, "patterns": [{**PATTERN, "key": 1}]}, '"key" of pattern "a" must be text'),
    ],
)
def test_patterns_that_cannot_be_used_are_refused(forbid: object, message: str) -> None:
    with pytest.raises(PackError) as raised:
        forbids_of((_rule(forbid),))
    assert str(raised.value).startswith(f"rules/mine/rule.md: {message}")


def test_a_pattern_that_is_no_regular_expression_is_named() -> None:
    rule = _rule({**FORBID, "patterns": [{**PATTERN, "regex": "a("}]})
    with pytest.raises(PackError) as raised:
        breaches_of(project("name: a\n"), [rule])
    assert str(raised.value).startswith("the pattern 'a(' is no regular expression: ")
