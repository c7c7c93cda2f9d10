from collections import abc, deque
from email import message
import logging.handlers
import json.tool
from click import anything
from dagster import asset
from inspect import signature
from wheel import spoke


@asset
def orders(): ...
