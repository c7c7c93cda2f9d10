"""A dbt profile for projects that bring none: DuckDB on a file, or what platform.yaml's ``compute`` says."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floe_dagster.loading.dbt_references import Converted, convert
from floe_dagster.project import FloeLoadError
from floe_dagster.secrets import SecretError, expand_variables
from floe_lint.disk.atomic_write import write_atomically

if TYPE_CHECKING:
    from ruamel.yaml import YAML

EMBEDDED_DATABASE = ".floe/warehouse.duckdb"


def write_profile(
    project_dir: Path, target: str | None, platform: Mapping[str, Any], profiles: Mapping[str, str], floe_folder: Path
) -> Path:
    """Write ``profiles.yml`` under ``.floe/dbt`` of the project and return its folder.

    ``profiles`` are the names that floe.yaml gives for ``compute``, ``catalog`` and ``storage``. DuckDB reads the
    tables of the catalog through ``floe_dagster.dbt_plugin``. Secrets stay out of the file: a reference becomes
    dbt's ``env_var``, or is handed on as the reference it is. Raises ``FloeLoadError`` when dbt_project.yml names no
    profile.
    """
    yaml = _yaml_of_dbt()
    source = project_dir / "dbt_project.yml"
    try:
        settings = yaml.load(source.read_text(encoding="utf-8")) or {}
    except OSError as error:
        raise FloeLoadError(f'"{source}" cannot be read: {error.strerror}') from None
    name = settings.get("profile")
    if not isinstance(name, str):
        raise FloeLoadError(f'"{source}" has no "profile"; name one, such as "{settings.get("name", "floe")}"')
    chosen = target or "dev"
    folder = floe_folder / ".floe" / "dbt"
    folder.mkdir(parents=True, exist_ok=True)
    output = _output(platform, profiles, floe_folder)
    path = folder / "profiles.yml"
    text = io.StringIO()
    yaml.dump({name: {"target": chosen, "outputs": {chosen: output}}}, text)
    # Every process that loads the project comes here, several at once.
    if not path.exists() or path.read_text(encoding="utf-8") != text.getvalue():
        write_atomically(str(path), text.getvalue())
    return folder


def _yaml_of_dbt() -> YAML:
    """A reader and writer of YAML 1.1, which dbt reads: there ``no`` and ``1:30`` are text in quotes alone."""
    from ruamel.yaml import YAML

    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 1)
    return yaml


def _output(platform: Mapping[str, Any], profiles: Mapping[str, str], floe_folder: Path) -> dict[str, Any]:
    profile = _compute_profile(platform, profiles["compute"])
    kind = _expanded("type", profile.get("type", "duckdb"))
    output: dict[str, Any] = {"type": kind, **compute_settings(platform, profiles["compute"]).settings}
    if kind == "duckdb":
        path = Path(_expanded("path", (profile.get("properties") or {}).get("path", EMBEDDED_DATABASE)))
        output["path"] = str(path if path.is_absolute() or str(path) == ":memory:" else floe_folder / path)
        Path(output["path"]).parent.mkdir(parents=True, exist_ok=True)
        output.setdefault("schema", "main")
        output.setdefault("threads", 1)
        output.setdefault("plugins", [_catalog_plugin(platform, profiles, floe_folder)])
    return output


def compute_settings(platform: Mapping[str, Any], name: str) -> Converted:
    """The settings of a compute profile as dbt reads them. Raises ``FloeLoadError``."""
    try:
        return convert(_compute_profile(platform, name))
    except SecretError as error:
        raise FloeLoadError(f'the compute profile "{name}": {error}') from None


def _compute_profile(platform: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What platform.yaml says of a compute profile; empty for the embedded one."""
    found: Mapping[str, Any] = (platform.get("compute") or {}).get(name) or {}
    return found


def _expanded(key: str, value: Any) -> str:
    try:
        return expand_variables(str(value))
    except SecretError as error:
        raise FloeLoadError(f'"{key}" of the compute profile: {error}') from None


def _catalog_plugin(platform: Mapping[str, Any], profiles: Mapping[str, str], floe_folder: Path) -> dict[str, Any]:
    """The tables of the catalog, for sources that name the plugin ``iceberg``."""
    config = {
        "catalog": profiles["catalog"],
        "storage": profiles["storage"],
        "catalogs": platform.get("catalogs") or {},
        "storages": platform.get("storage") or {},
        "layers": platform.get("layers") or {},
        "project_dir": str(floe_folder),
    }
    return {"module": "floe_dagster.dbt_plugin", "alias": "iceberg", "config": config}


def database_files(profiles_dir: Path, project_dir: Path, target: str | None) -> list[str]:
    """The DuckDB files that a dbt project writes under a target, as its profile says; none for other engines.

    A path is relative to the dbt project, where dbt runs. What only dbt's templates could tell is left out.
    """
    from ruamel.yaml.error import YAMLError

    yaml = _yaml_of_dbt()
    try:
        profiles = yaml.load((profiles_dir / "profiles.yml").read_text(encoding="utf-8")) or {}
        name = (yaml.load((project_dir / "dbt_project.yml").read_text(encoding="utf-8")) or {}).get("profile")
        profile = profiles.get(name) or {}
        output = (profile.get("outputs") or {}).get(target or profile.get("target")) or {}
    except (OSError, YAMLError, AttributeError):
        return []
    path = str(output.get("path") or "")
    if output.get("type") != "duckdb" or not path or path == ":memory:" or "{{" in path:
        return []
    return [str((project_dir / path).resolve())]
