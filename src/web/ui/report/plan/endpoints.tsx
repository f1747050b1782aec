/** The endpoints of a VPC: what is added, changed, not needed, and there already. */
import type { ComponentChildren } from "preact";
import type { Vpc } from "../answer/standing.ts";
import { Name, Names, Said } from "../part/name.tsx";
import { Section } from "../part/section.tsx";
import { useWords } from "../words/use-words.ts";
import "./plan.css";

export function Endpoints({ endpoints }: Pick<Vpc, "endpoints">) {
  const { endpoints: words } = useWords();
  const { add, change, remove, present } = endpoints;
  const isEmpty = add.length + change.length + remove.length + present.length === 0;
  return (
    <Section title={words.title}>
      {isEmpty && <p class="note">{words.none}</p>}
      <div class="columns">
        <Part title={words.add} mark="+" tone="good" isEmpty={add.length === 0}>
          <Additions endpoints={endpoints} />
        </Part>
        <Part title={words.change} mark="~" tone="doubtful" isEmpty={change.length === 0}>
          {change.map((one) => (
            <li key={`${one.id} ${one.change}`}>
              <Name>{one.service}</Name> <Name>{one.id}</Name>
              <p>
                <Said>{one.change}</Said>
              </p>
              <p class="soft">
                <Said>{one.because}</Said>
              </p>
            </li>
          ))}
        </Part>
        <Part title={words.remove} mark="−" tone="bad" isEmpty={remove.length === 0}>
          {remove.map((one) => (
            <li key={one.id}>
              <Name>{one.service}</Name> <Name>{one.id}</Name>
              <p class="soft">
                <Said>{one.because}</Said>
              </p>
            </li>
          ))}
        </Part>
        <Part title={words.present} mark="=" tone="faint" isEmpty={present.length === 0}>
          {present.map((one) => (
            <li key={one.id}>
              <Name>{one.service}</Name> <Name>{one.id}</Name> <Name>{one.type}</Name>
            </li>
          ))}
        </Part>
      </div>
    </Section>
  );
}

interface PartProps {
  readonly title: string;
  readonly mark: string;
  readonly tone: string;
  readonly isEmpty: boolean;
  readonly children: ComponentChildren;
}

function Part({ title, mark, tone, isEmpty, children }: PartProps) {
  if (isEmpty) return null;
  return (
    <div class={`part ${tone}`}>
      <h3>
        <span class="mark" aria-hidden="true">
          {mark}
        </span>{" "}
        {title}
      </h3>
      <ul>{children}</ul>
    </div>
  );
}

function Additions({ endpoints }: Pick<Vpc, "endpoints">) {
  const words = useWords();
  const { add, securityGroup } = endpoints;
  return (
    <>
      {add.map(({ service, type, routeTables, subnets, because }) => (
        <li key={`${type} ${service}`}>
          <Name>{service}</Name> {words.endpoints.types[type]}
          <p class="soft">
            {type === "gateway" ? words.endpoints.onTables : words.endpoints.inSubnets}{" "}
            <Names of={type === "gateway" ? routeTables : subnets} more={words.more} />
          </p>
          {because.map((reason) => (
            <p key={reason} class="soft">
              <Said>{reason}</Said>
            </p>
          ))}
        </li>
      ))}
      {securityGroup !== undefined && (
        <li>
          {words.endpoints.group} <Name>tcp {securityGroup.ports.join(", ")}</Name>
          <p class="soft">
            {words.endpoints.from} <Names of={securityGroup.admits} more={words.more} />
          </p>
        </li>
      )}
    </>
  );
}
