// The health check of our containers: `node infra/health.mjs URL` ends with 0 if the address answers 200.
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(4000) }).catch(
  () => null,
);
process.exit(answer?.ok ? 0 : 1);
