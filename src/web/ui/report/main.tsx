/** The page of a plan in the reader's browser: takes the data out of the page and draws it. */
import { render } from "preact";
import { unpack } from "../../../report/html/report/pack.ts";
import type { Packed } from "../../../report/html/report/pack.ts";
import type { PageData } from "../../../report/html/report/page-data.ts";
import "./style.css";
import { App } from "./app.tsx";
import "./print.css";

const data = document.querySelector("#data")?.textContent ?? "";
const root = document.querySelector("#page");
if (root !== null) render(<App data={unpack(JSON.parse(data) as Packed) as PageData} />, root);
