import type { Sent } from '../decider.js';
import type { ProcessOf } from '../process.js';
import { screeningWindowDecider } from './decide.js';
import type { ScreeningWindowCommand, ScreeningWindowEvent } from './events.js';
import { obligations, workKinds } from './obligations.js';
import type { ScreeningWindow } from './state.js';
import { about, course } from './state.js';

export const screeningWindow: ProcessOf<
  ScreeningWindow,
  Sent<ScreeningWindowCommand>,
  ScreeningWindowEvent
> = {
  decider: screeningWindowDecider,
  obligations,
  course,
  about,
  chapter: (window) => course(window).stage,
  workKinds,
};
