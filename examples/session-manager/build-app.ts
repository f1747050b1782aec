// The CDK app, apart from where it is run: app.ts runs it for the CDK command line, a test in process.
import { App, LegacyStackSynthesizer } from "aws-cdk-lib";
import { PATH_METADATA_ENABLE_CONTEXT } from "aws-cdk-lib/cx-api";
import { SessionManagerStack } from "./session-manager-stack.ts";
import { states } from "./states.ts";

/**
 * One stack for each state. All four carry the same CloudFormation stack name, so deploying the next one changes the VPC
 * that is there: same VPC, same instance, another way out.
 *
 * @param outdir directory for the cloud assembly: manifest.json and one template for each state
 */
export function buildApp(outdir: string): App {
  const app = new App({
    outdir,
    // Construct paths stay in the templates; whatever would change from run to run stays out.
    context: { [PATH_METADATA_ENABLE_CONTEXT]: true },
    analyticsReporting: false,
    treeMetadata: false,
    stackTraces: false,
  });
  for (const state of states) {
    new SessionManagerStack(app, state, {
      stackName: "session-manager",
      env: { region: "ap-northeast-1" },
      // There are no assets and the templates are small: the account need not be bootstrapped.
      synthesizer: new LegacyStackSynthesizer(),
    });
  }
  return app;
}
