"""What to observe and where to send it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from floe_dagster.secrets import expand_variables, resolve_secret


class ObservabilityConfig(NamedTuple):
    """The plan for one project.

    ``namespace`` is OpenLineage's job and dataset namespace and OpenTelemetry's ``service.name``.
    ``directory`` receives the files where no endpoint is given or one does not answer. ``attributes`` are
    pairs put on every span; ``version`` is OpenTelemetry's ``service.version``. ``headers`` are sent to both
    endpoints, their values may hold ``${VAR}``; ``secret_headers`` too, each the name of a secret. ``timeout``
    is the limit for one request, in seconds.
    """

    namespace: str = "floe"
    directory: str = ".floe"
    otlp_endpoint: str | None = None
    lineage_endpoint: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    version: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    secret_headers: tuple[tuple[str, str], ...] = ()
    traces: bool = True
    lineage: bool = True
    timeout: float = 2.0

    @classmethod
    def from_platform(
        cls,
        platform: Mapping[str, Any] | None,
        *,
        project: str,
        version: str | None = None,
        project_dir: str | Path = ".",
        observability: Mapping[str, Any] | None = None,
        governance: Mapping[str, Any] | None = None,
    ) -> ObservabilityConfig:
        """The plan from plain platform.yaml data and floe.yaml's own sections ``observability`` and ``governance``.

        The platform gives ``otlp_endpoint``, ``lineage_endpoint``, ``headers`` and ``attributes``; the
        project may switch ``traces`` and ``lineage`` off and add ``attributes``, which the platform's
        override. Lineage is written unless ``observability.lineage`` or ``governance.emit_lineage`` is false.

        Raises:
            SecretError: a variable of platform.yaml is missing, but for those in ``headers``.
        """
        section: Mapping[str, Any] = (platform or {}).get("observability") or {}
        own = observability or {}
        headers = section.get("headers") or {}
        given = {key: expand_variables(str(value)) for key, value in (section.get("attributes") or {}).items()}
        namespace, otlp_endpoint, lineage_endpoint = (
            expand_variables(str(section.get(key) or "")) for key in ("namespace", "otlp_endpoint", "lineage_endpoint")
        )
        return cls(
            namespace=namespace or project,
            directory=str(Path(project_dir).resolve() / ".floe"),
            otlp_endpoint=otlp_endpoint or None,
            lineage_endpoint=lineage_endpoint or None,
            attributes=_pairs({**(own.get("attributes") or {}), **given}),
            version=version,
            headers=_pairs({key: value for key, value in headers.items() if not isinstance(value, Mapping)}),
            secret_headers=_pairs(
                {key: value["secret_ref"] for key, value in headers.items() if isinstance(value, Mapping)}
            ),
            traces=own.get("traces") is not False,
            lineage=own.get("lineage") is not False and (governance or {}).get("emit_lineage") is not False,
        )

    def resolved_headers(self) -> dict[str, str]:
        """The headers to send, with secrets in place: use them at once.

        Raises:
            SecretError: a variable or secret is missing.
        """
        plain = {name: expand_variables(value) for name, value in self.headers}
        return plain | {name: resolve_secret(expand_variables(secret)) for name, secret in self.secret_headers}


def _pairs(values: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((str(key), str(value)) for key, value in values.items()))


def traces_url(endpoint: str) -> str:
    """The URL that OTLP over HTTP posts spans to, for an ``otlp_endpoint`` as people write it.

    Without a path, ``/v1/traces`` is added (as for ``OTEL_EXPORTER_OTLP_ENDPOINT``). Port 4317 is that of
    OTLP over gRPC by convention; the same collector listens for HTTP on 4318, which is used instead.
    """
    parts = urlsplit(endpoint if "://" in endpoint else f"http://{endpoint}")
    netloc = parts.netloc.removesuffix(":4317") + ":4318" if parts.port == 4317 else parts.netloc
    path = parts.path.rstrip("/")
    if not path.endswith("/v1/traces"):
        path += "/v1/traces"
    return urlunsplit((parts.scheme, netloc, path, parts.query, ""))


_bound = ObservabilityConfig()


def bind(config: ObservabilityConfig) -> None:
    """Make ``config`` the plan of this process.

    The loader calls it whenever it builds the definitions, and every process that runs a step builds them, so
    the plan is there whichever executor started the process.
    """
    global _bound
    _bound = config


def bound() -> ObservabilityConfig:
    """The plan of this process; before one is bound, files under ``.floe`` of the working directory."""
    return _bound


@contextmanager
def binding(config: ObservabilityConfig) -> Iterator[None]:
    """Bind ``config`` for the length of a ``with`` block."""
    before = _bound
    bind(config)
    try:
        yield
    finally:
        bind(before)
