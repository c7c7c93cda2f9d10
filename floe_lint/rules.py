"""The names that a rule may import: ``from floe_lint.rules import At, Problem, Project``.

The rules of a pack, built in or an organisation's, import nothing else of floe-lint: the modules behind these names may
change with any version. A name is imported when a rule asks for it, so that a run pays for what its rules use.
"""

from __future__ import annotations

NAMES = {
    "findings.problem": "At Cut Fix Move Problem Related Remove Replace Set Splice Transfer",
    "kernel.positions": "Place Route Span",
    "kernel.near_names": "is_certain nearest",
    "dagster.labels": "KIND_TAG MAX_KINDS is_owner is_tag is_tag_value",
    "variables.interpolation": "malformed variables",
    "yaml.nodes": "Scalar",
    "yaml.scalars": "differs_in_yaml_1_1 resolve_plain_1_1",
    "format.owners": "owner",
    "project.project": "Project",
    "project.asset": "Asset Dependency",
    "project.automation": "SENSOR_NAME pattern_automation",
    "project.corrections": "spelling",
    "project.dbt_folder": "PROVISIONAL dbt_folders newer_than_manifest promised_keys",
    "project.nearby": "is_beside modules_of_package subfolders unlisted_modules",
    "format.floe_yaml": "AssetSettings Dimension Job PartitionSet Schedule Sensor",
    "project.dependency_cycles": "dependency_cycles",
    "project.document_problems": "disagreements duplicate_keys text_defects",
    "project.everything_selected": "accident",
    "project.given_resources": "LOADER given_resources",
    "project.nothing_selected": "joined_reasons promised_index term_correction unknown_parts why_empty",
    "project.partitioning": "PartitionedAsset",
    "project.asset_patterns": "expand_braces matches",
    "project.selected": "SelectedTerm",
    "project.timetable": "Meeting cron_defects dst_hazards meetings time_zones zone_defects",
    "project.triggers": "Step",
    "judging.policies.policy_nodes": "nodes_of",
    "python.functions": "FunctionProblem JOB_CONTEXT_NAMES check_arguments",
    "python.slips": "may_make_assets slips",
    "python.add_import": "add_import",
    "python.exports": "unknown_exports",
    "python.known_imports": "known_import",
    "python.shadowed_modules": "shadowed_modules taken_by whose",
    "python.find_module": "ModuleFile",
    "python.facts": "ResourceUse StaticAsset",
    "dagster.cron.runs": "first_run_within runs_a_week",
    "dagster.partitions.window_keys": "infer_fmt",
    "dagster.zones": "check_zone suggest_zone",
    "judging.ignores": "Ignore",
    "judging.outcome": "Outcome",
    "judging.waivers.apply_waivers": "WaiverUse",
    "dagster.daemons": "SHORTEST_INTERVAL",
    "dagster.names": "DEFAULT_IO_MANAGER RESERVED input_name is_group is_name op_name op_name_of_parts part_as_name",
}
"""The names, by the module of floe_lint that defines them."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from floe_lint.dagster.cron.runs import first_run_within as first_run_within
    from floe_lint.dagster.cron.runs import runs_a_week as runs_a_week
    from floe_lint.dagster.daemons import SHORTEST_INTERVAL as SHORTEST_INTERVAL
    from floe_lint.dagster.labels import KIND_TAG as KIND_TAG
    from floe_lint.dagster.labels import MAX_KINDS as MAX_KINDS
    from floe_lint.dagster.labels import is_owner as is_owner
    from floe_lint.dagster.labels import is_tag as is_tag
    from floe_lint.dagster.labels import is_tag_value as is_tag_value
    from floe_lint.dagster.names import DEFAULT_IO_MANAGER as DEFAULT_IO_MANAGER
    from floe_lint.dagster.names import RESERVED as RESERVED
    from floe_lint.dagster.names import input_name as input_name
    from floe_lint.dagster.names import is_group as is_group
    from floe_lint.dagster.names import is_name as is_name
    from floe_lint.dagster.names import op_name as op_name
    from floe_lint.dagster.names import op_name_of_parts as op_name_of_parts
    from floe_lint.dagster.names import part_as_name as part_as_name
    from floe_lint.dagster.partitions.window_keys import infer_fmt as infer_fmt
    from floe_lint.dagster.zones import check_zone as check_zone
    from floe_lint.dagster.zones import suggest_zone as suggest_zone
    from floe_lint.findings.problem import At as At
    from floe_lint.findings.problem import Cut as Cut
    from floe_lint.findings.problem import Fix as Fix
    from floe_lint.findings.problem import Move as Move
    from floe_lint.findings.problem import Problem as Problem
    from floe_lint.findings.problem import Related as Related
    from floe_lint.findings.problem import Remove as Remove
    from floe_lint.findings.problem import Replace as Replace
    from floe_lint.findings.problem import Set as Set
    from floe_lint.findings.problem import Splice as Splice
    from floe_lint.findings.problem import Transfer as Transfer
    from floe_lint.format.floe_yaml import AssetSettings as AssetSettings
    from floe_lint.format.floe_yaml import Dimension as Dimension
    from floe_lint.format.floe_yaml import Job as Job
    from floe_lint.format.floe_yaml import PartitionSet as PartitionSet
    from floe_lint.format.floe_yaml import Schedule as Schedule
    from floe_lint.format.floe_yaml import Sensor as Sensor
    from floe_lint.format.owners import owner as owner
    from floe_lint.judging.ignores import Ignore as Ignore
    from floe_lint.judging.outcome import Outcome as Outcome
    from floe_lint.judging.policies.policy_nodes import nodes_of as nodes_of
    from floe_lint.judging.waivers.apply_waivers import WaiverUse as WaiverUse
    from floe_lint.kernel.near_names import is_certain as is_certain
    from floe_lint.kernel.near_names import nearest as nearest
    from floe_lint.kernel.positions import Place as Place
    from floe_lint.kernel.positions import Route as Route
    from floe_lint.kernel.positions import Span as Span
    from floe_lint.project.asset import Asset as Asset
    from floe_lint.project.asset import Dependency as Dependency
    from floe_lint.project.asset_patterns import expand_braces as expand_braces
    from floe_lint.project.asset_patterns import matches as matches
    from floe_lint.project.automation import SENSOR_NAME as SENSOR_NAME
    from floe_lint.project.automation import pattern_automation as pattern_automation
    from floe_lint.project.corrections import spelling as spelling
    from floe_lint.project.dbt_folder import PROVISIONAL as PROVISIONAL
    from floe_lint.project.dbt_folder import dbt_folders as dbt_folders
    from floe_lint.project.dbt_folder import newer_than_manifest as newer_than_manifest
    from floe_lint.project.dbt_folder import promised_keys as promised_keys
    from floe_lint.project.dependency_cycles import dependency_cycles as dependency_cycles
    from floe_lint.project.document_problems import disagreements as disagreements
    from floe_lint.project.document_problems import duplicate_keys as duplicate_keys
    from floe_lint.project.document_problems import text_defects as text_defects
    from floe_lint.project.everything_selected import accident as accident
    from floe_lint.project.given_resources import LOADER as LOADER
    from floe_lint.project.given_resources import given_resources as given_resources
    from floe_lint.project.nearby import is_beside as is_beside
    from floe_lint.project.nearby import modules_of_package as modules_of_package
    from floe_lint.project.nearby import subfolders as subfolders
    from floe_lint.project.nearby import unlisted_modules as unlisted_modules
    from floe_lint.project.nothing_selected import joined_reasons as joined_reasons
    from floe_lint.project.nothing_selected import promised_index as promised_index
    from floe_lint.project.nothing_selected import term_correction as term_correction
    from floe_lint.project.nothing_selected import unknown_parts as unknown_parts
    from floe_lint.project.nothing_selected import why_empty as why_empty
    from floe_lint.project.partitioning import PartitionedAsset as PartitionedAsset
    from floe_lint.project.project import Project as Project
    from floe_lint.project.selected import SelectedTerm as SelectedTerm
    from floe_lint.project.timetable import Meeting as Meeting
    from floe_lint.project.timetable import cron_defects as cron_defects
    from floe_lint.project.timetable import dst_hazards as dst_hazards
    from floe_lint.project.timetable import meetings as meetings
    from floe_lint.project.timetable import time_zones as time_zones
    from floe_lint.project.timetable import zone_defects as zone_defects
    from floe_lint.project.triggers import Step as Step
    from floe_lint.python.add_import import add_import as add_import
    from floe_lint.python.exports import unknown_exports as unknown_exports
    from floe_lint.python.facts import ResourceUse as ResourceUse
    from floe_lint.python.facts import StaticAsset as StaticAsset
    from floe_lint.python.find_module import ModuleFile as ModuleFile
    from floe_lint.python.functions import JOB_CONTEXT_NAMES as JOB_CONTEXT_NAMES
    from floe_lint.python.functions import FunctionProblem as FunctionProblem
    from floe_lint.python.functions import check_arguments as check_arguments
    from floe_lint.python.known_imports import known_import as known_import
    from floe_lint.python.shadowed_modules import shadowed_modules as shadowed_modules
    from floe_lint.python.shadowed_modules import taken_by as taken_by
    from floe_lint.python.shadowed_modules import whose as whose
    from floe_lint.python.slips import may_make_assets as may_make_assets
    from floe_lint.python.slips import slips as slips
    from floe_lint.variables.interpolation import malformed as malformed
    from floe_lint.variables.interpolation import variables as variables
    from floe_lint.yaml.nodes import Scalar as Scalar
    from floe_lint.yaml.scalars import differs_in_yaml_1_1 as differs_in_yaml_1_1
    from floe_lint.yaml.scalars import resolve_plain_1_1 as resolve_plain_1_1
else:
    _HOMES = {name: module for module, names in NAMES.items() for name in names.split()}

    def __getattr__(name):
        """Import a name where it is asked for first."""
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        # The function of importlib would hide the module from "-X importtime".
        module = __import__(f"floe_lint.{_HOMES[name]}", fromlist=(name,))
        value = globals()[name] = getattr(module, name)
        return value
