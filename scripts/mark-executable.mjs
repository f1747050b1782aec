// tsc keeps the shebang but not the mode; npx and a linked `denat` need the executable bit.
import { chmodSync } from "node:fs";

chmodSync(new URL("../dist/cli/main.js", import.meta.url), 0o755);
