// `npx tsx app.ts` writes the committed cdk.out; the CDK command line (see cdk.json) names a directory of its own.
import { buildApp } from "./build-app.ts";

buildApp(process.env["CDK_OUTDIR"] ?? "cdk.out").synth();
