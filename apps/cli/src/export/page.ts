import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { isGone, type Kept } from '#domain/decider';
import { localDateOf } from '#domain/time';
import {
  type RecordLine,
  StudentRecord,
  type StudentRecordText,
} from '#documents/student-record/student-record.tsx';
import { goneSentence, sentenceOf } from '../replay/sentences.js';
import type { authorsOf } from '../replay/student.js';

type Page = Omit<StudentRecordText, 'history'> & {
  events: readonly Kept[];
  by: Awaited<ReturnType<typeof authorsOf>>;
  timeZone: string;
};

/** The record as one page of HTML; each fact in the words of `aimline replay student`. */
export function pageOf({ events, by, timeZone, ...text }: Page): string {
  const lineOf = (event: Kept): RecordLine => {
    const on = localDateOf(event.occurredAt, timeZone);
    const recordedOn = localDateOf(event.recordedAt, timeZone);
    const gone = isGone(event);
    return {
      position: event.position,
      on,
      recordedOn: recordedOn === on ? null : recordedOn,
      by: by(event.actor),
      text: isGone(event) ? goneSentence(event.type) : sentenceOf(event),
      gone,
    };
  };
  const page = createElement(StudentRecord, { ...text, history: events.map(lineOf) });
  return `<!doctype html>\n${renderToStaticMarkup(page)}\n`;
}
