/** How pages without a script look. */
import { colours, fonts } from "./colours.ts";

export const style = `${colours}${fonts}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 var(--sans); }
main { max-width: 74rem; margin: 0 auto; padding: 2.5rem 1.5rem 3rem; }
h1, h2, p { margin: 0; }
.brand { color: var(--soft); font-size: .8125rem; letter-spacing: .02em; }
.brand b { color: var(--ink); }
.answer { margin: .75rem 0 2rem; }
.answer h1 { font-size: 2.25rem; line-height: 1.15; letter-spacing: -.02em; color: var(--tone); }
.answer p { margin-top: .35rem; font-size: 1.0625rem; max-width: 46rem; text-wrap: pretty; }
.worlds { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: 1rem;
  margin: 0 0 2.25rem; padding: 0; list-style: none; }
.worlds li { background: var(--paper); border: 1px solid var(--line); border-radius: .75rem; padding: 1rem 1.125rem; }
.worlds .name { color: var(--soft); font-size: .8125rem; }
.worlds .number { line-height: 1.35; font-size: 1.625rem; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.worlds .number small { color: var(--soft); font-size: .875rem; font-weight: 400; letter-spacing: 0; }
.bar { display: flex; gap: 2px; height: .375rem; margin-top: .625rem; border-radius: 1rem; overflow: hidden;
  background: var(--line); }
.bar i { background: var(--tone); }
section { margin-top: 2.25rem; }
h2 { font-size: 1.0625rem; letter-spacing: -.01em; }
h2 + p { color: var(--soft); font-size: .875rem; margin-top: .125rem; }
.sheet { margin-top: .875rem; background: var(--paper); border: 1px solid var(--line); border-radius: .75rem;
  overflow-x: auto; }
table { width: 100%; min-width: 54rem; border-collapse: collapse; table-layout: fixed; font-size: .875rem; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
col.service { width: 27%; }
th, td { padding: .75rem 1.125rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th { color: var(--soft); font-size: .8125rem; font-weight: 500; padding-bottom: .5rem; }
tbody tr > * { border-top: 1px solid var(--line); }
tbody th { font-weight: 500; }
tr.workload th { background: var(--ground); padding-top: .5rem; padding-bottom: .5rem; font-weight: 650; }
tr.workload small { margin-left: .5rem; color: var(--soft); font-size: .75rem; font-weight: 400; }
code { font: .8125rem/1.5 var(--mono); }
.host, .detail { display: block; color: var(--soft); font-size: .75rem; line-height: 1.45; margin-top: .25rem;
  font-weight: 400; }
.host { white-space: nowrap; }
.host wbr { white-space: normal; }
.verdict { margin-right: .375rem; display: inline-flex; white-space: nowrap; align-items: center; gap: .375rem; padding: .0625rem .5625rem .0625rem .4375rem;
  border-radius: 1rem; background: var(--wash); color: var(--tone); font-weight: 600; font-size: .8125rem; }
td.apart { box-shadow: inset 3px 0 var(--bad); background: var(--bad-wash); }
td.apart .verdict { outline: 1px solid var(--tone); }
.apart .detail, .apart .predicted { color: var(--ink); }
.predicted { font-size: .75rem; color: var(--soft); white-space: nowrap; }
.apart .predicted { font-weight: 600; }
td:hover { background: var(--ground); }
td.apart:hover { background: var(--bad-wash); }
.notes { margin: .875rem 0 0; padding: 0; list-style: none; }
.notes li { background: var(--paper); border: 1px solid var(--line); border-left: 3px solid var(--tone);
  border-radius: .375rem; padding: .625rem .875rem; margin-top: .5rem; font-size: .875rem; overflow-wrap: anywhere; }
.notes small { color: var(--soft); font-size: .8125rem; display: block; }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft);
  font-size: .8125rem; display: grid; gap: .375rem; max-width: 62rem; }
footer b { font-weight: 600; color: var(--ink); }
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 2rem; } .answer h1 { font-size: 1.75rem; } }
@media print {
  main { max-width: none; padding: 0; } tr, .notes li { break-inside: avoid; } thead { display: table-header-group; }
}
`;
