import Bull, { type Job, type Queue } from "bull";
import type { Redis } from "ioredis";
import { limits } from "../../config/limits.ts";
import { closeRedis, connectBullRedis } from "./redis.ts";

export type JobData = { readonly [name: string]: string | number | boolean };
export type FailedJob = {
  readonly queue: string;
  readonly id: string;
  readonly name: string;
  readonly data: JobData;
  readonly attempts: number;
  /** The message of the last failure. */
  readonly reason: string;
  /** ISO 8601, when it failed for the last time. */
  readonly failedAt: string;
};

/** A job that comes again and again. */
export type Appointment = {
  readonly name: string;
  /** Minute, hour, day, month, weekday, in Shanghai. */
  readonly cron: string;
  /** Milliseconds the job may take. */
  readonly timeout: number;
};

/** `waiting` includes jobs that wait for their next attempt. */
export type QueueCount = {
  readonly name: string;
  readonly waiting: number;
  readonly active: number;
  readonly failed: number;
};

export type Queues = {
  readonly names: readonly string[];
  /** Enqueues once per id: an id that is waiting, running, done or failed is not doubled. */
  readonly add: (queue: string, job: { name: string; id: string; data: JobData }) => Promise<void>;
  /** Has the queue repeat these jobs and no others: an older plan is taken back. Each time comes once, however many ask for it. */
  readonly repeat: (queue: string, appointments: readonly Appointment[]) => Promise<void>;
  /** Runs `handle` for the jobs of a queue; it may run twice for one job. A throw means: try again later. */
  readonly work: (queue: string, handle: (job: { name: string; id: string; data: JobData }) => Promise<void>) => void;
  /** Jobs that used up their attempts, newest first. */
  readonly failedJobs: () => Promise<FailedJob[]>;
  /** Puts a failed job back in its queue; false when it is not in the list. */
  readonly rerun: (queue: string, id: string) => Promise<boolean>;
  readonly counts: () => Promise<QueueCount[]>;
  /** Waiting, delayed and running jobs of all queues. */
  readonly pending: () => Promise<number>;
  /** Lets running jobs finish, then closes all connections. */
  readonly close: () => Promise<void>;
};

export type QueueOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly names: readonly string[];
  /** A connection failed or a job stalled; never called for a failing job. */
  readonly onError: (error: Error) => void;
  /** Attempts of a job and the first pause between them in milliseconds, doubled each time; by queue, else the limits. */
  readonly retries?: { readonly [queue: string]: { readonly attempts: number; readonly backoff: number } };
  /** How long a job belongs to a worker that does not renew it, and how often that is looked at, in milliseconds; the limits unless given. */
  readonly lock?: { readonly duration: number; readonly check: number };
};

/** Opens the queues named. One connection sends and one listens for all of them; each working queue blocks on its own. */
export const openQueues = (options: QueueOptions): Queues => {
  const connections: Redis[] = [];
  const connect = (): Redis => {
    const redis = connectBullRedis(options.redisUrl);
    redis.on("error", options.onError);
    connections.push(redis);
    return redis;
  };
  const shared = { client: connect(), subscriber: connect() };
  const queues = new Map(options.names.map((name) => [name, openQueue(name, { ...options, shared, connect })]));
  const queueOf = (name: string): Queue<JobData> => {
    const queue = queues.get(name);
    if (queue === undefined) throw new Error(`no queue ${name}`);
    return queue;
  };
  return {
    names: options.names,
    add: async (queue, job) => {
      await queueOf(queue).add(job.name, job.data, { jobId: job.id });
    },
    repeat: (queue, appointments) => repeat(queueOf(queue), appointments),
    work: (queue, handle) => {
      void queueOf(queue).process("*", limits.jobConcurrency, (job: Job<JobData>) =>
        handle({ name: job.name, id: String(job.id), data: job.data }),
      );
    },
    failedJobs: () => failedJobs([...queues.values()]),
    rerun: (queue, id) => rerun(queueOf(queue), id),
    counts: () => countJobs([...queues.values()]),
    pending: async () => {
      const counts = await countJobs([...queues.values()]);
      return counts.reduce((total, { waiting, active }) => total + waiting + active, 0);
    },
    close: async () => {
      await Promise.all([...queues.values()].map((queue) => queue.close()));
      await Promise.all(connections.map(closeRedis));
    },
  };
};

const RETRY = { attempts: limits.jobAttempts, backoff: limits.jobBackoff };
const LOCK = { duration: limits.jobLock, check: limits.jobLockCheck };

type Opening = QueueOptions & { readonly shared: { client: Redis; subscriber: Redis }; readonly connect: () => Redis };

const openQueue = (name: string, opening: Opening): Queue<JobData> => {
  const { prefix, shared, connect, onError, retries, lock = LOCK } = opening;
  const retry = retries?.[name] ?? RETRY;
  const queue = new Bull<JobData>(name, {
    prefix,
    createClient: (type) => (type === "bclient" ? connect() : shared[type]),
    settings: { lockDuration: lock.duration, stalledInterval: lock.check, maxStalledCount: limits.jobAttempts },
    defaultJobOptions: {
      attempts: retry.attempts,
      backoff: { type: "exponential", delay: retry.backoff },
      timeout: limits.jobTimeout,
      removeOnComplete: limits.jobsKeptDone,
      removeOnFail: limits.jobsKeptFailed,
    },
  });
  queue.on("error", onError);
  return queue;
};

const repeat = async (queue: Queue<JobData>, appointments: readonly Appointment[]): Promise<void> => {
  const wanted = (name: string, cron: string) => appointments.some((one) => one.name === name && one.cron === cron);
  for (const { key, name, cron } of await queue.getRepeatableJobs())
    if (!wanted(name, cron)) await queue.removeRepeatableByKey(key);
  for (const { name, cron, timeout } of appointments)
    await queue.add(name, {}, { repeat: { cron, tz: "Asia/Shanghai" }, timeout });
};

/** The next time of a job that repeats is no work that waits. */
const countJobs = (queues: readonly Queue<JobData>[]): Promise<QueueCount[]> =>
  Promise.all(
    queues.map(async (queue) => {
      const { waiting, delayed, active, failed } = await queue.getJobCounts();
      const planned = await queue.getRepeatableCount();
      return { name: queue.name, waiting: waiting + Math.max(0, delayed - planned), active, failed };
    }),
  );

const failedJobs = async (queues: readonly Queue<JobData>[]): Promise<FailedJob[]> => {
  const lists = await Promise.all(
    queues.map(async (queue) =>
      (await queue.getFailed(0, limits.pageRowsMost)).map((job) => failedJob(queue.name, job)),
    ),
  );
  return lists.flat().sort((a, b) => (a.failedAt < b.failedAt ? 1 : -1));
};

const failedJob = (queue: string, job: Job<JobData>): FailedJob => ({
  queue,
  id: String(job.id),
  name: job.name,
  data: job.data,
  attempts: job.attemptsMade,
  reason: job.failedReason ?? "",
  failedAt: new Date(job.finishedOn ?? job.timestamp).toISOString(),
});

const rerun = async (queue: Queue<JobData>, id: string): Promise<boolean> => {
  const job = await queue.getJob(id);
  if (job === null || !(await job.isFailed())) return false;
  await job.retry();
  return true;
};
