"""Partitions for several modules."""

from datetime import datetime

from dagster import DailyPartitionsDefinition, StaticPartitionsDefinition

START = datetime(2024, 1, 1)
daily = DailyPartitionsDefinition(start_date=START)
areas = StaticPartitionsDefinition(["eu", "us"])
