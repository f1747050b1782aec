/**
 * CDK: what a phase does to the synthesized templates is written as TypeScript that makes the app synthesize the same. The templates
 * are what is read back: denat runs no code of the user.
 */
import { natGatewaysAdvice, typescriptOf } from "../../emit/index.ts";
import type { Aid, Phase, PhaseText } from "../../emit/index.ts";
import type { Facts } from "../../facts/index.ts";
import type { Source } from "../reading.ts";
import { templateTool } from "./templates.ts";
import type { Texts } from "./templates.ts";
import type { Tool } from "./tool.ts";

export function cdkTool(source: Source, facts: Facts, realPrefixList: Aid["realPrefixList"]): Tool<Texts> {
  const { resources, ...templates } = templateTool(source, facts, realPrefixList);
  return {
    ...templates,
    target: "cdk",
    write: async (phase, texts) => {
      const text = await templates.write(phase, texts);
      const advice = natGatewaysAdvice(phase, source.reading.network, resources);
      return { ...text, created: codeOf(phase, text, { templates, texts }), fragment: undefined, advice };
    },
    // Templates are made anew by the next synthesis: an edit of them is none.
    take: (text, texts) => ({
      state: templates.take(text, texts).state,
      changes: text.created.map(({ file, text: own }) => ({ file, before: undefined, after: own })),
    }),
  };
}

interface Templates {
  readonly templates: Tool<Texts>;
  readonly texts: Texts;
}

function codeOf(phase: Phase, text: PhaseText, { templates, texts }: Templates): PhaseText["created"] {
  const { changes } = templates.take(text, texts);
  return changes.map(({ file, before = "", after = "" }) => typescriptOf(phase, { file, before, after }));
}
