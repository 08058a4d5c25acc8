"""A page that works from disk: one HTML file with its own style, and neither script nor anything to fetch.

The page is XML too, so that any reader can take it apart. What the body may use: ``<details>``; tables,
``class="stacked"`` for those whose rows become blocks on narrow screens; ``class="scroll"`` around what may
be wider than the page; ``quiet`` ``name`` ``note`` ``wanting`` for remarks; ``option`` and ``letter`` within
``options``; ``correct`` ``partly`` ``wrong`` ``invalid`` ``undecided`` for outcomes.
"""

from __future__ import annotations

STYLE = """\
:root { color-scheme: light dark;
  --paper: #ffffff; --sheet: #f4f5f8; --ink: #1c1d22; --quiet: #565a66; --rule: #d3d6de; --link: #1a4fa0;
  --correct: #14692b; --partly: #7a4a00; --wrong: #a5231a; --note: #6a2c91; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #15171c; --sheet: #20232b; --ink: #e6e7ec; --quiet: #a9adba; --rule: #3c414d; --link: #8fbaff;
  --correct: #76d191; --partly: #f0bd69; --wrong: #ff9e92; --note: #d5aaf5; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  color: var(--ink); background: var(--paper);
  max-width: 50rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.6rem; margin: 0.5rem 0 0.5rem; }
h2 { font-size: 1.4rem; margin: 2.5rem 0 0.5rem; }
h3 { font-size: 1.12rem; margin: 2rem 0 0.5rem; padding-top: 0.9rem; border-top: 1px solid var(--rule); }
h3 .quiet { font-weight: normal; }
p, ul, ol { margin: 0.7rem 0; }
a { color: var(--link); }
blockquote { margin: 0.7rem 0; padding-left: 1rem; border-left: 3px solid var(--rule); color: var(--quiet); }
article + article { margin-top: 3rem; border-top: 2px solid var(--rule); }
code, pre { font: 0.9em/1.45 ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { background: var(--sheet); padding: 0.1em 0.3em; border-radius: 0.25em; overflow-wrap: anywhere; }
pre { background: var(--sheet); padding: 0.75rem 1rem; border-radius: 0.4rem; overflow-x: auto; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
math { font-family: "STIX Two Math", "Latin Modern Math", "Cambria Math", math; font-size: 1.08em; }
math[display="block"] { margin: 0; width: max-content; min-width: 100%; }
mtd { padding: 0.25em 0.5em; }
mtd[columnalign="left"] { text-align: left; }
mtd[columnalign="right"] { text-align: right; }
mtable[columnspacing^="0em"] > mtr > mtd:nth-child(odd) { padding-right: 0; }
mtable[columnspacing^="0em"] > mtr > mtd:nth-child(even) { padding-left: 0; }
.scroll { display: block; max-width: 100%; overflow-x: auto; overflow-y: hidden; padding: 0.3rem 0;
  margin: 0.5rem 0; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.35rem 0.75rem; border-bottom: 1px solid var(--rule); text-align: left;
  vertical-align: top; }
th { border-bottom-width: 2px; }
caption { text-align: left; font-weight: bold; padding: 0.4rem 0; }
table.stacked { width: 100%; margin: 1.2rem 0; table-layout: fixed; }
table.stacked > thead th:first-child { width: 8rem; }
table.stacked > thead th:nth-child(2):not(:last-child) { width: 43%; }
table.stacked > thead th { color: var(--quiet); font-weight: normal; font-size: 0.9em; }
table.stacked td > :first-child { margin-top: 0; }
table.stacked td > :last-child { margin-bottom: 0; }
table.stacked .scroll { margin: 0.2rem 0; }
table.stacked math[display="block"] { min-width: 0; }
details { margin: 0.5rem 0; border: 1px solid var(--rule); border-radius: 0.4rem; padding: 0 0.9rem; }
details[open] { padding-bottom: 0.3rem; }
summary { cursor: pointer; margin: 0 -0.9rem; padding: 0.45rem 0.9rem; border-radius: 0.4rem;
  font-weight: 600; }
summary + * { margin-top: 0.2rem; }
summary:hover { background: var(--sheet); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.quiet { color: var(--quiet); }
.name { display: block; color: var(--quiet); font-size: 0.92em; overflow-wrap: anywhere; }
.name + p { margin-top: 0.15rem; }
.note { color: var(--note); }
.correct { color: var(--correct); } .partly { color: var(--partly); } .wrong { color: var(--wrong); }
.invalid, .undecided, .none { color: var(--note); }
.wanting { border-left: 4px solid var(--wrong); background: var(--sheet); padding: 0.1rem 1rem;
  margin: 1.2rem 0; }
.options { margin: 0.8rem 0; }
.option { display: flex; gap: 0.6rem; margin: 0.35rem 0; }
.option > div { min-width: 0; flex: 1; } .option p { margin: 0; }
.letter { font-weight: bold; min-width: 1.3em; }
@media (max-width: 38rem) {
  body { font-size: 1rem; padding: 1rem 0.8rem 3rem; }
  table.stacked, table.stacked > tbody, table.stacked > tbody > tr, table.stacked > tbody > tr > td,
  table.stacked > caption { display: block; }
  table.stacked > thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px;
    overflow: hidden; }
  table.stacked > tbody > tr { border-bottom: 1px solid var(--rule); padding: 0.5rem 0; }
  table.stacked > tbody > tr > td { border: 0; padding: 0.15rem 0; }
  table.stacked td:first-child br { display: none; } }
@media print {
  :root { --paper: #ffffff; --sheet: #f4f5f8; --ink: #000000; --quiet: #444444; --rule: #999999;
    --link: #000000; --correct: #0d4a1e; --partly: #553300; --wrong: #7a150e; --note: #4a1d68; }
  body { font-size: 10.5pt; max-width: none; padding: 0; }
  nav { display: none; }
  h1, h2, h3, caption, summary { break-after: avoid; }
  tr, .option, pre, math { break-inside: avoid; }
  .scroll, pre { overflow: visible; }
  details { border: 0; padding: 0; }
  details::details-content { display: block; content-visibility: visible; block-size: auto; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser may do for the page: apply its style, and nothing else."""


def standalone(title: str, body: str) -> str:
    """A whole HTML document around a body, which must be HTML already; the title is text."""
    import html

    from quizkit.errors import printable

    shown = html.escape(printable(title, 200))
    return (
        '<!DOCTYPE html>\n<html lang="en" xmlns="http://www.w3.org/1999/xhtml">\n<head>\n'
        '<meta charset="utf-8" />\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}" />\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />\n'
        f"<title>{shown}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n"
    )
