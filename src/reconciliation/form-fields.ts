type Posted = { readonly body?: unknown };

/** A form's fields without its key: every decision here is keyed by what it is about. */
export const fieldsOf = (request: Posted): object => {
  const { idempotency_key: _key, ...fields } = (request.body ?? {}) as { readonly [field: string]: unknown };
  return fields;
};

export const fieldOf = (request: Posted, name: string): string => {
  const value = (fieldsOf(request) as { readonly [field: string]: unknown })[name];
  return typeof value === "string" ? value : "";
};
