/** The change phase by phase: what each does, what of it was proved, and what it edits; or why there is none. */
import type { ChangeReport, PageData, PhaseReport } from "../../../../report/html/report/page-data.ts";
import { Name, Said } from "../part/name.tsx";
import { Section } from "../part/section.tsx";
import { useWords } from "../words/use-words.ts";
import { Edits } from "./edits.tsx";
import { Proof } from "./proof.tsx";
import "./phases.css";

export function Phases({ change }: Pick<PageData, "change">) {
  const { phases } = useWords();
  if ("notSupported" in change) {
    return (
      <Section title={phases.title} note={phases.none}>
        <p class="panel">
          <Said>{change.notSupported}</Said>
        </p>
      </Section>
    );
  }
  return (
    <Section title={phases.title}>
      <Written change={change} />
      <ol class="phases">
        {change.phases.map((phase) => (
          <Phase key={phase.number} phase={phase} isOnDisk={change.directory !== undefined} />
        ))}
      </ol>
    </Section>
  );
}

function Written({ change: { as, directory } }: { readonly change: ChangeReport }) {
  const { phases } = useWords();
  return (
    <p class="note">
      {phases.as} <Name>{as}</Name>
      {directory !== undefined && (
        <>
          {" · "}
          <Name>{directory}</Name>
        </>
      )}
    </p>
  );
}

const statusStyles = { written: "good", empty: "faint", withheld: "bad" } as const;

interface PhaseProps {
  readonly phase: PhaseReport;
  /** Or else it was only proved. */
  readonly isOnDisk: boolean;
}

function Phase({ phase, isOnDisk }: PhaseProps) {
  const { phases } = useWords();
  const { number, title, status, why, readBack, actions, proof } = phase;
  const said = phases.titles(title);
  const state = status === "written" && !isOnDisk ? "proved" : status;
  return (
    <li class="panel">
      <span class="count" aria-hidden="true">
        {number}
      </span>
      <h3>
        {said ?? <Said>{title}</Said>}{" "}
        <span class={`chip ${statusStyles[status]}`}>{phases.status[state]}</span>
      </h3>
      {why.map((reason) => (
        <p key={reason} class="soft">
          <Said>{reason}</Said>
        </p>
      ))}
      {actions.length > 0 && (
        <ul class="actions">
          {actions.map(({ kind, count }) => (
            <li key={kind}>{phases.actions[kind](count)}</li>
          ))}
        </ul>
      )}
      {readBack !== "" && (
        <p>
          <span class="label">{phases.readBack}</span> <Said>{readBack}</Said>
        </p>
      )}
      {proof.length > 0 && (
        <details>
          <summary>{phases.proof}</summary>
          <Proof phase={phase} />
        </details>
      )}
      <Edits phase={phase} />
    </li>
  );
}
