import type { Request, RequestHandler, Response } from "express";
import { wordsFor } from "./language.ts";
import { type FieldError, problemDocument, type Problem, type RefusalTable } from "./problem.ts";
import { problemOf } from "./problem-of.ts";
import type { Translate } from "./words.ts";

/** What is wrong with a field, and the label that a person knows it by. */
export type Named = Pick<FieldError, "field" | "message"> & { readonly label: string };

/** A form of a page: what it does, and the page that it stands on and comes back to when it is refused. */
export type PageForm = {
  /** Tells it from the other forms of its page: the ids of its fields are `<name>-<field>`, or `<field>` without a name. */
  readonly name?: string | ((request: Request) => string);
  /** Does what the form asks and sends on; throws what it refuses. */
  readonly act: (request: Request, response: Response) => Promise<void>;
  /** Draws the page; templates find what was typed, and what is wrong with it, by `it.form(name)`. */
  readonly page: (request: Request, response: Response) => Promise<void> | void;
  /** The fields that a person sees, in their order, with the keys of their labels: the summary names them and links to them. */
  readonly fields?: { readonly [field: string]: string };
  /** Refusals that are about one field: code → field. */
  readonly about?: { readonly [code: string]: string };
  /** Tells faults by the fields of the form where a form and its schema differ. */
  readonly faults?: (errors: readonly FieldError[], request: Request, t: Translate) => readonly Named[];
};

/** A form that was refused, as its page tells it. */
export type RefusedForm = {
  readonly name: string;
  readonly title: string;
  /** For the summary at the top; `href` is empty when no field is meant. */
  readonly errors: readonly { readonly href: string; readonly message: string }[];
  readonly faults: ReadonlyMap<string, string>;
  readonly typed: { readonly [field: string]: unknown };
};

/** What a template asks of a form: every answer is empty unless this very form was refused. */
export type FormState = {
  readonly value: (field: string) => string;
  readonly ticked: (field: string, value: string) => boolean;
  readonly fault: (field: string) => string;
};

/**
 * Answers a form. What it throws is told on its own page with its status: the reasons at the top, the fields as they were
 * typed. Only what nobody can correct on the page (401, 5xx but a full book) goes to the error page.
 */
export const pageForm = (form: PageForm): RequestHandler => {
  return async (request, response) => {
    try {
      await form.act(request, response);
    } catch (error) {
      const options = problemOf(error, refusalsOf(response));
      if (response.headersSent || !comesBack(options)) throw error;
      const problem = problemDocument(options, wordsFor(response).t);
      response.status(options.status).set(options.headers ?? {});
      response.locals["refused"] = refusedForm(form, { request, response, problem });
      await form.page(request, response);
    }
  };
};

/** The refused form of this answer, if there is one. */
export const refusedOf = (response: Response): RefusedForm | undefined =>
  (response.locals as { readonly refused?: RefusedForm }).refused;

export const formState = (refused: RefusedForm | undefined, name: string): FormState => {
  if (refused?.name !== name) return UNTOUCHED;
  return {
    value: (field) => textOf(refused.typed[field]),
    ticked: (field, value) => listOf(refused.typed[field]).includes(value),
    fault: (field) => refused.faults.get(field) ?? "",
  };
};

const UNTOUCHED: FormState = { value: () => "", ticked: () => false, fault: () => "" };
const textOf = (typed: unknown): string => (typeof typed === "string" ? typed : "");
const listOf = (typed: unknown): readonly unknown[] => (Array.isArray(typed) ? typed : [typed]);

const comesBack = ({ status, code }: { readonly status: number; readonly code: string }): boolean =>
  (status < 500 && status !== 401) || code === "busy";

const refusalsOf = (response: Response): RefusalTable =>
  (response.app.locals as { readonly refusals: RefusalTable }).refusals;

type Told = { readonly request: Request; readonly response: Response; readonly problem: Problem };

const refusedForm = (form: PageForm, { request, response, problem }: Told): RefusedForm => {
  const { t } = wordsFor(response);
  const name = typeof form.name === "function" ? form.name(request) : (form.name ?? "");
  const faults = faultsOf(form, { request, problem, t });
  const href = (field: string): string => (name === "" ? `#${field}` : `#${name}-${field}`);
  return {
    name,
    title: problem.title,
    errors: faults.map(({ field, label, message }) => ({
      href: label === undefined ? "" : href(field),
      message: label === undefined ? message : t("form.fault", { field: label, message }),
    })),
    faults: new Map(faults.map(({ field, message }) => [field, message])),
    typed: (request.method === "GET" ? request.query : (request.body ?? {})) as RefusedForm["typed"],
  };
};

/** A fault; without a label it is about no field that a person sees. */
type Faulty = Omit<Named, "label"> & { readonly label?: string };

/** The faults by the form's own fields; a refusal without fields is one fault, of the field that it is about. */
const faultsOf = (form: PageForm, { request, problem, t }: Omit<Told, "response"> & { t: Translate }): Faulty[] => {
  const { errors = [], code, detail } = problem;
  if (errors.length === 0) return [labelled(form, t, { field: form.about?.[code] ?? "", message: detail })];
  if (form.faults) return [...form.faults(errors, request, t)];
  const faults = errors.map(({ field: path, message }) => {
    const fault = labelled(form, t, { field: path.split(".")[0] ?? path, message });
    return fault.label === undefined ? { ...fault, message: t("form.fault", { field: path, message }) } : fault;
  });
  const order = Object.keys(form.fields ?? {});
  return faults.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
};

const labelled = (
  form: PageForm,
  t: Translate,
  fault: { readonly field: string; readonly message: string },
): Faulty => {
  const key = form.fields?.[fault.field];
  return key === undefined ? fault : { ...fault, label: t(key) };
};
