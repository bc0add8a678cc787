/** What a bench of the record runs on. */
export type EmptyDatabase = {
  /** As what the application logs in. */
  url: string;
  /** As its owner, who may create others. */
  ownerUrl: string;
  /** As somebody who may read files of the server: its superuser, where it is ours. */
  superuserUrl: string;
  /** Makes the record's schemas, roles and rights. */
  migrate: () => Promise<unknown>;
};
