"""The format of floe.yaml and platform.yaml.

``floe_yaml`` and ``platform_yaml`` declare each field once, in the terms of ``fields``. ``decode`` makes declarations
of nodes, and ``explanations`` says why a file is refused. Whatever else depends on the fields reads them from there:
the JSON Schema, hover texts, what policies can ask for, what the boundary takes a text for.
"""
