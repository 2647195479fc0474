const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const KIB = 1_024;
const MIB = 1_024 * KIB;

/** Every limit of the product has its name here. Sizes are bytes, times are milliseconds, unless the name says otherwise. */
export const limits = Object.freeze({
  // Journal (DESIGN §2)
  /** Lines that one batch holds at most. */
  batchLines: 1_024,
  /** Text of all lines of a batch. Far below the 16 MiB of a document, so that headers never matter. */
  batchBytes: 1 * MIB,
  /** Text of one line. A command that would write more is refused. */
  lineBytes: 64 * KIB,
  /** When so many wait, they are decided while the batch before is still on its way to the engine. */
  aheadCommands: 64,
  /** Commands that wait for the writer; one more is answered 503 with Retry-After. */
  queuedCommands: 8_192,
  /** After a batch of its own a writer looks so often whether the others have had their turn … */
  turnLook: 1,
  /** … and waits for each of them so long at least and at most, … */
  turnPatienceLeast: 6,
  turnPatienceMost: 60,
  /** … so often in vain, until it hears of him again. */
  turnsInVain: 2,
  /** Who hears of nobody and has written for so long without a gap makes one, for those who lose every race. */
  turnUnbrokenLeast: 200,
  turnUnbrokenMost: 2 * SECOND,
  /** Lines of a batch whose forerunner lost its number: half of this, then a quarter, and so on down to the least. */
  lostLines: 128,
  lostLinesLeast: 8,
  /** How long the engine may take to insert a batch; past it the outcome is unknown. A read of many is given longer. */
  journalInsert: 5 * SECOND,
  journalRead: 20 * SECOND,
  /** Between two attempts to learn what became of a batch whose outcome is unknown. */
  unknownOutcomeRetry: 250,
  /** What a client is told to wait after a 503, in seconds. */
  retryAfterSeconds: 2,
  /** How long a follower waits before it asks for the next batch when nothing was written. */
  followPause: 100,
  /** A snapshot of the book is written when the journal has grown by so many lines … */
  snapshotLines: 50_000,
  /** … and by one line for so many that it has: a start reads that share of the journal at most. */
  snapshotGrowth: 20,
  snapshotsKept: 2,
  /** Changed rows the mirror may be behind; past it new commands wait. */
  mirrorBacklogRows: 50_000,
  mirrorWriteRows: 1_000,
  /** So many lines within half a second are a rush, and for so long those who copy lines let it pass. */
  rushLines: 500,
  rushWait: 5 * SECOND,
  /** The worker signs and keeps a checkpoint so often, when lines were written; so at least daily. */
  checkpointEvery: HOUR,
  /** Who asks for the newest checkpoint gets one not older than this, unless no line was written since. */
  checkpointFresh: 1 * MINUTE,
  checkpointsShown: 1_000,
  /** Lines a mirror that moves may be behind; past it new commands of other processes wait. */
  mirrorBacklogLines: 50_000,
  /** How long a list waits for the mirror to reach the head; then it answers with what there is. */
  mirrorReadWait: 1 * SECOND,
  /** A mirror that has not moved for this long is away, and the book goes on without it. */
  mirrorStandstill: 10 * SECOND,

  // What comes in over HTTP
  jsonBodyBytes: 64 * KIB,
  formBodyBytes: 64 * KIB,
  /** Milliseconds for which a file that was looked at waits for its import. */
  previewWaits: 24 * 60 * 60 * 1000,
  uploadBytes: 64 * MIB,
  /** Fields of a form with a file, and the headers of one of them. */
  uploadFormFields: 20,
  uploadPartHeaders: 20,
  /** One photograph or scan attached to a request for aid. */
  evidenceBytes: 16 * MIB,
  evidenceFilesPerRequest: 20,
  /** People of one household in a request for aid. */
  householdMost: 99,
  idempotencyKeyLength: 120,
  /** Characters of a name, a title or a short reason. */
  shortText: 200,
  /** Characters of a free text, such as the reason of a request. */
  longText: 4_000,
  requestTimeout: 30 * SECOND,
  headersTimeout: 10 * SECOND,
  keepAliveTimeout: 5 * SECOND,
  /** Stopping: open requests may finish for this long. */
  shutdownGrace: 8 * SECOND,

  // Statement files and donor lists
  importRows: 200_000,
  /** How often the list of imports hears how far one has come. */
  importProgressEvery: 1 * SECOND,
  /** Faulty rows of one file that a page names; the answer to the request names all. */
  importFaultsShown: 200,
  /** Rows of an import whose lines wait for the writer at once, so that others find room in its queue. */
  importRowsAtOnce: 500,
  statementFieldLength: 1_000,
  /** A day of a wallet; read in memory that does not grow with the rows. */
  statementRows: 2_000_000,
  /** One row, XML tag or JSON object of an imported file, in characters. */
  fileRecordCharacters: 256 * KIB,
  /** What one compressed file may unfold to. */
  fileUnpackedBytes: 4 * 1_024 * MIB,
  /** The beginning of a file from which its format and character set are told. */
  fileRecognitionBytes: 64 * KIB,
  xmlDepth: 40,
  xmlRecordValues: 20_000,

  /** Entries of the books in one export; its file is made in memory: by the command, and in the web process. */
  exportEntries: 200_000,
  exportEntriesOnline: 60_000,

  /** Entries of one manual voucher, and papers attached to it. */
  voucherEntries: 100,
  voucherAttachments: 20,
  /** Vouchers on one page of an account's ledger; more are for an export. */
  ledgerRows: 20_000,
  /** Rows of a printed sheet: some eighty pages, drawn in two seconds in which the process does nothing else. */
  paperRows: 2_000,
  /** Rows that a report of many looks at before others get their turn: some five milliseconds. */
  rowsATurn: 1_000,
  /** Earlier states of the books that stay in memory after somebody asked for them. */
  knownBooksKept: 2,

  // Lists
  pageRows: 50,
  /** Vouchers on a page of the books: each is a card with its entries. */
  voucherCards: 20,
  pageRowsMost: 200,

  // People
  /** Documents of the vault in one read or write. */
  peopleAtOnce: 1_000,
  /** New people of one call who are written as one sheet, and the sealed data that it holds at most. */
  sheetPeopleLeast: 100,
  sheetCharacters: 8 * MIB,
  /** Sheets that stand at once. */
  sheetsStanding: 200,
  /** Sheets are unpacked when nobody has written one for so long, and so many by one job. */
  sheetQuiet: 5 * SECOND,
  sheetsAJob: 50,
  sessionHours: 8,
  sessionIdleMinutes: 60,
  passwordLengthLeast: 12,
  passwordLengthMost: 128,
  signInAttemptsPerAccount: 5,
  signInAttemptsPerAddress: 30,
  signInWindow: 15 * MINUTE,
  /** Gifts that one address may start within `addressWindow` (PIT-15); a street office gives for many. */
  giftsPerAddress: 120,
  addressWindow: 1 * MINUTE,

  // Jobs
  jobAttempts: 8,
  /** First pause before a retry; it doubles each time. */
  jobBackoff: 1 * SECOND,
  jobTimeout: 2 * MINUTE,
  /** A worker that stops renewing its lock for this long loses the job to another … */
  jobLock: 15 * SECOND,
  /** … at the second look at the latest: so a job whose worker was killed waits for 25 s at most. */
  jobLockCheck: 5 * SECOND,
  jobConcurrency: 4,
  jobsKeptDone: 1_000,
  /** The verification of the whole journal at night. */
  nightCheckTimeout: 2 * HOUR,
  /** Nights whose verification the public sees, in days. */
  nightChecksShown: 31,
  jobsKeptFailed: 10_000,

  // Mail
  /** A mail server may be away for most of a day: first pause, doubled each time; 10 attempts take 17 hours. */
  mailAttempts: 10,
  mailBackoff: 2 * MINUTE,
  /** A receipt older than this is not mailed any more: after a loss of the queue all receipts are looked at again. */
  mailFreshFor: 30 * DAY,
  mailTimeout: 20 * SECOND,
  relayLinesAtOnce: 500,

  // Talking to others
  databaseSelection: 5 * SECOND,
  databaseSocket: 1 * MINUTE,
  databasePool: 16,
  providerTimeout: 20 * SECOND,
  /** How far back a provider is asked for changes when it was never asked before. */
  providerFirstLook: 30 * DAY,
  /** How much is asked again each time, for clocks that differ and events that come late. */
  providerOverlap: 1 * HOUR,
  /** A signed webhook older than this is refused, in seconds. */
  webhookAgeSeconds: 300,

  // The embedded stack
  engineStop: 8 * SECOND,
  processStart: 60 * SECOND,
  processStop: 10 * SECOND,
  /** A process that dies this often within `restartWindow` is given up. */
  restartsMost: 10,
  restartWindow: 1 * MINUTE,
  restartPauseLeast: 200,
  restartPauseMost: 5 * SECOND,

  hour: HOUR,
});
