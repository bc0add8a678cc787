import { namedStaff } from '#sandbox/people';

/** A person who may be picked at the development sign-in; `subject` is the stable half of their identity. */
export type Persona = { subject: string; givenName: string; familyName: string; title: string };

/** The first visitor of an empty installation, who founds its district. */
const founder: Persona = {
  subject: 'first-visitor',
  givenName: 'First',
  familyName: 'Visitor',
  title: 'Founds a district on an empty installation.',
};

/** The people of the invented district, in the order of the picker. */
export const personas: readonly Persona[] = [
  ...namedStaff.map(({ subject, givenName, familyName, story }) => ({
    subject,
    givenName,
    familyName,
    title: story,
  })),
  founder,
];
