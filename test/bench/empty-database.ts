/** What a bench of the record runs on. */
export type EmptyDatabase = {
  /** As what the application logs in. */
  url: string;
  ownerUrl: string;
  /** Makes the record's schemas, roles and rights. */
  migrate: () => Promise<unknown>;
};
