"""What a trial found as one page to look at: bars by month, then the worst cases with reasons."""

from collections.abc import Iterator
from html import escape
from itertools import groupby
from string import Template

from cli.try_show import lines_of, percent
from shared.domain.policies import Policies
from shared.domain.trial.result import TrialResult, TrialRow

_PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title</title>
<style>
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e8ebf0); --page: light-dark(#f3f5f8, #12161c);
  --card: light-dark(#fff, #1b212a); --met: light-dark(#2b8a57, #51c58a); --missed: light-dark(#c23b2e, #f0786b);
  --soft: light-dark(#5a6675, #9aa6b5); --line: light-dark(#dde2e8, #2c3440); }
body { margin: 0; padding: clamp(1rem, 4vw, 3rem); background: var(--page); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 62rem; margin: auto; }
section { background: var(--card); border-radius: .75rem; padding: 1.25rem 1.5rem; margin: 1.25rem 0; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .75rem; }
p { margin: .25rem 0; color: var(--soft); }
.sum { font-size: 2.25rem; font-weight: 650; color: var(--ink); line-height: 1.2; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: .875rem; }
th, td { padding: .3rem .75rem .3rem 0; border-top: 1px solid var(--line); vertical-align: middle; }
thead th { border-top: 0; } th.n, td.n { width: 5.5rem; } .n { text-align: right; white-space: nowrap; }
.bar { display: flex; height: .9rem; min-width: 8rem; border-radius: .2rem; overflow: hidden; background: var(--line); }
.bar i { background: var(--met); } .bar b { background: var(--missed); }
li { margin: .6rem 0; } li span { display: block; color: var(--soft); font-size: .9rem; }
</style>
</head>
<body>
<main>
<h1>$title</h1>
<p>$about</p>
<section><p class="sum">$share</p><p>$met met, $missed missed; $left_out</p></section>
$milestones
<section><h2>The worst</h2><ol>$worst</ol></section>
</main>
</body>
</html>
""")


def page_of(result: TrialResult, policies: Policies, file: str, total: int, zone: str) -> str:
    """The whole page, standing by itself."""
    name = policies.process.name if policies.process else "no process"
    whole = result.total()
    failed = len(result.failed)
    return _PAGE.substitute(
        title=escape(f"{name}, tried on {file}"),
        about=escape(f"{total - failed} cases; months are those of the targets, in {zone}"),
        share=percent(whole),
        met=whole.met,
        missed=whole.missed,
        left_out=f"{failed} rows left out" if failed else "every row was tried",
        milestones="\n".join(_milestones(result)),
        worst="".join(_worst(result, zone)) or "<li>nothing was missed</li>",
    )


def _milestones(result: TrialResult) -> Iterator[str]:
    rows = sorted(result.rows, key=lambda row: (row.milestone, row.agreement, row.month))
    for (name, agreement), group in groupby(rows, key=lambda row: (row.milestone, row.agreement)):
        months = list(group)
        most = max((row.met + row.missed for row in months), default=0) or 1
        words = name if agreement == "sla" else f"{name} ({agreement})"
        lines = "".join(_month(row, most) for row in months)
        yield (
            f"<section><h2>{escape(words)}</h2><table><thead><tr><th>month</th><th></th>"
            '<th class="n">met</th><th class="n">missed</th><th class="n">compliance</th>'
            "<th>not assessed</th>"
            f"</tr></thead><tbody>{lines}</tbody></table></section>"
        )


def _month(row: TrialRow, most: int) -> str:
    met, missed = (f"{100 * count / most:.2f}%" for count in (row.met, row.missed))
    others = ", ".join(f"{count} {why}" for why, count in sorted(row.not_assessed.items()))
    return (
        f"<tr><td>{escape(row.month)}</td>"
        f'<td><div class="bar"><i style="width:{met}"></i><b style="width:{missed}"></b></div></td>'
        f'<td class="n">{row.met}</td><td class="n">{row.missed}</td>'
        f'<td class="n">{percent(row)}</td><td>{escape(others)}</td></tr>'
    )


def _worst(result: TrialResult, zone: str) -> Iterator[str]:
    for worst in result.worst:
        first, *rest = lines_of(worst, zone)
        reasons = "".join(f"<span>{escape(line.strip())}</span>" for line in rest)
        yield f"<li>{escape(first.strip())}{reasons}</li>"
