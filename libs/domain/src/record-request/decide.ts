import type { CommandMeta, Decider, Reference, Sent } from '../decider.js';
import { requireDay, requirePastDay, today } from '../fact-date.js';
import { RuleBroken } from '../rule-broken.js';
import type { LocalDate } from '../time.js';
import {
  completeDestruction,
  destroyAgain,
  destroyRecord,
  expungeBody,
} from './decide-destruction.js';
import type { RecordRequestCommand, RecordRequestEvent } from './events.js';
import { evolve, initial, type RecordRequests } from './state.js';

type Of<T extends RecordRequestCommand['type']> = Extract<
  RecordRequestCommand,
  { type: T }
>['data'];

/** What is asked about a student's record, and what is destroyed of it, unless something stands against that. */
export function decide(
  { type, data, meta }: Sent<RecordRequestCommand>,
  state: RecordRequests,
  reference: Reference,
): RecordRequestEvent[] {
  const command = { type, data } as RecordRequestCommand;
  const past = (date: LocalDate, field: string) => requirePastDay(date, field, meta, reference);
  const now = today(meta, reference);
  switch (command.type) {
    case 'RequestAccess':
      past(command.data.receivedOn, 'receivedOn');
      return isNew(state, command.data) ? [{ type: 'AccessRequested', data: command.data }] : [];
    case 'GiveAccess':
      past(command.data.on, 'on');
      return giveAccess(command.data, state);
    case 'RequestAmendment':
      past(command.data.receivedOn, 'receivedOn');
      requireText(command.data.reason, 'reason');
      return isNew(state, command.data) ? [{ type: 'AmendmentRequested', data: command.data }] : [];
    case 'DecideAmendment':
      past(command.data.on, 'on');
      return decideAmendment(command.data, state);
    case 'AttachStatement':
      past(command.data.on, 'on');
      return attachStatement(command.data, state);
    case 'PlaceHold':
      past(command.data.on, 'on');
      return state.holdsKnown.has(command.data.holdId)
        ? []
        : [{ type: 'HoldPlaced', data: command.data }];
    case 'LiftHold':
      past(command.data.on, 'on');
      return liftHold(command.data, state);
    case 'RequestDestruction':
      return requestDestruction(command.data, state, meta, reference);
    case 'DestroyRecord':
      return destroyRecord(command.data, state, meta.actor.id, now);
    case 'ExpungeBody':
      return expungeBody(command.data, state, meta.actor.id, now);
    case 'CompleteDestruction':
      return completeDestruction(command.data, state, now);
    case 'DestroyAgain':
      return destroyAgain(command.data, state);
  }
}

function isNew(state: RecordRequests, { requestId }: { requestId: string }): boolean {
  return !state.known.has(requestId);
}

function giveAccess(data: Of<'GiveAccess'>, state: RecordRequests): RecordRequestEvent[] {
  if (!state.known.has(data.requestId)) throw new RuleBroken('request-unknown');
  return state.openAccess.has(data.requestId) ? [{ type: 'AccessGiven', data }] : [];
}

function decideAmendment(data: Of<'DecideAmendment'>, state: RecordRequests): RecordRequestEvent[] {
  requireText(data.reason, 'reason');
  if (!state.known.has(data.requestId)) throw new RuleBroken('request-unknown');
  return state.openAmendments.has(data.requestId) ? [{ type: 'AmendmentDecided', data }] : [];
}

function attachStatement(data: Of<'AttachStatement'>, state: RecordRequests): RecordRequestEvent[] {
  requireText(data.text, 'text');
  if (!state.denied.has(data.requestId)) throw new RuleBroken('amendment-not-denied');
  return state.statements.has(data.requestId) ? [] : [{ type: 'StatementAttached', data }];
}

function liftHold(data: Of<'LiftHold'>, state: RecordRequests): RecordRequestEvent[] {
  if (!state.holdsKnown.has(data.holdId)) throw new RuleBroken('hold-unknown');
  return state.holds.has(data.holdId) ? [{ type: 'HoldLifted', data }] : [];
}

function requestDestruction(
  data: Of<'RequestDestruction'>,
  state: RecordRequests,
  meta: CommandMeta,
  reference: Reference,
): RecordRequestEvent[] {
  requirePastDay(data.on, 'on', meta, reference);
  if (data.keepUntil !== null) requireDay(data.keepUntil, 'keepUntil');
  if (data.recordClasses.length === 0) throw new RuleBroken('no-class-named');
  return isNew(state, data) ? [{ type: 'DestructionRequested', data }] : [];
}

function requireText(text: string, field: string): void {
  if (text.trim() === '') throw new RuleBroken('text-missing', { field });
}

export const recordRequestDecider: Decider<
  RecordRequests,
  Sent<RecordRequestCommand>,
  RecordRequestEvent
> = { kind: 'record-request', initial, evolve, decide, needs: () => ({}) };
