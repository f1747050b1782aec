/** The dated facts of data/, read once. */
import { readFacts } from "../../src/app/facts.ts";

export const facts = await readFacts();
