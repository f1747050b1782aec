/** The page of a plan in the reader's browser: takes the data out of the page and draws it. */
import { render } from "preact";
import type { PageData } from "../../../report/html/report/page-data.ts";
import "./style.css";
import { App } from "./app.tsx";
import "./print.css";

const data = document.querySelector("#data")?.textContent ?? "";
const root = document.querySelector("#page");
if (root !== null) render(<App data={JSON.parse(data) as PageData} />, root);
