{# dbt would call the schema `main_silver`; Python assets and people say `silver.customers`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
