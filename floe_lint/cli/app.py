"""Every command but ``lint``, through typer."""

from __future__ import annotations

import sys
from typing import Annotated, Optional

import typer

app = typer.Typer(
    name="floe",
    help="The gate between floe.yaml and Dagster.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def root(
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version and exit.")] = False,
) -> None:
    """The gate between floe.yaml and Dagster."""
    if version:
        from floe_lint import __version__

        typer.echo(f"floe-lint {__version__}")
        raise typer.Exit


@app.command(
    "lint",
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
def lint(context: typer.Context) -> None:
    """Check floe.yaml, platform.yaml, the asset modules and the dbt manifest."""
    from floe_lint.cli.lint_command import run

    raise typer.Exit(run(context.args))


_CONFIG = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--config", help="A configuration file instead of the nearest one.", show_default=False),
]


@app.command("explain")
def explain(
    rule: Annotated[str, typer.Argument(help="The id of a rule, e.g. job-not-found.", show_default=False)],
    config: _CONFIG = None,
) -> None:
    """Print the page of a rule: what it does, why, an example, what to do instead."""
    from floe_lint.cli.rules_command import print_rule

    raise typer.Exit(print_rule(rule, config))


@app.command("rules")
def rules(
    tag: Annotated[Optional[str], typer.Option(help="Only rules with this tag.", show_default=False)] = None,  # noqa: UP045
    format: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    config: _CONFIG = None,
) -> None:
    """List the rules: whether each is on and how severe, what says so, and what it does."""
    from floe_lint.cli.rules_command import print_rules

    raise typer.Exit(print_rules(tag, format, config))


@app.command("graph")
def graph(
    path: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="A floe.yaml; without it the nearest one.", show_default=False),
    ] = None,
    format: Annotated[str, typer.Option("--format", help="mermaid, dot or json.")] = "mermaid",
    around: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            help='Only around a node: "x", "+x" with all it needs, "x+" with all it feeds, "2+x+1" with steps.',
            show_default=False,
        ),
    ] = None,
) -> None:
    """Print the dependency graph of a project."""
    from floe_lint.cli.graph_command import print_graph

    raise typer.Exit(print_graph(path, format, around))


@app.command("schema")
def schema(
    name: Annotated[str, typer.Argument(help="floe, platform, configuration or waivers.")] = "floe",
) -> None:
    """Print the JSON Schema of floe.yaml, platform.yaml, the settings or the waivers file."""
    raise typer.Exit(_print_schema(name))


@app.command("lsp", context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
def lsp() -> None:
    """Serve editors over standard input and output (language server protocol)."""
    raise typer.Exit(_serve())


@app.command("init")
def init(
    folder: Annotated[str, typer.Argument(help="The folder to set up.")] = ".",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Write without asking.")] = False,
    hook: Annotated[bool, typer.Option("--pre-commit/--no-pre-commit", help="Add the pre-commit hook.")] = True,
    with_baseline: Annotated[
        bool, typer.Option("--baseline", help="Write down what is found now, so that only new findings fail.")
    ] = False,
) -> None:
    """Set up a folder: settings, the pre-commit hook, the schema line for editors. Shows each change first."""
    from floe_lint.cli.init_command import init as set_up

    raise typer.Exit(set_up(folder, yes=yes, hook=hook, baseline=with_baseline))


baseline = typer.Typer(
    no_args_is_help=True, help="Findings that are known and do not fail: adopt the linter step by step."
)
app.add_typer(baseline, name="baseline")

_PATHS = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Argument(help="Projects as for floe lint.", show_default=False),
]
_BASELINE = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--baseline", help="The file; the configured one, else floe-baseline.txt.", show_default=False),
]


@baseline.command("create")
def baseline_create(
    paths: _PATHS = None,
    file: _BASELINE = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a baseline that exists.")] = False,
) -> None:
    """Write down every finding there is now."""
    from floe_lint.cli.baseline_command import create

    raise typer.Exit(create(paths or [], file, force=force))


@baseline.command("prune")
def baseline_prune(paths: _PATHS = None, file: _BASELINE = None) -> None:
    """Remove the entries whose findings are gone."""
    from floe_lint.cli.baseline_command import prune

    raise typer.Exit(prune(paths or [], file))


@baseline.command("show")
def baseline_show(paths: _PATHS = None, file: _BASELINE = None) -> None:
    """Print the entries with what they stand for today."""
    from floe_lint.cli.baseline_command import show

    raise typer.Exit(show(paths or [], file))


def _serve() -> int:
    """Serve an editor over standard input and output; 2 where the extra is not installed."""
    from importlib.util import find_spec

    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        print('floe lsp: the language server needs an extra; run: pip install "floe-lint[lsp]"', file=sys.stderr)
        return 2
    import gc

    from floe_lint.lsp.server import main

    # A process that lives for days needs what short ones do without.
    gc.enable()
    main()
    return 0


def _print_schema(name: str) -> int:
    """Print one schema; 2 and a suggestion when there is no such schema."""
    from floe_lint.json_schema import SCHEMAS, schema_text
    from floe_lint.kernel.near_names import nearest

    if name not in SCHEMAS:
        near = nearest(name, list(SCHEMAS))
        way_out = f'; did you mean "{near}"?' if near else f"; the schemas are {', '.join(SCHEMAS)}"
        print(f'floe schema: there is no schema "{name}"{way_out}', file=sys.stderr)
        return 2
    sys.stdout.write(schema_text(name))
    return 0


def _add_installed_commands() -> None:
    """Register the commands that installed distributions offer under the entry point group ``floe.commands``."""
    from importlib.metadata import entry_points

    for entry in sorted(entry_points(group="floe.commands"), key=lambda entry: entry.name):
        app.command(entry.name)(entry.load())


_add_installed_commands()
