import { z } from 'zod';
import { id, personName, reason, role, text } from './fields.js';
import { scope } from './me.js';
import { pageOf, pageQuery } from './page.js';

const identity = z.object({ provider: text(300), subject: text(300) });

export const person = z
  .object({
    id,
    name: personName,
    role,
    scope,
    email: z.string().nullable(),
    caseload: z.int(),
    openDuties: z.int(),
    version: z.int(),
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof person>;
export const personPage = pageOf(person, 'PersonPage');

export const peopleQuery = pageQuery.extend({
  role: role.optional(),
  schoolId: id.optional(),
  q: z.string().max(100).optional(),
});
export type PeopleQuery = z.infer<typeof peopleQuery>;

export const authoriseStaffRequest = z
  .object({
    givenName: text(100),
    familyName: text(100),
    email: z.email().max(300).nullable().default(null),
    role,
    scope,
    sourcedId: text(200).nullable().default(null),
    identities: z.array(identity).max(10).default([]),
  })
  .meta({ id: 'AuthoriseStaffRequest' });
export type AuthoriseStaffRequest = z.infer<typeof authoriseStaffRequest>;

export const changeScopeRequest = z
  .object({ role, scope, reason })
  .meta({ id: 'ChangeScopeRequest' });
export type ChangeScopeRequest = z.infer<typeof changeScopeRequest>;

export const linkIdentityRequest = identity.meta({ id: 'LinkIdentityRequest' });
export type LinkIdentityRequest = z.infer<typeof linkIdentityRequest>;
