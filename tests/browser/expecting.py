"""Playwright's `expect`. On a machine without Playwright the browser tests are left out, and nobody calls it."""

try:
    from playwright.sync_api import expect
except ModuleNotFoundError:
    expect = None

__all__ = ["expect"]
