/** Of what an answer is: whose it is, what it was worked out from, and its name. */
type Of = { readonly owner: object; readonly version: string; readonly key: string };

/**
 * Keeps the answers of a function that looks at much, as long as what it looks at is the same: those of an older version
 * of an owner are forgotten when a newer one is asked for.
 */
export const keepAnswers = <Answer>() => {
  const kept = new WeakMap<object, { readonly version: string; readonly answers: Map<string, Answer> }>();
  return ({ owner, version, key }: Of, make: () => Answer): Answer => {
    const before = kept.get(owner);
    const now = before?.version === version ? before : { version, answers: new Map<string, Answer>() };
    kept.set(owner, now);
    const known = now.answers.get(key);
    if (known !== undefined) return known;
    const answer = make();
    now.answers.set(key, answer);
    return answer;
  };
};
