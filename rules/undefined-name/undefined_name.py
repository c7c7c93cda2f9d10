"""A module uses a name that does not exist while it is imported."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Fix, Problem, Project, Splice, nearest


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name of each module, at its first use."""
    found = project.loaded_modules.undefined_names()
    if not found:
        return
    from floe_lint.rules import add_import, known_import

    for scope, one in found:
        fix = None
        quoted = ", or put the annotation in quotes" if one.in_annotation else ""
        if one.why == "type checking":
            way_out = f"it is bound for type checkers only: take it out of that block{quoted}"
        elif one.why == "script":
            way_out = f"it is bound only where the module is run as a script: take it out of that block{quoted}"
        elif one.why == "later":
            way_out = f"line {one.line} defines it: move that up{quoted}"
        elif (wanted := known_import(one.name, one.attribute)) is not None:
            way_out = f'add "{wanted.statement}"'
            splice = Splice(*add_import(scope.outline, wanted))
            fix = Fix(f'Add "{wanted.statement}"', (splice,), wanted.certain)
        else:
            near = nearest(one.name, sorted(one.known))
            way_out = f'did you mean "{near}"?' if near else "define it above, or import it"
        yield Problem(one.place, f'name "{one.name}" does not exist when the module is imported; {way_out}', fix=fix)
