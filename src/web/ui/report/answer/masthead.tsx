/** What this is, of what, and how the reader wants to see it. */
import type { Language, PageData } from "../../../../report/html/report/page-data.ts";
import { Choice } from "../part/choice.tsx";
import { Name } from "../part/name.tsx";
import { useWords } from "../words/use-words.ts";
import { themes } from "./use-theme.ts";
import type { Theme } from "./use-theme.ts";

export interface MastheadProps {
  readonly inputs: PageData["inputs"];
  readonly language: Language;
  readonly onLanguage: (language: Language) => void;
  readonly theme: Theme;
  readonly onTheme: (theme: Theme) => void;
}

export function Masthead({ inputs, language, onLanguage, theme, onTheme }: MastheadProps) {
  const { masthead } = useWords();
  return (
    <header class="masthead">
      <p>
        <b>denat</b> {masthead.plan}
        <span class="inputs">
          {inputs.map((input) => (
            <Name key={input}>{input}</Name>
          ))}
        </span>
      </p>
      <div class="settings">
        <Choice
          label={masthead.language}
          value={language}
          onChange={onLanguage}
          options={[
            ["en", <span lang="en">English</span>],
            ["ja", <span lang="ja">日本語</span>],
          ]}
        />
        <Choice
          label={masthead.theme}
          value={theme}
          onChange={onTheme}
          options={themes.map((each) => [each, masthead.themes[each]])}
        />
      </div>
    </header>
  );
}
