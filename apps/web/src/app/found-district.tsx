import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { foundDistrict, meQuery } from '../api/me.js';
import { useText } from '../i18n/text.js';
import { wordsOf } from '../ui/form-words.js';
import { Page } from '../ui/page.js';
import { ProblemNote } from '../ui/problem-note.js';
import './found-district.css';

/** The first visit to an empty installation: its district gets a name, a clock and an admin. */
export function FoundDistrict() {
  const text = useText();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const found = useMutation({
    mutationFn: (form: FormData) => {
      const field = (name: string) => wordsOf(form, name);
      return foundDistrict(
        {
          name: field('name'),
          timeZone: field('timeZone'),
          identifier: null,
          admin: { givenName: field('givenName'), familyName: field('familyName') },
        },
        key,
      );
    },
    onSuccess: async () => {
      // The founder is known as soon as the views have read of it: a moment, or a few on a busy machine.
      await queries.fetchQuery({ ...meQuery(), retry: 40, retryDelay: 250 });
      await navigate({ to: '/' });
    },
    onError: () => setKey(crypto.randomUUID()),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    found.mutate(new FormData(event.currentTarget));
  };
  return (
    <main className="found">
      <Page title={text('found.title')} intro={text('found.text')} narrow>
        <form className="sheet found-form" onSubmit={submit}>
          <TextInput size="md" name="name" label={text('found.name')} required maxLength={200} />
          <label className="found-zone">
            {text('found.zone')}
            <select name="timeZone" className="field" defaultValue={ownZone()}>
              {zones().map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </select>
          </label>
          <TextInput
            size="md"
            name="givenName"
            label={text('found.given')}
            required
            maxLength={100}
          />
          <TextInput
            size="md"
            name="familyName"
            label={text('found.family')}
            required
            maxLength={100}
          />
          <ProblemNote error={found.error} />
          <div>
            <Button type="submit" size="md" loading={found.isPending}>
              {text('found.submit')}
            </Button>
          </div>
        </form>
      </Page>
    </main>
  );
}

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Zones of the United States and its territories first, as their schools write them; the browser's own always among them. */
function zones(): readonly string[] {
  const american = /^(America|Pacific)\//;
  const all = Intl.supportedValuesOf('timeZone').filter((zone) => american.test(zone));
  return [...new Set([ownZone(), ...all])];
}
