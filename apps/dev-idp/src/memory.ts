import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

type Kept = { model: string; payload: AdapterPayload; until: number };

/** What the provider remembers of sign-ins, for the life of the process: a restart asks everybody again. */
export function inMemory(): AdapterFactory {
  const kept = new Map<string, Kept>();
  const sweep = () => {
    for (const [key, { until }] of kept) if (until < Date.now()) kept.delete(key);
  };
  return (model): Adapter => {
    const keyOf = (id: string) => `${model}/${id}`;
    const find = (id: string) => {
      const found = kept.get(keyOf(id));
      return found && found.until >= Date.now() ? found.payload : undefined;
    };
    const findBy = (is: (payload: AdapterPayload) => boolean) => {
      for (const entry of kept.values())
        if (entry.model === model && entry.until >= Date.now() && is(entry.payload))
          return entry.payload;
      return undefined;
    };
    return {
      upsert: async (id, payload, expiresIn = 3600) => {
        if (kept.size > 500) sweep();
        kept.set(keyOf(id), { model, payload, until: Date.now() + expiresIn * 1000 });
      },
      find: async (id) => find(id),
      findByUid: async (uid) => findBy((payload) => payload.uid === uid),
      findByUserCode: async (code) => findBy((payload) => payload.userCode === code),
      consume: async (id) => {
        const payload = find(id);
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void kept.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key);
      },
    };
  };
}
