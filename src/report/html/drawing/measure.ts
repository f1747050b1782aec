/** The measures of a sheet: what both who lays it out and who draws it go by. In units of the sheet. */
import type { Lettering } from "./lettering.ts";

export const margin = 4;
/** Between boxes, and between a box and what is in it. */
export const gap = 10;
export const padding = 12;

/** A frame has others in it: its name stands above them, with the note below it. */
export const frameName: Lettering = { size: 12, bold: true };
export const frameNote: Lettering = { size: 10.5, bold: false };
export const frameHead = { plain: 30, noted: 44 };

/** A chip has none: a sign, the name and the note beside it. */
export const chipName: Lettering = { size: 12, bold: false };
export const chipNote: Lettering = { size: 10.5, bold: false };
export const chipHeight = { plain: 32, noted: 42 };
/** Left of the text there is room for the sign, right of it for the mark of a fate. */
export const chipText = { left: 32, right: 22 };
export const chipWidth = { least: 136, most: 228 };
