/**
 * The colours of every page, by name, with a value for the light and one for the dark: the reader's system chooses, or
 * `data-theme` on the root. `good`, `bad` and `doubtful` give what is inside a tone and its wash.
 */
export const colours = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f9, #0e1116); --paper: light-dark(#ffffff, #161b22);
  --ink: light-dark(#16191f, #e8ebf0); --soft: light-dark(#5b6472, #98a2b1); --line: light-dark(#e2e6ec, #2a313b);
  --good: light-dark(#0b7a4b, #4cc38a); --good-wash: light-dark(#e6f5ed, #10291d);
  --bad: light-dark(#b42318, #ff8478); --bad-wash: light-dark(#fdecea, #341614);
  --doubtful: light-dark(#8a5a00, #e5b454); --doubtful-wash: light-dark(#fdf3dc, #2f2409);
  --accent: light-dark(#1f5fbf, #7fb2ff); --accent-wash: light-dark(#e7effb, #142540);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
.good { --tone: var(--good); --wash: var(--good-wash); }
.bad { --tone: var(--bad); --wash: var(--bad-wash); }
.doubtful { --tone: var(--doubtful); --wash: var(--doubtful-wash); }
.faint { --tone: var(--soft); --wash: var(--ground); }
@media print {
  :root, :root[data-theme] { color-scheme: light; --ground: #fff; --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; }
}
`;

/** The type of every page. */
export const fonts = `
:root {
  --sans: system-ui, -apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", monospace;
}
`;
