"""Linting from Python; the command line, the loader and every other front end go through here."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from floe_lint.disk import filesystem
from floe_lint.disk.discovery import discover
from floe_lint.findings.finding import SEVERITIES, Finding, NotLinted, Report, RuleInfo, Unchecked
from floe_lint.judging.baseline import BaselineError
from floe_lint.judging.boundary_rules import breaches_of
from floe_lint.judging.excused import JudgedUse, find_waivers, judge_waivers, waive, without_known
from floe_lint.judging.judge_project import judge, judge_outcome
from floe_lint.judging.masking import mask
from floe_lint.judging.outcome import Outcome, merge
from floe_lint.judging.pack import builtin_pack_folder, load_pack
from floe_lint.judging.rule import Rule
from floe_lint.judging.run import Run
from floe_lint.judging.run_settings import Settings, SettingsError, active_rules, options_of
from floe_lint.judging.unchecked import unchecked
from floe_lint.kernel.garbage_collection import freeing
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.settings.configuration import RECOMMENDED, Configuration, Profile
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.pack_file import PackError
from floe_lint.settings.settings_files import SettingsFiles
from floe_lint.variables.env_files import EnvFileError, hide_values, read_env_file
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document, read_document
from floe_lint.yaml.source import DEFAULT_SIZE_LIMIT, decode

if TYPE_CHECKING:
    from floe_lint.project.reuse import Kept

ENOUGH = 16
"""Projects from which on starting processes pays."""


class LintError(Exception):
    """Linting was not possible: a file that is not there, settings that cannot be followed, a broken pack."""


class Options(NamedTuple):
    """What a caller asks for; ``None`` leaves a setting to the configuration file.

    ``env_files`` are judged one by one beside the defaults, ``env`` holds values for all of them.
    ``configuration`` names a configuration file instead of the nearest one. ``stdin`` is the content of the
    single file that ``paths`` names. Without ``use_configuration`` a configuration file can only add rules, hosts and
    secrets: every built-in rule judges with its own severity. Without ``manifests`` a dbt manifest counts as not
    written yet: before dbt writes it anew, the old one must not be what a project is judged by. Without ``waivers``
    and ``use_baseline`` the findings they take out count. ``baseline`` names a baseline instead of the configured one;
    ``today`` is the day that waivers are held against, in place of the day it is. With ``changed_since`` only the
    projects count that differ from that commit. ``texts`` stand in place of what YAML files and modules hold, by
    absolute path: a fix is judged before it is written, a file while it is edited; ``kept`` is what earlier runs on the
    same project read. With ``cached`` the user's cache keeps what was found out about modules for the next processes.
    Many projects are judged by ``processes`` processes; ``judged`` is called with the number of projects that are done
    and that of all, the first time with 0. ``settings_files`` are those that the caller has read for this run already.
    """

    select: Sequence[str] | None = None
    ignore: Sequence[str] | None = None
    env_files: Sequence[str] | None = None
    env: Mapping[str, str] = {}
    configuration: str | None = None
    max_file_size: int | None = None
    no_ignores: bool = False
    exclude: Sequence[str] | None = None
    stdin: bytes | None = None
    use_configuration: bool = True
    rules: Sequence[Rule] | None = None
    manifests: bool = True
    waivers: bool = True
    baseline: str | None = None
    use_baseline: bool = True
    today: date | None = None
    changed_since: str | None = None
    texts: Mapping[str, str] = {}
    processes: int = 1
    judged: Callable[[int, int], None] | None = None
    kept: Kept | None = None
    cached: bool = False
    settings_files: SettingsFiles | None = None


_REFUSALS = (ConfigurationError, EnvFileError, PackError, SettingsError, BaselineError)


def lint(*paths: str | os.PathLike[str], options: Options | None = None) -> Report:
    """Lint projects and return what was found.

    ``paths`` are floe.yaml files, parts of projects, folders or globs; without any, the nearest floe.yaml upward or
    every one below the working directory. Raises ``LintError`` when a path does not exist or the settings of no project
    can be followed; where those of some cannot, ``Report.failed`` says so. Defects of the files are findings.
    """
    options = options or Options()
    try:
        return _lint([os.fspath(path) for path in paths], options)
    except _REFUSALS as error:
        raise LintError(str(error)) from None


def builtin_rules() -> list[Rule]:
    """The rules that come with floe-lint. Raises ``LintError`` when they are not installed."""
    try:
        return load_pack(builtin_pack_folder())
    except PackError as error:
        raise LintError(str(error)) from None


def _lint(paths: list[str], options: Options) -> Report:
    rules = list(options.rules) if options.rules is not None else load_pack(builtin_pack_folder())
    if options.settings_files is None:
        options = options._replace(settings_files=SettingsFiles())
    if options.stdin is not None:
        files: tuple[str, ...] = tuple(paths) or ("floe.yaml",)
    else:
        exclude = options.exclude
        if exclude is None:
            exclude = _settings_files(options).nearest(".").exclude
        discovered = discover(paths, exclude=exclude)
        if discovered.errors:
            raise LintError("; ".join(discovered.errors))
        files = discovered.files
    linted = []
    failed = []
    if options.judged is not None:
        options.judged(0, len(files))
    for number, project in enumerate(_each(files, rules, options), 1):
        if isinstance(project, NotLinted):
            failed.append(project)
        else:
            linted.append(project)
        if options.judged is not None:
            options.judged(number, len(files))
    if failed and not linted:
        raise LintError("; ".join(dict.fromkeys(failure.reason for failure in failed)))
    if options.changed_since is not None:
        linted = _changed(linted, options.changed_since)
        files = tuple(project.path for project in linted)
    else:
        files = tuple(project.path for project in linted)
    return _report(files, linted, rules, failed)


def _each(files: Sequence[str], rules: list[Rule], options: Options) -> Iterator[LintedProject | NotLinted]:
    """Every project in order, judged side by side where there are enough of them to gain by it."""
    if options.processes > 1 and len(files) >= ENOUGH:
        from floe_lint.judging.processes import WorkerEndedError, can_fork, map_forked

        if can_fork():
            # Rules are the same for most projects and long to hand over.
            own = options._replace(judged=None)
            work = freeing(lambda path: _lean(_linted(path, rules, own), rules))
            try:
                for project in map_forked(work, files, options.processes):
                    if isinstance(project, LintedProject) and project.rules is None:
                        project = project._replace(rules=rules)
                    yield project
            except WorkerEndedError as error:
                raise LintError(str(error)) from None
            return
    yield from map(freeing(lambda path: _linted(path, rules, options)), files)


def _linted(path: str, rules: list[Rule], options: Options) -> LintedProject | NotLinted:
    """One project; a configuration that cannot be followed fails its own project only."""
    try:
        return lint_project(path, rules, options)[1]
    except _REFUSALS as error:
        return NotLinted(show_path(path), str(error))


def _lean(project: LintedProject | NotLinted, rules: list[Rule]) -> LintedProject | NotLinted:
    return project._replace(rules=None) if isinstance(project, LintedProject) and project.rules is rules else project


def _changed(linted: list[LintedProject], ref: str) -> list[LintedProject]:
    """The projects that a change since ``ref`` touches; what they read is known only after reading it."""
    from floe_lint.disk.git_changes import ChangeError, changes_since, touches

    try:
        changes = changes_since(ref)
    except ChangeError as error:
        raise LintError(str(error)) from None
    return [project for project in linted if touches(changes, project.path, project.inputs, project.roots)]


def lint_reported(path: str, options: Options) -> tuple[Project, Report]:
    """One project with its report, for those who go on to use the project. Raises ``LintError``."""
    try:
        rules = list(options.rules) if options.rules is not None else load_pack(builtin_pack_folder())
        project, linted = lint_project(path, rules, options)
    except _REFUSALS as error:
        raise LintError(str(error)) from None
    return project, _report((path,), [linted], rules)


def open_project(path: str, options: Options) -> Project:
    """A project as its files and ``options.env`` make it, not judged yet."""
    document = read_document(path, options.max_file_size or DEFAULT_SIZE_LIMIT)
    return Project(ProjectFiles(document, process_environment=os.environ), Environment(None, dict(options.env)))


def _report(
    files: Sequence[str],
    linted: Sequence[LintedProject],
    builtin: list[Rule],
    failed: Sequence[NotLinted] = (),
) -> Report:
    sources: dict[str, str] = {}
    for project in linted:
        sources.update(project.sources)
    packs = {id(project.rules): project.rules for project in linted if project.rules}
    known: dict[str, RuleInfo] = {rule.info.id: rule.info for rules in [builtin, *packs.values()] for rule in rules}
    # Projects that share a platform.yaml share what is wrong with it.
    findings = dict.fromkeys(finding for project in linted for finding in project.findings)
    waivers = judge_waivers([project.waivers for project in linted if project.waivers is not None], show_path)
    findings.update(dict.fromkeys(waivers.findings))
    sources.update(waivers.sources)
    suppressed = dict.fromkeys(finding for project in linted for finding in project.suppressed)
    return Report(
        findings=tuple(sorted(findings, key=_order)),
        suppressed=tuple(sorted(suppressed, key=_order)),
        projects=tuple(show_path(path) for path in files),
        rules=known,
        sources=sources,
        variables=tuple(dict.fromkeys(name for project in linted for name in project.variables)),
        waivers=tuple(waivers.granted),
        files=tuple(dict.fromkeys(show_path(path) for project in linted for path in project.inputs)),
        unchecked=tuple(dict.fromkeys(unknown for project in linted for unknown in project.unchecked)),
        failed=tuple(failed),
    )


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.path, finding.span, SEVERITIES.index(finding.severity), finding.rule, finding.message)


class LintedProject(NamedTuple):
    """One project's part of a report.

    ``path`` is its floe.yaml, ``inputs`` every file that was read for it, ``roots`` the folders that its modules were
    looked for in. ``rules`` are all that are known (``None``: the built-in ones).
    """

    path: str
    inputs: tuple[str, ...]
    roots: tuple[str, ...]
    findings: list[Finding]
    suppressed: list[Finding]
    sources: dict[str, str]
    variables: tuple[str, ...]
    waivers: JudgedUse | None
    rules: list[Rule] | None
    unchecked: tuple[Unchecked, ...]


def lint_project(path: str, rules: list[Rule], options: Options) -> tuple[Project, LintedProject]:
    """Lint the project of one floe.yaml under every environment. Raises what ``lint`` makes a LintError.

    Returns the project as it stands under the first environment, and its part of the report.
    """
    configuration = _configuration(path, options)
    rules = rules_of(configuration, rules)
    settings = _settings(configuration, options)
    active = active_rules(rules, settings)
    _check_requests(active, settings)
    files = ProjectFiles(
        _document(path, options, settings.max_file_size),
        process_environment=os.environ,
        size_limit=settings.max_file_size,
        manifests=options.manifests,
        texts=options.texts,
        kept=options.kept,
        cached=options.cached,
    )
    first: Run | None = None
    findings: list[Finding] = []
    suppressed: dict[str, Finding] = {}
    outcomes: list[Outcome] = []
    unknown: dict[Unchecked, None] = {}
    seen: set[tuple[str, str, str, object]] = set()
    secrets: set[str] = set()
    for environment in settings.environments:
        project = Project(files, environment)
        run = Run(project=project, breaches=breaches_of(project, rules), settings=settings, show_path=show_path)
        judged = judge(run, active, rules)
        secrets |= run.breaches.secrets
        for finding in judged.findings:
            identity = (finding.rule, finding.message, finding.path, finding.span)
            if identity not in seen:
                seen.add(identity)
                findings.append(finding._replace(environment=None if first is None else environment.name))
        for finding in judged.suppressed:
            suppressed.setdefault(finding.fingerprint, finding)
        outcomes.append(judged.outcome)
        has_errors = any(finding.severity == "error" for finding in judged.findings)
        unknown.update(dict.fromkeys(unchecked(run, has_errors=has_errors)))
        first = first or run
    assert first is not None
    outcome = merge(outcomes)
    findings.extend(judge_outcome(first, active, outcome))
    taken = list(suppressed.values())
    governance = configuration if options.use_configuration else _configuration(path, options, always=True)
    judged_use = None
    waivers = (governance.waivers or find_waivers(files.folder)) if options.waivers else None
    if waivers is not None:
        findings, waived, use = waive(
            findings, waivers, governance, rules, outcome.ran, files.inputs(), options.today, show_path
        )
        taken += waived
        judged_use = JudgedUse(use, active, settings)
    baseline = (options.baseline or governance.baseline) if options.use_baseline else None
    if baseline is not None:
        findings, known = without_known(findings, rules, baseline)
        taken += known
    files.keep()
    sources = _sources(first.project, [*findings, *taken], secrets, settings.environments)
    return first.project, LintedProject(
        path=path,
        inputs=files.inputs(),
        roots=tuple(files.roots),
        findings=findings,
        suppressed=taken,
        sources=sources,
        variables=first.project.unset_variables,
        waivers=judged_use,
        rules=rules,
        unchecked=tuple(unknown),
    )


def rules_of(configuration: Configuration, builtin: list[Rule]) -> list[Rule]:
    """The built-in rules and those of the packs that a configuration names, its own hosts and secrets added."""
    rules = builtin
    if configuration.packs:
        from floe_lint.judging.packs.load_packs import load_packs
        from floe_lint.settings.pack_folders import outermost_folder

        assert configuration.path is not None
        root = outermost_folder(configuration.path)
        rules = load_packs(configuration.packs, root, configuration.allow_python, rules)
    hosts, own_secrets = configuration.boundary
    if hosts or own_secrets:
        from floe_lint.judging.organisation_patterns import OwnPatternError, SecretForm, with_own_patterns

        secrets = [SecretForm(*secret) for secret in own_secrets]
        try:
            rules = with_own_patterns(rules, hosts, secrets)
        except OwnPatternError as error:
            raise ConfigurationError(f"{configuration.path}: {error}") from None
    return rules


def profile_of(configuration: Configuration) -> Profile:
    """The profile that a configuration names. Raises ``ConfigurationError``, ``PackError``."""
    if configuration.profile == RECOMMENDED.name:
        return RECOMMENDED
    from floe_lint.settings.profiles import known_profiles

    folders = pack_folders(configuration)
    profiles = known_profiles(folders)
    found = profiles.get(configuration.profile)
    if found is None:
        from floe_lint.kernel.near_names import nearest

        near = nearest(configuration.profile, profiles)
        way_out = f'did you mean "{near}"?' if near else f"the profiles are {', '.join(profiles)}"
        raise ConfigurationError(f'{configuration.path}: there is no profile "{configuration.profile}"; {way_out}')
    return found


def pack_folders(configuration: Configuration) -> list[str]:
    """The folders of the packs that judge under a configuration, the built-in one first."""
    folders = [builtin_pack_folder()]
    if configuration.packs:
        from floe_lint.settings.pack_folders import located, outermost_folder

        assert configuration.path is not None
        root = outermost_folder(configuration.path)
        folders += [located(spec, root, configuration.allow_python).folder for spec in configuration.packs]
    return folders


def _check_requests(active: list[Rule], settings: Settings) -> None:
    """Refuse options and conditions that cannot be followed before anything is judged."""
    for rule in active:
        if rule.options or rule.info.id in settings.options:
            options_of(rule, settings)
        if rule.policy is not None:
            from floe_lint.judging.policies.judge_policies import check_policy

            check_policy(rule)


def secrets_of(path: str, options: Options) -> frozenset[str]:
    """The literal secrets in the YAML files of one project, which no output may show. Raises ``LintError``."""
    try:
        rules = list(options.rules) if options.rules is not None else load_pack(builtin_pack_folder())
        rules = rules_of(_configuration(path, options), rules)
        size = options.max_file_size or DEFAULT_SIZE_LIMIT
        files = ProjectFiles(_document(path, options, size), process_environment=os.environ, texts=options.texts)
        return breaches_of(Project(files, Environment(None, dict(options.env))), rules).secrets
    except (PackError, ConfigurationError) as error:
        raise LintError(str(error)) from None


def _document(path: str, options: Options, size_limit: int) -> Document:
    if options.stdin is not None:
        text = decode(options.stdin, size_limit)
        return parse_document(path, text) if isinstance(text, str) else Document(path, "", None, (text,))
    given = options.texts.get(os.path.abspath(path)) if options.texts else None
    return read_document(path, size_limit) if given is None else parse_document(path, given)


def _configuration(path: str, options: Options, *, always: bool = False) -> Configuration:
    files = _settings_files(options)
    if options.configuration is not None:
        found = files.read(options.configuration)
    else:
        found = files.nearest(os.path.dirname(path) or ".")
    return found if options.use_configuration or always else _additions(found)


def _settings_files(options: Options) -> SettingsFiles:
    return options.settings_files or SettingsFiles()


def _additions(configuration: Configuration) -> Configuration:
    """What a configuration adds to the built-in rules: it can switch none off and change no severity."""
    return Configuration(
        path=configuration.path,
        packs=configuration.packs,
        allow_python=configuration.allow_python,
        rules=configuration.rules,
        boundary=configuration.boundary,
        origins=configuration.origins,
    )


def adds_rules(path: str) -> bool:
    """Whether the configuration of a floe.yaml adds anything to the built-in rules. Raises ``LintError``."""
    try:
        found = SettingsFiles().nearest(os.path.dirname(path) or ".")
    except ConfigurationError as error:
        raise LintError(str(error)) from None
    return bool(found.packs or found.rules or any(found.boundary))


class KnownRules(NamedTuple):
    """All rules that judge a folder's projects, with the settings and the configuration that decide on them."""

    rules: list[Rule]
    settings: Settings
    configuration: Configuration


def known_rules(options: Options) -> KnownRules:
    """The rules and settings of the working directory. Raises ``LintError``."""
    try:
        configuration = _configuration("", options)
        rules = rules_of(configuration, load_pack(builtin_pack_folder()))
        settings = _settings(configuration, options)
        _check_requests(active_rules(rules, settings), settings)
    except _REFUSALS as error:
        raise LintError(str(error)) from None
    return KnownRules(rules, settings, configuration)


def _settings(configuration: Configuration, options: Options) -> Settings:
    env_files = configuration.env_files if options.env_files is None else options.env_files
    size = options.max_file_size or configuration.max_file_size or DEFAULT_SIZE_LIMIT
    environments = [Environment(None, dict(options.env))]
    for name in env_files:
        given = read_env_file(name, options.env)
        environments.append(
            Environment(
                name=show_path(name),
                variables={**{key: assignment.value for key, assignment in given.items()}, **options.env},
                places={key: Place(name, assignment.span) for key, assignment in given.items()},
                taken=frozenset(key for key, assignment in given.items() if assignment.is_taken),
            )
        )
    return Settings(
        select=tuple(configuration.select if options.select is None else options.select),
        ignore=tuple(configuration.ignore if options.ignore is None else options.ignore),
        severity=configuration.severity,
        environments=tuple(environments),
        max_file_size=size,
        no_ignores=options.no_ignores,
        profile=profile_of(configuration),
        preview=configuration.preview,
        options=configuration.rules,
    )


def _sources(
    project: Project, findings: list[Finding], secrets: set[str], environments: Sequence[Environment]
) -> dict[str, str]:
    """The texts that findings show, by the path they show, secrets masked; of env files only the names."""
    env_files = {environment.name for environment in environments}
    documents = {show_path(document.path): document.text for document in (project.floe, project.platform) if document}
    shown = {finding.path for finding in findings} | {
        related.place.path for finding in findings for related in finding.related
    }
    sources = {}
    for path in shown:
        text = documents.get(path)
        if text is None:
            try:
                text = filesystem.read(path, 5_000_000).decode("utf-8", "replace")
            except OSError:
                continue
        sources[path] = hide_values(text) if path in env_files else mask(text, secrets)
    return sources


def show_path(path: str) -> str:
    """A path as findings show it: POSIX, relative to the working directory where it lies below it."""
    absolute = os.path.abspath(path)
    here = os.getcwd()
    if absolute == here or absolute.startswith(here.rstrip(os.sep) + os.sep):
        return os.path.relpath(absolute, here).replace(os.sep, "/")
    return absolute.replace(os.sep, "/")
