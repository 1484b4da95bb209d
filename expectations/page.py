"""The page that lists every rule for readers, generated from the rules."""

from pathlib import Path

from expectations.catalogue import rules
from pipeline.schema import DECLARED

PAGE = Path("docs/quality-rules.md")
"""Where the page stands in the repository; a test fails when it is stale."""


def quality_page() -> str:
    """Every rule as Markdown, by table: id, severity, engine and reason."""
    listed = rules()
    errors = sum(rule.severity == "error" for rule in listed)
    parts = [
        "# Quality rules",
        "",
        "Generated from `expectations/` by `python -m expectations.page`.",
        "",
        f"{len(listed)} rules: {errors} stop publishing when broken (`error`), {len(listed) - errors} are shown "
        "(`warning`). Each has a passing and a failing example that the tests run. Rules run by Great Expectations "
        "also have a query that names the offending rows, and the two must agree.",
    ]
    for table in DECLARED:
        parts += ["", f"## {table}", "", "| rule | severity | run by | reason |", "|--|--|--|--|"]
        parts += [
            f"| `{rule.rule_id}` | {rule.severity} | {rule.engine.replace('_', ' ')} | {rule.rationale} |"
            for rule in listed
            if rule.table == table
        ]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(quality_page(), encoding="utf-8")
