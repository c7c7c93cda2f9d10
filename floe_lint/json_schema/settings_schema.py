"""The JSON Schema of the settings: ``floe-lint.toml``, and ``[tool.floe-lint]`` in pyproject.toml."""

from __future__ import annotations

from typing import Any

from floe_lint.findings.finding import SEVERITIES
from floe_lint.json_schema.dialect import head
from floe_lint.settings.configuration import DEFAULT_PROFILE
from floe_lint.settings.waiver_policy import WaiverPolicy

_POLICY = WaiverPolicy()


def configuration() -> dict[str, Any]:
    """The schema of the settings."""
    properties = {
        "select": _texts("Only these rules: ids, tags or prefixes of ids; `ALL` for every rule. Previews by their id."),
        "ignore": _texts("Not these rules: ids, tags or prefixes of ids."),
        "severity": {
            "description": "A severity for a rule, a tag or a prefix of ids.",
            "type": "object",
            "additionalProperties": {"enum": list(SEVERITIES)},
        },
        "fail-on": {
            "description": "The least severity that gives exit code 1.",
            "enum": list(SEVERITIES),
            "default": "error",
        },
        "env-files": _texts("Env files under which the project is checked beside its defaults; relative to this file."),
        "exclude": _texts("Gitignore patterns of files not to look at in folders."),
        "show-info": {"description": "Show findings of severity info.", "type": "boolean", "default": False},
        "max-file-size": {"description": "The largest YAML file to read, in bytes.", "type": "integer", "minimum": 1},
        "timezone": {
            "description": "The time zone in which the days of waivers begin and end.",
            "type": "string",
            "default": "UTC",
        },
        "waivers": {
            "description": "The waivers file, relative to this file; else the nearest floe-waivers.yaml.",
            "type": "string",
            "minLength": 1,
        },
        "waiver-policy": {
            "description": "What waivers may do.",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "max-days": {
                    "description": "Days from today to the last day of a waiver.",
                    "type": "integer",
                    "minimum": 0,
                    "default": _POLICY.max_days,
                },
                "warn-days": {
                    "description": "Days before its end on which a waiver is reported.",
                    "type": "integer",
                    "minimum": 0,
                    "default": _POLICY.warn_days,
                },
                "never": {
                    **_texts("Rules, tags or prefixes that nobody may waive."),
                    "default": list(_POLICY.never),
                },
                "require-ticket": {
                    "description": "Whether a waiver without a ticket grants nothing.",
                    "type": "boolean",
                    "default": _POLICY.require_ticket,
                },
            },
        },
        "baseline": {
            "description": "The file of known findings, relative to this file.",
            "type": "string",
            "minLength": 1,
        },
        "extends": {
            "description": "Settings that these are laid over: files, or `pack:NAME`; the later ones win.",
            "type": ["array", "string"],
            "minLength": 1,
            "items": {"type": "string", "minLength": 1},
        },
        "packs": _texts("Rule packs: folders relative to this file, or `pack:NAME` for one that is installed."),
        "allow-python": _texts("Packs whose rules may run Python."),
        "profile": {
            "description": "Which rules are on before select and ignore.",
            "type": "string",
            "minLength": 1,
            "default": DEFAULT_PROFILE,
        },
        "preview": {"description": "Whether rules in preview are on.", "type": "boolean", "default": False},
        "rules": {
            "description": "Options of rules, by their ids.",
            "type": "object",
            "additionalProperties": {"type": "object"},
        },
        "boundary": {
            "description": "What else may not stand in floe.yaml.",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "hosts": _texts("Names of hosts that belong to the infrastructure."),
                "secrets": {
                    "description": "Forms of secrets.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "pattern"],
                        "properties": {
                            "name": _text("What the secret is called in messages."),
                            "pattern": _text("A regular expression."),
                            "keywords": _texts("Words of which one stands in every such secret."),
                        },
                    },
                },
            },
        },
    }
    return {
        **head("configuration", "floe-lint.toml", "The settings of floe-lint."),
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
    }


def _text(description: str) -> dict[str, Any]:
    return {"description": description, "type": "string", "pattern": r"\S"}


def _texts(description: str) -> dict[str, Any]:
    return {"description": description, "type": "array", "items": {"type": "string"}}
