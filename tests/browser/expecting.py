"""Playwright's `expect`. On a machine without Playwright the browser tests are left out, and nobody calls it."""

try:
    from playwright.sync_api import expect

    expect.set_options(timeout=20_000)  # as patient as everything else the tests wait for
except ModuleNotFoundError:
    expect = None

__all__ = ["expect"]
