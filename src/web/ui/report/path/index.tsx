/** The path of one cell in one network: what comes of it, what blocks, and every step of both legs. */
import type { Ref } from "preact";
import type { PageData } from "../../../../report/html/report/page-data.ts";
import { Choice } from "../part/choice.tsx";
import { Name, Said } from "../part/name.tsx";
import { VerdictChip, VerdictMark } from "../part/verdict.tsx";
import { networks } from "../place/place.ts";
import type { Network } from "../place/place.ts";
import { useWords } from "../words/use-words.ts";
import type { Chosen } from "./choice.ts";
import type { Walk } from "../picture/resolve.ts";
import { WalkTold } from "./walk.tsx";
import "./path.css";

export interface PathProps {
  readonly chosen: Chosen;
  readonly network: Network;
  readonly onNetwork: (network: Network) => void;
  /** The walks of the answer, and which of them is told. */
  readonly walks: readonly Walk[];
  readonly walk: number;
  readonly onWalk: (walk: number) => void;
  /** The keyboard leaves the path. */
  readonly onClose: () => void;
  readonly heading: Ref<HTMLHeadingElement>;
}

export function Path(props: PathProps) {
  const { chosen, network, onNetwork, walks, walk, onClose, heading } = props;
  const words = useWords();
  const { group, cell, workload } = chosen;
  const answer = cell[network];
  const told = walks[walk];
  return (
    <aside
      class="path"
      aria-label={words.path.title}
      onKeyDown={({ key }) => {
        if (key === "Escape") onClose();
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        <Name>{workload}</Name> <span aria-hidden="true">→</span> <Name>{cell.service}</Name>
      </h3>
      <Choice
        label={words.networksTitle}
        value={network}
        onChange={onNetwork}
        options={networks.map((each) => [
          each,
          <>
            <VerdictMark verdict={cell[each].verdict} /> {words.networks[each]}
          </>,
        ])}
      />
      <p class="outcome" role="status">
        <VerdictChip verdict={answer.verdict} />
        <Way via={answer.via} />
      </p>
      <dl class="facts">
        {told?.symptom !== undefined && (
          <div>
            <dt>{words.path.sees}</dt>
            <dd>
              <Said>{told.symptom}</Said>
            </dd>
          </div>
        )}
        <Because need={cell.need} />
      </dl>
      {group.members.length > 1 && (
        <p class="soft">
          {words.path.walked} <Name>{group.walked}</Name>
        </p>
      )}
      <WalkSwitch {...props} />
      {told !== undefined && <WalkTold walk={told} />}
    </aside>
  );
}

function Way({ via }: { readonly via: Walk["via"] }) {
  const words = useWords();
  if (via === null) return null;
  return (
    <span>
      {words.vias[via.kind]}
      {via.id !== "" && via.id !== via.kind && via.id !== "local" && (
        <>
          {" "}
          <Name>{via.id}</Name>
        </>
      )}
    </span>
  );
}

function Because({ need }: { readonly need: PageData["picture"]["needs"][number] }) {
  const words = useWords();
  return (
    <div>
      <dt>{words.path.because}</dt>
      <dd>
        <Said>{need.why}</Said>
        <span class="soft">
          {words.evidence[need.evidence]}
          {need.gbMonth !== undefined && ` · ${words.path.volume(need.gbMonth)}`}
          {need.origin !== "" && (
            <>
              {" · "}
              <Name>{need.origin}</Name>
            </>
          )}
        </span>
      </dd>
    </div>
  );
}

function WalkSwitch({ walks, walk, onWalk }: PathProps) {
  const { path } = useWords();
  if (walks.length < 2) return null;
  return (
    <Choice
      label={path.walks}
      value={String(walk)}
      onChange={(value) => onWalk(Number(value))}
      options={walks.map(({ verdict }, place) => [
        String(place),
        <>
          <VerdictMark verdict={verdict} /> {path.walk(place + 1)}
        </>,
      ])}
    />
  );
}
