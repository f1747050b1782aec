/** One walk: its blockers, its steps there and back, and what was not known on the way. */
import { useId } from "preact/hooks";
import type { PicturedStep } from "../../../../report/html/report/page-data.ts";
import { MissingFacts } from "../part/missing.tsx";
import { Name, Said } from "../part/name.tsx";
import type { Explanation, MissingFact, Walk } from "../picture/resolve.ts";
import { useWords } from "../words/use-words.ts";

export function WalkTold({ walk }: { readonly walk: Walk }) {
  const { path, missing } = useWords();
  return (
    <div class="walk">
      {walk.explanations.length > 0 && (
        <Part title={path.blocks}>
          <ul class="explanations">
            {walk.explanations.map((each) => (
              <ExplanationTold key={`${each.code} ${each.leg} ${each.component.id}`} explanation={each} />
            ))}
          </ul>
        </Part>
      )}
      {walk.forward.length > 0 && <Leg title={path.forward} steps={walk.forward} />}
      {walk.return.length > 0 && <Leg title={path.return} steps={walk.return} />}
      <Facts title={missing.unknowns} facts={walk.unknowns} />
      <Facts title={missing.assumptions} facts={walk.assumptions} />
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <h4 id={id}>{title}</h4>
      {children}
    </div>
  );
}

function Facts({ title, facts }: { readonly title: string; readonly facts: readonly MissingFact[] }) {
  if (facts.length === 0) return null;
  return (
    <Part title={title}>
      <MissingFacts facts={facts} />
    </Part>
  );
}

export function ExplanationTold({
  explanation,
}: {
  readonly explanation: Pick<Explanation, "code" | "component" | "message" | "fix" | "origin"> &
    Partial<Pick<Explanation, "leg" | "direction">>;
}) {
  const { path } = useWords();
  const { code, component, message, fix, origin, leg, direction } = explanation;
  return (
    <li class="explanation">
      <p class="code">
        <Name>{code}</Name>
        {leg !== undefined && direction !== undefined && (
          <span class="soft">
            {path[leg]} · {path.direction[direction]}
          </span>
        )}
      </p>
      <p>
        <Said>{message}</Said>
      </p>
      <p class="soft">
        <Name>
          {component.kind} {component.id}
        </Name>{" "}
        <Name>{origin}</Name>
      </p>
      <p>
        <span class="label">{path.mend}</span> <Said>{fix}</Said>
      </p>
      <p>
        <span class="label">{path.meaning}</span> <Name>{`docs/codes/${code}.md`}</Name>
      </p>
    </li>
  );
}

function Leg({ title, steps }: { readonly title: string; readonly steps: readonly PicturedStep[] }) {
  return (
    <Part title={title}>
      <ol class="steps">
        {steps.map((step, place) => (
          // A leg never changes while it is shown.
          <StepTold key={place} step={step} />
        ))}
      </ol>
    </Part>
  );
}

const outcomeLooks = {
  pass: { mark: "✓", style: "good" },
  drop: { mark: "✗", style: "bad" },
  unknown: { mark: "?", style: "doubtful" },
} as const;

function StepTold({ step }: { readonly step: PicturedStep }) {
  const words = useWords();
  const { mark, style } = outcomeLooks[step.outcome];
  return (
    <li class={style}>
      <span class="mark" role="img" aria-label={words.path.outcomes[step.outcome]}>
        {mark}
      </span>
      <div class="at">
        <span class="stage">{words.stages[step.stage]}</span>{" "}
        <Name>{step.component.id === "" ? step.component.kind : step.component.id}</Name>
      </div>
      <p>
        <Said>{step.rule}</Said>
      </p>
      {step.origin !== "" && (
        <p class="origin">
          <Name>{step.origin}</Name>
        </p>
      )}
      {step.missing !== undefined && step.missing.length > 0 && <MissingFacts facts={step.missing} />}
    </li>
  );
}
