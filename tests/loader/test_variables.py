"""``${…}`` means the same to the linter, to the loader and to dbt, whether the variable is set, unset or empty."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from dbt.config.renderer import ProfileRenderer
from dbt.exceptions import EnvVarMissingError
from dbt_common.context import set_invocation_context

from floe_dagster import FloeDefinitions
from floe_dagster.loading.dbt_profile import write_profile
from floe_dagster.loading.dbt_references import convert
from floe_dagster.observability.config import ObservabilityConfig, bind, bound
from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.project import FloeLoadError
from floe_dagster.secrets import SecretError, resolve_references
from floe_dagster.storage import connect_storage, settings_of
from floe_lint.api import Options, open_project
from floe_lint.variables.interpolation import Unset

pytestmark = pytest.mark.slow

NAMES = {"compute": "default", "catalog": "default", "storage": "default"}
NOT_KNOWN = "not known"
FLOE = """\
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry_of_variables]
  jobs:
    all: {type: batch, selection: ["*"], tags: {team: TAG}}
"""
PLATFORM = """\
storage:
  default: {type: local, path: PATH}
layers:
  gold: {namespace: NAMESPACE}
observability:
  attributes: {team: ATTRIBUTE}
"""
ASSETS = """\
from floe_dagster import floe_asset


@floe_asset
def orders():
    return None
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "dbt_project.yml").write_text("name: shop\nprofile: shop\n")
    (tmp_path / "pantry_of_variables.py").write_text(ASSETS)
    path = list(sys.path)
    yield
    sys.path[:] = path
    sys.modules.pop("pantry_of_variables", None)
    bind(ObservabilityConfig())


def _write(**forms: str) -> None:
    """A project with these forms between ``<`` and ``>``, nothing where none is given."""
    for name, text in (("floe.yaml", FLOE), ("platform.yaml", PLATFORM)):
        for place in ("TAG", "PATH", "NAMESPACE", "ATTRIBUTE"):
            # JSON's strings are YAML's.
            text = text.replace(place, json.dumps(f"<{forms.get(place, '')}>"))
        Path(name).write_text(text)


def _inside(text: Any) -> str:
    """What stands between ``<`` and ``>``, which also tell an empty text from none."""
    if isinstance(text, Unset):
        return NOT_KNOWN
    return str(text)[str(text).index("<") + 1 : str(text).index(">")]


def _linted() -> Any:
    return open_project("floe.yaml", Options(env=os.environ, use_configuration=False))


def _loaded() -> Any:
    return FloeDefinitions.from_compiled_artifacts(floe_file="floe.yaml")


def _linted_tag(form: str) -> Any:
    _write(TAG=form)
    return _linted().declarations.jobs["all"].tags["team"]


def _linted_attribute(form: str) -> Any:
    _write(ATTRIBUTE=form)
    platform = _linted().platform_file
    assert platform is not None
    assert platform.observability is not None
    return platform.observability.attributes["team"]


def _job_tag(form: str) -> Any:
    _write(TAG=form)
    return _loaded().get_repository_def().get_job("all").tags["team"]


def _attribute(form: str) -> Any:
    _write(ATTRIBUTE=form)
    _loaded()
    return dict(bound().attributes)["team"]


def _namespace(form: str) -> Any:
    _write(NAMESPACE=form)
    return _loaded().resources["catalog"]._place("gold.orders").identifier[0]


def _storage_path(form: str) -> Any:
    _write(PATH=form)
    return connect_storage(_loaded().resources["catalog"]._storage_profile("default"), Path()).location


def _dbt(settings: dict[str, Any]) -> Any:
    """Settings of a profile as dbt itself reads them."""
    set_invocation_context(os.environ)
    return ProfileRenderer({}).render_data(settings)


def _profile(properties: dict[str, Any]) -> Any:
    platform = {"compute": {"default": {"type": "duckdb", "properties": properties}}}
    folder = write_profile(Path(), None, platform, NAMES, Path.cwd())
    return _dbt(yaml.safe_load((folder / "profiles.yml").read_text())["shop"]["outputs"]["dev"])


READERS: dict[str, Callable[[str], Any]] = {
    "linter, floe.yaml": _linted_tag,
    "linter, platform.yaml": _linted_attribute,
    "loader, a job's tag": _job_tag,
    "loader, an attribute of traces": _attribute,
    "loader, a layer's namespace": _namespace,
    "loader, a storage's path": _storage_path,
    "loader, references": lambda form: resolve_references({"a": [f"<{form}>"]})["a"][0],
    "dbt profile, path": lambda form: _profile({"path": f"<{form}>.duckdb"})["path"],
    "dbt profile, nested": lambda form: _profile({"settings": {"a": [f"<{form}>"]}})["settings"]["a"][0],
    "dbt references, property": lambda form: f"<{_dbt(convert({'properties': {'a': form}}).settings)['a']}>",
    "dbt references, credential": lambda form: f"<{_dbt(convert({'credentials': {'a': form}}).settings)['a']}>",
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        ("${FLOE_TEST}", "given", "given"),
        ("${FLOE_TEST}", "", ""),
        ("${FLOE_TEST:x}", "given", "given"),
        ("${FLOE_TEST:x}", None, "x"),
        ("${FLOE_TEST:x}", "", ""),
        ("${FLOE_TEST:-x}", "given", "given"),
        ("${FLOE_TEST:-x}", None, "x"),
        ("${FLOE_TEST:-x}", "", "x"),
        ('${FLOE_TEST:-it\'s \\ "x"}', "", 'it\'s \\ "x"'),
    ],
)
def test_one_meaning(reader: str, form: str, value: str | None, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if value is None:
        monkeypatch.delenv("FLOE_TEST", raising=False)
    else:
        monkeypatch.setenv("FLOE_TEST", value)
    assert _inside(READERS[reader](form)) == expected


_MISSING = "the environment variable FLOE_TEST is not set; platform.yaml needs it"
_MISSING_IN_DBT = "Parsing Error\n  Env var required but not provided: 'FLOE_TEST'"


@pytest.mark.parametrize(
    ("reader", "message"),
    [
        ("loader, a job's tag", "floe.yaml needs variables that have neither a value nor a default: FLOE_TEST"),
        ("loader, an attribute of traces", f'"observability" of platform.yaml: {_MISSING}'),
        ("loader, a layer's namespace", f"layers.gold: {_MISSING}"),
        ("loader, a storage's path", _MISSING),
        ("loader, references", _MISSING),
        ("dbt profile, path", f'"path" of the compute profile: {_MISSING}'),
        ("dbt profile, nested", _MISSING_IN_DBT),
        ("dbt references, property", _MISSING_IN_DBT),
        ("dbt references, credential", _MISSING_IN_DBT),
    ],
)
def test_a_variable_without_value_and_default_cannot_be_loaded(
    reader: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FLOE_TEST", raising=False)
    with pytest.raises((FloeLoadError, SecretError, EnvVarMissingError)) as caught:
        READERS[reader]("${FLOE_TEST}")
    assert str(caught.value) == message


@pytest.mark.parametrize("reader", ["linter, floe.yaml", "linter, platform.yaml"])
def test_the_linter_leaves_it_open(reader: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLOE_TEST", raising=False)
    assert _inside(READERS[reader]("${FLOE_TEST}")) == NOT_KNOWN


def test_every_name_that_platform_yaml_gives_may_be_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLOE_TEST", raising=False)
    Path("floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    Path("platform.yaml").write_text(
        'storage: {default: {type: "${FLOE_TEST:local}"}}\n'
        'catalogs: {default: {type: "${FLOE_TEST:sql}", namespace: "${FLOE_TEST:shop}"}}\n'
        'layers: {gold: {catalog_ref: "${FLOE_TEST:default}", storage_ref: "${FLOE_TEST:default}"}}\n'
        "observability:\n"
        '  namespace: "${FLOE_TEST:acme}"\n'
        '  otlp_endpoint: "http://${FLOE_TEST:collector}:4318"\n'
        '  lineage_endpoint: "http://${FLOE_TEST:marquez}:5000"\n'
        '  headers: {Authorization: {secret_ref: "${FLOE_TEST:collector-token}"}}\n'
        'execution: {type: "${FLOE_TEST:multiprocess}", config: {max_concurrent: "${FLOE_TEST:4}"}}\n'
    )
    definitions = _loaded()
    catalog = definitions.resources["catalog"]
    assert (catalog._catalog_profile("default").type, catalog._storage_profile("default").type) == ("sql", "local")
    assert catalog._place("orders").identifier == ("shop", "orders")
    assert catalog._place("gold.orders")[:2] == ("default", "default")
    plan = bound()
    assert (plan.namespace, plan.otlp_endpoint, plan.lineage_endpoint) == (
        "acme",
        "http://collector:4318",
        "http://marquez:5000",
    )
    monkeypatch.setenv("COLLECTOR_TOKEN", "t")
    assert plan.resolved_headers() == {"Authorization": "t"}
    assert definitions.executor.name == "multiprocess"


def test_the_name_of_a_secret_may_be_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FLOE_TEST", raising=False)
    credentials = {"secret_ref": "${FLOE_TEST:lake}-login"}
    assert convert({"credentials": credentials}).secrets == {
        "DBT_ENV_SECRET_LAKE_LOGIN_USER": "lake-login:user",
        "DBT_ENV_SECRET_LAKE_LOGIN_PASSWORD": "lake-login:password",
    }
    monkeypatch.setenv("LAKE_LOGIN", "id:key")
    assert settings_of(PlatformProfile("default", "s3", {"credentials": credentials}), ("a", "b")) == {
        "a": "id",
        "b": "key",
    }


@pytest.mark.parametrize("read", [resolve_references, lambda data: convert({"properties": data})])
def test_what_is_no_variable_is_refused(read: Callable[[Any], Any]) -> None:
    with pytest.raises(SecretError) as caught:
        read({"a": "x ${FLOE_TEST-y}"})
    assert str(caught.value) == (
        'a value of platform.yaml cannot be read: "-" cannot follow the name "FLOE_TEST"; '
        'write "${FLOE_TEST:default}" for a default'
    )
