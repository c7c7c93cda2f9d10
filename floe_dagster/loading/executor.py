"""The executor that platform.yaml's ``execution`` selects."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import dagster as dg
from dagster._config.errors import DagsterEvaluationErrorReason

from floe_dagster.project import FloeLoadError
from floe_dagster.secrets import SecretError, resolve_references
from floe_lint.kernel.near_names import nearest

# Executor by type: the module that holds it, its name there, and the distribution to install.
_EXECUTORS = {
    "docker": ("dagster_docker", "docker_executor", "dagster-docker"),
    "kubernetes": ("dagster_k8s", "k8s_job_executor", "dagster-k8s"),
    "celery": ("dagster_celery", "celery_executor", "dagster-celery"),
    "celery_kubernetes": ("dagster_celery_k8s", "celery_k8s_job_executor", "dagster-celery-k8s"),
    "dask": ("dagster_dask", "dask_executor", "dagster-dask"),
}


def executor(execution: Mapping[str, Any] | None) -> dg.ExecutorDefinition | None:
    """The executor for all jobs, configured; ``None`` leaves Dagster's default.

    Raises ``FloeLoadError`` when the integration package is not installed or refuses the configuration.
    """
    if not execution:
        return None
    kind = str(_resolved(execution, "type"))
    config = _resolved(execution, "config")
    if kind == "in_process":
        found: dg.ExecutorDefinition = dg.in_process_executor
    elif kind == "multiprocess":
        found = dg.multiprocess_executor
    else:
        module, name, distribution = _EXECUTORS[kind]
        try:
            found = getattr(importlib.import_module(module), name)
        except ImportError:
            raise FloeLoadError(
                f'platform.yaml selects the executor "{kind}", which needs "{distribution}"; install it, '
                'or set "execution" to in_process or multiprocess'
            ) from None
    if not config:
        return found
    configured = found.configured(dict(config), name=found.name)
    # Dagster itself looks at the settings only when a run starts.
    refused = configured.apply_config_mapping({}).errors or []
    if refused:
        names = getattr(found.config_schema.config_type, "fields", {})
        # A value that came from a secret is not repeated.
        told = "; ".join(_reason(error, names, repeat=config == execution.get("config")) for error in refused)
        raise FloeLoadError(f'"execution.config" of platform.yaml does not fit the executor "{kind}": {told}')
    return configured


def _resolved(execution: Mapping[str, Any], key: str) -> Any:
    try:
        return resolve_references(execution.get(key), typed=True)
    except SecretError as error:
        raise FloeLoadError(f'"execution.{key}" of platform.yaml: {error}') from None


def _reason(error: Any, names: Iterable[str], *, repeat: bool) -> str:
    path = [entry.field_name for entry in error.stack.entries if hasattr(entry, "field_name")][1:]
    if error.reason is DagsterEvaluationErrorReason.FIELD_NOT_DEFINED:
        unknown = str(error.error_data.field_name)
        near = nearest(unknown, names) if not path else None
        return f'it has no setting "{".".join([*path, unknown])}"' + (f'; did you mean "{near}"?' if near else "")
    message = str(error.message).replace("root:config:", "").rstrip(".")
    return message if repeat else f'the value of "{".".join(path)}" is not of the right type'
