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
  // What does not hang on the place is made once: a click redraws the workbench, and nothing else.
  const head = useMemo(() => current && <Head data={data} vpcs={vpcs} current={current} />, [current]);
  const rest = useMemo(() => current && <Rest vpc={current.vpc} />, [current]);
  const change = useMemo(() => <Phases change={data.change} />, [data]);
  const bill = useMemo(() => <Bill data={data} />, [data]);
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
        {head}
        {current !== undefined && (
          <article key={current.vpc.id} aria-label={current.vpc.id}>
            <Workbench
              picture={data.picture}
              groups={current.groups}
              drawing={current.drawing}
              place={place}
              move={(change) => move({ vpc: current.vpc.id, ...change })}
            />
            {rest}
          </article>
        )}
        {change}
        {bill}
      </main>
      <footer>
        <p>{words.footer.verdict}</p>
        <p>{words.footer.networks}</p>
      </footer>
    </WordsContext.Provider>
  );
}

type Told = ReturnType<typeof vpcsOf>[number];

interface HeadProps {
  readonly data: PageData;
  readonly vpcs: readonly Told[];
  readonly current: Told;
}

/** The answer, and why it is so of the VPC that is shown. */
function Head({ data, vpcs, current: { vpc, groups } }: HeadProps) {
  return (
    <>
      <Answer answer={data.answer} standings={vpcs.map(({ standing }) => standing)} />
      {vpcs.length > 1 && <VpcList vpcs={vpcs} current={vpc} />}
      <p class="subject">
        <Name>{vpc.id}</Name> <Name>{vpc.region}</Name>
      </p>
      <Needs groups={groups} />
      <Ledger vpc={vpc} cost={data.cost} />
      <Blockers blockers={vpc.blockers} />
      <KeepsNat keepsNat={vpc.keepsNat} />
    </>
  );
}

/** What the plan does to the VPC and to others in it, and what it rests on. */
function Rest({ vpc }: Pick<Told, "vpc">) {
  return (
    <>
      <Endpoints endpoints={vpc.endpoints} />
      <Bystanders bystanders={vpc.bystanders} />
      <Doubts unknowns={vpc.unknowns} assumptions={vpc.assumptions} />
    </>
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
