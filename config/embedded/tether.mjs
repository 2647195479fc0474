// Preloaded into web and worker: when the process that started them is gone, they stop as if asked to.
process.once("disconnect", () => {
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), 10_000).unref();
});
process.channel?.unref();
