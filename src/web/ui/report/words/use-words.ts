/** The words of the language that the reader has chosen, for every part of the page. */
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { en } from "./en.ts";
import type { Words } from "./en.ts";

export const WordsContext = createContext<Words>(en);

export const useWords = (): Words => useContext(WordsContext);
