import type { Sent } from '../decider.js';
import type { ProcessOf } from '../process.js';
import { importDecider } from './decide.js';
import type { ImportCommand, ImportEvent } from './events.js';
import { obligations, workKinds } from './obligations.js';
import type { Import } from './state.js';
import { about, course } from './state.js';

export const dataImport: ProcessOf<Import, Sent<ImportCommand>, ImportEvent> = {
  decider: importDecider,
  obligations,
  course,
  about,
  chapter: (state) => course(state).stage,
  workKinds,
};
