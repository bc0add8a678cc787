import type { Command } from 'commander';

/** Every command by its name: the table of contents of interfaces.md 2. */
export const commands: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
  up: async () => (await import('./up/up.js')).registerUp,
  demo: async () => (await import('./demo.js')).registerDemo,
  simulate: async () => (await import('./simulate/simulate.js')).registerSimulate,
  status: async () => (await import('./status.js')).registerStatus,
  calc: async () => (await import('./calc/calc.js')).registerCalc,
  clock: async () => (await import('./clock/clock.js')).registerClock,
  db: async () => (await import('./db.js')).registerDb,
  export: async () => (await import('./export/export.js')).registerExport,
  import: async () => (await import('./import/import.js')).registerImport,
  jurisdiction: async () => (await import('./jurisdiction.js')).registerJurisdiction,
  subscriptions: async () => (await import('./subscriptions.js')).registerSubscriptions,
  replay: async () => (await import('./replay/replay.js')).registerReplay,
  backup: async () => (await import('./backup/backup.js')).registerBackup,
  restore: async () => (await import('./backup/restore.js')).registerRestore,
  verify: async () => (await import('./verify/verify.js')).registerVerify,
  record: async () => (await import('./record/record.js')).registerRecord,
  reconcile: async () => (await import('./rebuild/reconcile.js')).registerReconcile,
  rebuild: async () => (await import('./rebuild/rebuild.js')).registerRebuild,
  workflows: async () => (await import('./workflows/workflows.js')).registerWorkflows,
  rules: async () => (await import('./rules/rules.js')).registerRules,
  user: async () => (await import('./user/user.js')).registerUser,
};

/** A command that is named is loaded alone: `calc` is to answer before PostgreSQL's and Temporal's clients would be read. */
export function wanted(args: readonly string[]): readonly string[] {
  const first = args.find((arg) => !arg.startsWith('-'));
  return first !== undefined && Object.hasOwn(commands, first) ? [first] : Object.keys(commands);
}
