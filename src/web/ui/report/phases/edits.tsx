/** What a phase changes of the user's own text, and the files that it brings. */
import type { PhaseEdit, PhaseReport } from "../../../../report/html/report/page-data.ts";
import { Name } from "../part/name.tsx";
import { useWords } from "../words/use-words.ts";

export function Edits({ phase: { edits, created } }: { readonly phase: PhaseReport }) {
  const { phases } = useWords();
  return (
    <>
      {edits.length > 0 && (
        <details>
          <summary>{phases.edits(edits.length)}</summary>
          {edits.map((edit) => (
            <EditTold key={`${edit.file} ${edit.line} ${edit.after}`} edit={edit} />
          ))}
        </details>
      )}
      {created.length > 0 && (
        <details>
          <summary>{phases.files(created.length)}</summary>
          {created.map(({ file, text }) => (
            <figure key={file}>
              <figcaption>
                <Name>{file}</Name>
              </figcaption>
              <Text of={file} lines={linesOf(text)} />
            </figure>
          ))}
        </details>
      )}
    </>
  );
}

function EditTold({ edit: { file, line, before, after } }: { readonly edit: PhaseEdit }) {
  return (
    <figure>
      <figcaption>
        <Name>{`${file}:${line}`}</Name>
      </figcaption>
      <Text of={`${file}:${line}`} lines={linesOf(before)} mark="−" tone="bad" />
      <Text of={`${file}:${line}`} lines={linesOf(after)} mark="+" tone="good" />
    </figure>
  );
}

interface TextProps {
  readonly of: string;
  readonly lines: readonly string[];
  readonly mark?: string;
  readonly tone?: string;
}

/** Long lines scroll, for whoever has a pointer and for whoever has not. */
function Text({ of, lines, mark = "", tone = "" }: TextProps) {
  if (lines.length === 0) return null;
  return (
    <pre class={tone} lang="en" translate={false} tabIndex={0} role="region" aria-label={`${mark} ${of}`}>
      {lines.map((line) => `${mark === "" ? "" : `${mark} `}${line}\n`).join("")}
    </pre>
  );
}

const linesOf = (text: string): readonly string[] => (text === "" ? [] : text.replace(/\n$/, "").split("\n"));
