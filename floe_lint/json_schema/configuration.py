"""The JSON Schema of the settings: ``floe-lint.toml``, and ``[tool.floe-lint]`` in pyproject.toml."""

from __future__ import annotations

from typing import Any

from floe_lint.configuration import DEFAULT_PROFILE
from floe_lint.json_schema.dialect import head
from floe_lint.report import SEVERITIES
from floe_lint.waivers.policy import WaiverPolicy

_POLICY = WaiverPolicy()
_FILLED = {"type": "string", "pattern": r"\S"}


def configuration() -> dict[str, Any]:
    """The schema of the settings."""
    properties = {
        "select": _texts("Only these rules: ids, tags or prefixes of ids; `ALL` for every rule."),
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
            "description": 'Configurations to build on: files, relative to this one, or "pack:" and the name of one.',
            "anyOf": [
                {"type": "string", "minLength": 1},
                {"type": "array", "items": {"type": "string", "minLength": 1}},
            ],
        },
        "packs": _texts('Rule packs: folders, relative to this file, or "pack:" and the name of an installed one.'),
        "allow-python": _texts("The names of packs whose Python may run."),
        "profile": {
            "description": "The rules and severities to start from.",
            "type": "string",
            "minLength": 1,
            "default": DEFAULT_PROFILE,
        },
        "preview": {
            "description": "Whether preview rules are selected like others.",
            "type": "boolean",
            "default": False,
        },
        "rules": {
            "description": "Options of rules, by id; a rule that is off until configured is on with its table.",
            "type": "object",
            "additionalProperties": {"type": "object"},
        },
        "boundary": {
            "description": "What an organisation adds to the boundary.",
            "type": "object",
            "additionalProperties": False,
            "properties": {
                "hosts": _texts('Host names that belong in platform.yaml; "*" stands for any part of a name.'),
                "secrets": {
                    "description": "Forms of the organisation's own secrets.",
                    "type": "array",
                    "items": {
                        "type": "object",
                        "additionalProperties": False,
                        "required": ["name", "pattern"],
                        "properties": {
                            "name": {"description": "What it is called in messages.", **_FILLED},
                            "pattern": {"description": "A regular expression that finds it.", **_FILLED},
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


def _texts(description: str) -> dict[str, Any]:
    return {"description": description, "type": "array", "items": {"type": "string"}}
