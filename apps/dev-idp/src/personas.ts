/** A person who may be picked at the development sign-in; `subject` is the stable half of their identity. */
export type Persona = { subject: string; givenName: string; familyName: string; title: string };

/** The first visitor of an empty installation, who founds its district. */
export const founder: Persona = {
  subject: 'first-visitor',
  givenName: 'First',
  familyName: 'Visitor',
  title: 'Founds a district on an empty installation',
};

/** The people of the invented district, in the order of the picker. */
export const personas: readonly Persona[] = [
  { subject: 'ines-aldana', givenName: 'Inés', familyName: 'Aldana', title: 'District admin' },
  { subject: 'ruth-baptiste', givenName: 'Ruth', familyName: 'Baptiste', title: 'Principal' },
  { subject: 'kofi-osei', givenName: 'Kofi', familyName: 'Osei', title: 'Reading specialist' },
  { subject: 'mei-tanaka', givenName: 'Mei', familyName: 'Tanaka', title: 'Teacher, grade 3' },
  {
    subject: 'dana-whitehorse',
    givenName: 'Dana',
    familyName: 'Whitehorse',
    title: 'Psychologist',
  },
  { subject: 'samir-haddad', givenName: 'Samir', familyName: 'Haddad', title: 'Auditor' },
  founder,
];
