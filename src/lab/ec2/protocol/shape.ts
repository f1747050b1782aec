/** The operations of EC2. */
import * as sdk from "@aws-sdk/client-ec2";
import { once } from "../../../facts/once.ts";
import { operationsOf } from "../../schema/shape.ts";
import type { Operation } from "../../schema/shape.ts";

export const operations: () => ReadonlyMap<string, Operation> = once(() => operationsOf(sdk));
