// One stack for each state. All four carry the same CloudFormation stack name, so deploying the next one changes the VPC
// that is there: same VPC, same instance, another way out.
// oxlint-disable no-new -- a stack joins its app by being made
import { App, LegacyStackSynthesizer } from "aws-cdk-lib";
import * as cxapi from "aws-cdk-lib/cx-api";
import { SessionManagerStack } from "./session-manager-stack.ts";
import { states } from "./states.ts";

const app = new App({
  // The CDK command line names a directory of its own; `npx tsx app.ts` writes the committed one.
  outdir: process.env["CDK_OUTDIR"] ?? "cdk.out",
  // Construct paths stay in the templates; whatever would change from machine to machine stays out.
  postCliContext: {
    [cxapi.PATH_METADATA_ENABLE_CONTEXT]: true,
    [cxapi.DISABLE_CREATION_STACK_TRACES]: true,
    [cxapi.DISABLE_LOGICAL_ID_METADATA]: true,
  },
  analyticsReporting: false,
  builtinCloudFormationValidation: false,
  treeMetadata: false,
});

for (const state of states) {
  new SessionManagerStack(app, state, {
    stackName: "session-manager",
    env: { region: "ap-northeast-1" },
    // There are no assets and the templates are small: the account need not be bootstrapped.
    synthesizer: new LegacyStackSynthesizer(),
  });
}

app.synth();
