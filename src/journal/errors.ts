/** The book takes no new work at the moment: nothing of this command was written. Answer 503 with Retry-After. */
export class Busy extends Error {
  readonly retryAfterSeconds: number;

  constructor(why: string, retryAfterSeconds = 1) {
    super(`the book is busy: ${why}`);
    this.name = "Busy";
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The stored journal is not what it should be. The process must stop; nothing is skipped. `batch` is 1-based. */
export class JournalDamaged extends Error {
  readonly batch: number;

  constructor(batch: number, detail: string) {
    super(`journal batch ${batch}: ${detail}`);
    this.name = "JournalDamaged";
    this.batch = batch;
  }
}

/** A command or a draft that must not exist: a bug in the caller. Only this command fails. */
export class BrokenInvariant extends Error {
  override readonly name = "BrokenInvariant";
}
