{% snapshot orders_snapshot %}
select 1 as id
{% endsnapshot %}
