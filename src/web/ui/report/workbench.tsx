/** The drawing, the matrix and the path, which show one cell together. */
import { useMemo, useRef, useState } from "preact/hooks";
import type { Drawing as Sheet, PageData, PlacedBox } from "../../../report/html/report/page-data.ts";
import { Drawing } from "./drawing/index.tsx";
import type { Lit } from "./drawing/index.tsx";
import { Matrix } from "./matrix/index.tsx";
import { Section } from "./part/section.tsx";
import { findChosen, groupIn } from "./path/choice.ts";
import type { Chosen } from "./path/choice.ts";
import { Path } from "./path/index.tsx";
import type { Group } from "./picture/resolve.ts";
import { resolveWalk } from "./picture/resolve.ts";
import type { Network, Place } from "./place/place.ts";
import { useWords } from "./words/use-words.ts";

export interface WorkbenchProps {
  readonly picture: PageData["picture"];
  readonly groups: readonly Group[];
  readonly drawing: Sheet | undefined;
  readonly place: Place;
  readonly move: (change: Partial<Place>) => void;
}

export function Workbench({ picture, groups, drawing, place, move }: WorkbenchProps) {
  const words = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const matrix = useRef<HTMLDivElement>(null);
  const chosen = useMemo(() => findChosen(groups, place), [groups, place.workload, place.service]);
  const walks = useWalks(picture, chosen, place.network);
  const choose = (box: PlacedBox) => {
    const group = groupIn(groups, box.id, chosen?.group);
    if (group !== undefined) move({ workload: group.name, service: place.service });
  };
  return (
    <>
      {drawing !== undefined && (
        <Section title={words.drawing.title}>
          <Drawing
            drawing={drawing}
            lit={{
              before: walks.litIn(place.network === "after" ? "today" : place.network),
              after: walks.litIn("after"),
            }}
            onSelect={choose}
            words={words}
          />
        </Section>
      )}
      {groups.length === 0 && <Section title={words.matrix.title} note={words.matrix.nobody} />}
      {groups.length > 0 && (
        <Section title={words.matrix.title} note={words.matrix.note}>
          <div class="bench" ref={matrix}>
            <Matrix
              groups={groups}
              chosen={{ workload: chosen?.workload, service: chosen?.cell.service }}
              onChoose={move}
              onOpen={() => heading.current?.focus()}
            />
            {chosen !== undefined && (
              <Path
                chosen={chosen}
                network={place.network}
                onNetwork={(network) => move({ network })}
                walks={walks.told}
                walk={walks.place}
                onWalk={walks.choose}
                onClose={() => matrix.current?.querySelector<HTMLElement>('.sheet [tabindex="0"]')?.focus()}
                heading={heading}
              />
            )}
          </div>
        </Section>
      )}
    </>
  );
}

/** The walks of the chosen cell, and which of them is told: the first that fails, until the reader chooses. */
function useWalks(picture: PageData["picture"], chosen: Chosen | undefined, network: Network) {
  const answer = chosen?.cell[network];
  const told = useMemo(
    () => (answer?.walks ?? []).map((walk) => resolveWalk(picture, walk)),
    [picture, answer],
  );
  const [choice, choose] = useState<{ readonly of: unknown; readonly place: number }>();
  const failing = told.findIndex(({ verdict }) => verdict !== "reachable");
  const place = choice !== undefined && choice.of === told ? choice.place : Math.max(0, failing);
  const litIn = (other: Network): Lit | undefined => {
    if (chosen === undefined) return undefined;
    const shown = other === network ? told[place] : firstWalk(picture, chosen, other);
    return { from: chosen.group.boxes, ways: shown?.ways ?? [] };
  };
  return { told, place, choose: (place: number) => choose({ of: told, place }), litIn };
}

function firstWalk(picture: PageData["picture"], { cell }: Chosen, network: Network) {
  const walks = cell[network].walks.map((walk) => resolveWalk(picture, walk));
  return walks.find(({ verdict }) => verdict !== "reachable") ?? walks[0];
}
