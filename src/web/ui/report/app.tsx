/** The page from top to bottom. */
import { useEffect, useMemo, useState } from "preact/hooks";
import type { PageData } from "../../../report/html/report/page-data.ts";
import { Answer } from "./answer/answer.tsx";
import { Ledger } from "./answer/ledger.tsx";
import { Masthead } from "./answer/masthead.tsx";
import { Needs } from "./answer/needs.tsx";
import { standingOf } from "./answer/standing.ts";
import { useTheme } from "./answer/use-theme.ts";
import { VpcList } from "./answer/vpc-list.tsx";
import { Bill } from "./bill/index.tsx";
import { Name } from "./part/name.tsx";
import { useUnfoldedPrint } from "./part/use-printing.ts";
import { Phases } from "./phases/index.tsx";
import { resolveGroups } from "./picture/resolve.ts";
import { usePlace } from "./place/use-place.ts";
import { Bystanders } from "./plan/bystanders.tsx";
import { Doubts } from "./plan/doubts.tsx";
import { Endpoints } from "./plan/endpoints.tsx";
import { Blockers, KeepsNat } from "./plan/reasons.tsx";
import { wordsOf } from "./words/index.ts";
import { WordsContext } from "./words/use-words.ts";
import { Workbench } from "./workbench.tsx";

export function App({ data }: { readonly data: PageData }) {
  const [language, setLanguage] = useState(data.language);
  const [theme, setTheme] = useTheme();
  const [place, move] = usePlace();
  const words = wordsOf(language);
  useUnfoldedPrint();
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const vpcs = useMemo(() => vpcsOf(data), [data]);
  const current = vpcs.find(({ vpc }) => vpc.id === place.vpc) ?? vpcs[0];
  return (
    <WordsContext.Provider value={words}>
      <Masthead
        inputs={data.inputs}
        language={language}
        onLanguage={setLanguage}
        theme={theme}
        onTheme={setTheme}
      />
      <main>
        <Answer answer={data.answer} standings={vpcs.map(({ standing }) => standing)} />
        {vpcs.length > 1 && current !== undefined && <VpcList vpcs={vpcs} current={current.vpc} />}
        {current !== undefined && (
          <article key={current.vpc.id} aria-label={current.vpc.id}>
            <p class="subject">
              <Name>{current.vpc.id}</Name> <Name>{current.vpc.region}</Name>
            </p>
            <Needs groups={current.groups} />
            <Ledger vpc={current.vpc} cost={data.cost} />
            <Blockers blockers={current.vpc.blockers} />
            <KeepsNat keepsNat={current.vpc.keepsNat} />
            <Workbench
              picture={data.picture}
              groups={current.groups}
              drawing={current.drawing}
              place={place}
              move={(change) => move({ vpc: current.vpc.id, ...change })}
            />
            <Endpoints endpoints={current.vpc.endpoints} />
            <Bystanders bystanders={current.vpc.bystanders} />
            <Doubts unknowns={current.vpc.unknowns} assumptions={current.vpc.assumptions} />
          </article>
        )}
        <Phases change={data.change} />
        <Bill data={data} />
      </main>
      <footer>
        <p>{words.footer.verdict}</p>
        <p>{words.footer.networks}</p>
      </footer>
    </WordsContext.Provider>
  );
}

/** Each VPC with all that is told of it. */
function vpcsOf({ vpcs, picture, drawings }: PageData) {
  return vpcs.map((vpc) => {
    const place = picture.vpcs.findIndex(({ id }) => id === vpc.id);
    const pictured = picture.vpcs[place];
    const groups = pictured === undefined ? [] : resolveGroups(picture, pictured);
    return { vpc, groups, drawing: drawings[place], standing: standingOf(vpc, groups) };
  });
}
