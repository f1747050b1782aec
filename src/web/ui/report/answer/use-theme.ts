/** Light or dark, as the reader's system has it or as the reader says here. */
import { useLayoutEffect, useState } from "preact/hooks";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

export function useTheme(): readonly [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>("system");
  useLayoutEffect(() => {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return [theme, setTheme];
}
