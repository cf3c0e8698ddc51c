"""How the drawing looks: colours for light and dark, and the shapes that mean something."""

from collections.abc import Mapping

STYLE = """
.milepost-life{--paper:#fff;--ink:#1b2430;--soft:#5b6675;--rule:#d5dbe3;--hours:#e1e9f5;--run:#2f6fd0;
--over:#c62f3b;--met:#1d7f4e;--warn:#b36b00;--pause:#8a93a0;--act:#7444b8;--turn:#0b7285;
font-family:system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif}
@media (prefers-color-scheme:dark){.milepost-life{--paper:#12171f;--ink:#e8edf4;--soft:#a2adbb;--rule:#333d4b;
--hours:#222e3f;--run:#6ea3f5;--over:#ff7b81;--met:#5ecb93;--warn:#f0ae4a;--pause:#8b96a6;--act:#bb95f2;--turn:#5bc8da}}
.milepost-life text{fill:var(--ink);font-size:12px;paint-order:stroke;stroke:var(--paper);stroke-width:3px;
stroke-linejoin:round}
.milepost-life .title{font-size:17px;font-weight:600}
.milepost-life .name{font-weight:600}
.milepost-life .small,.milepost-life .tick{font-size:11px;fill:var(--soft)}
.milepost-life .heading{font-size:11px;font-weight:600}
.milepost-life .flat{font-size:11px}
.milepost-life .met{fill:var(--met);font-weight:600}
.milepost-life .missed{fill:var(--over);font-weight:600}
.milepost-life .open{fill:var(--run);font-weight:600}
.milepost-life .ended{fill:var(--soft);font-weight:600}
.milepost-life .paper{fill:var(--paper)}
.milepost-life .hours{fill:var(--hours)}
.milepost-life .rule{stroke:var(--rule);stroke-width:1;fill:none}
.milepost-life .event{stroke:var(--soft);stroke-width:1;stroke-dasharray:1 3;fill:none}
.milepost-life .now{stroke:var(--ink);stroke-width:1.5;stroke-dasharray:5 3;fill:none}
.milepost-life .turn{stroke:var(--turn);stroke-width:2;fill:none}
.milepost-life .dot{fill:var(--ink)}
.milepost-life .engine{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.milepost-life .line{stroke:var(--run);stroke-width:1.5;fill:none}
.milepost-life .line.late{stroke:var(--over)}
.milepost-life .ahead{stroke:var(--soft);stroke-width:1.5;stroke-dasharray:3 3;fill:none}
.milepost-life .counted{fill:var(--run)}
.milepost-life .overdue{fill:var(--over)}
.milepost-life .hatch{stroke:var(--pause);stroke-width:2}
.milepost-life .edge{fill:none;stroke:var(--pause);stroke-width:1}
.milepost-life .m-target{fill:var(--ink);stroke:var(--ink);stroke-width:2;stroke-linejoin:round}
.milepost-life .m-old-target{fill:none;stroke:var(--soft);stroke-width:1.5}
.milepost-life .m-warning{fill:var(--warn);stroke:var(--paper);stroke-width:1}
.milepost-life .m-skipped{fill:var(--paper);stroke:var(--warn);stroke-width:1.5}
.milepost-life .m-action{fill:var(--act);stroke:var(--paper);stroke-width:1}
.milepost-life .m-violation{fill:var(--over);stroke:var(--paper);stroke-width:1}
.milepost-life .m-completion{fill:var(--met);stroke:var(--paper);stroke-width:1}
.milepost-life .m-late{fill:var(--paper);stroke:var(--over);stroke-width:1.8;stroke-linecap:round}
.milepost-life .m-end{fill:var(--paper);stroke:var(--ink);stroke-width:1.5}
.milepost-life .sign{fill:none;stroke:var(--paper);stroke-width:1.8;stroke-linecap:round}
"""

SHAPES: Mapping[str, str] = {
    "target": '<path class="m-target" d="M0 {tall:g}V-{tall:g}h8l-3 3.5l3 3.5h-8Z"/>',
    "old target": '<path class="m-old-target" d="M0 {tall:g}V-{tall:g}h8l-3 3.5l3 3.5h-8"/>',
    "warning": '<path class="m-warning" d="M0 -4L5 -13H-5Z"/>',
    "skipped": '<path class="m-skipped" d="M0 -5L4 -12H-4Z"/>',
    "action": '<path class="m-action" d="M0 8L4.5 12.5L0 17L-4.5 12.5Z"/>',
    "violation": '<circle class="m-violation" r="7"/><path class="sign" d="M-3 -3L3 3M3 -3L-3 3"/>',
    "completion": '<circle class="m-completion" r="7"/><path class="sign" d="M-3.2 0L-1 2.6L3.4 -2.6"/>',
    "late completion": '<circle class="m-late" r="7"/><path class="m-late" d="M-3.2 0L-1 2.6L3.4 -2.6"/>',
    "end": '<path class="m-end" d="M-4 -5H4V5H-4Z"/>',
}
"""Around their own place; each kind has a form of its own, so that colour is not needed to read it."""
