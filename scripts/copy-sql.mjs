// tsc copies no .sql: the texts of src/traffic/sql stand beside the code in dist as well.
import { cpSync } from "node:fs";

cpSync(new URL("../src/traffic/sql", import.meta.url), new URL("../dist/traffic/sql", import.meta.url), {
  recursive: true,
});
