import { Body, Controller, Param, Query } from '@nestjs/common';
import type { z } from 'zod';
import type { Page } from '#contracts/page';
import {
  diffQuery,
  draftRuleSetRequest,
  explainQuery,
  explanation,
  publishRuleSetRequest,
  retireRuleSetRequest,
  ruleSetDetail,
  ruleSetDiff,
  ruleSetDocument,
  ruleSetPage,
  type DraftRuleSetRequest,
  type PublishRuleSetRequest,
  type RetireRuleSetRequest,
  type RuleSetDetail,
  type RuleSetDiff,
  type RuleSetRow as RuleSetShown,
} from '#contracts/rule-sets';
import { diff } from '#domain/rule-set/diff';
import type { RuleSetDocument } from '#domain/rule-set/document';
import type { RuleSetEvent } from '#domain/rule-set/events';
import { explain } from '#domain/rule-set/explain';
import { ruleSetSchema } from '#domain/rule-set/schema';
import { validateRuleSet } from '#domain/rule-set/validate';
import { streamId } from '#domain/streams';
import { EventStore } from '#event-store/event-store';
import type { RuleSetRow } from '#read-models/rule-sets/rule-sets';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

type Documents = {
  draft: RuleSetDocument | null;
  published: { version: number; effectiveFrom: string; document: RuleSetDocument }[];
};

/** Rule sets: drafted, explained, compared, published, retired. A version once published never changes. */
@Controller('v1/rule-sets')
export class RuleSetsController {
  constructor(
    private readonly store: EventStore,
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listRuleSets',
    says: 'The rule sets',
    allow: 'read-rule-sets',
    answer: ruleSetPage,
  })
  async list(@Caller() { district }: Caller): Promise<Page<RuleSetShown>> {
    const rows = await this.views.ruleSets.list(district);
    return { items: rows.map((row) => shown(row, row.version)), next: null };
  }

  @Reads({
    path: 'schema',
    id: 'readRuleSetSchema',
    says: 'The JSON Schema of a rule set',
    allow: 'read-rule-sets',
    answer: ruleSetDocument,
  })
  schema() {
    return ruleSetSchema;
  }

  @Reads({
    path: ':ruleSetId',
    id: 'readRuleSet',
    says: 'One rule set with its draft and every published version',
    allow: 'read-rule-sets',
    answer: ruleSetDetail,
  })
  async read(
    @Caller() { district }: Caller,
    @Param('ruleSetId') ruleSetId: string,
  ): Promise<RuleSetDetail> {
    const row = await this.views.ruleSets.one(district, ruleSetId);
    if (!row) throw new ProblemError('not_found', 'There is no rule set under this id.');
    const { draft, published, version } = await this.documents(district, ruleSetId);
    return {
      ...shown(row, version),
      draft: draft as RuleSetDetail['draft'],
      documents: published as unknown as RuleSetDetail['documents'],
    };
  }

  @Reads({
    path: ':ruleSetId/explanation',
    id: 'explainRuleSet',
    says: 'What a version says, in plain sentences',
    allow: 'read-rule-sets',
    answer: explanation,
  })
  async explanation(
    @Caller() { district }: Caller,
    @Param('ruleSetId') ruleSetId: string,
    @Query({ schema: explainQuery }) { version }: z.infer<typeof explainQuery>,
  ): Promise<z.infer<typeof explanation>> {
    const documents = await this.documents(district, ruleSetId);
    const asked = version ?? (documents.draft ? 'draft' : newest(documents));
    return { version: asked, explained: [...explain(pick(documents, asked))] };
  }

  @Reads({
    path: ':ruleSetId/diff',
    id: 'diffRuleSet',
    says: 'What differs between two versions, field by field',
    allow: 'read-rule-sets',
    answer: ruleSetDiff,
  })
  async diff(
    @Caller() { district }: Caller,
    @Param('ruleSetId') ruleSetId: string,
    @Query({ schema: diffQuery }) { from, to }: z.infer<typeof diffQuery>,
  ): Promise<RuleSetDiff> {
    const documents = await this.documents(district, ruleSetId);
    const changes = diff(pick(documents, from), pick(documents, to));
    return { from, to, changes: changes.map((change) => ({ ...change })) };
  }

  @Commands({ id: 'draftRuleSet', says: 'Draft a rule set', allow: 'draft-rule-set', makes: true })
  draft(
    @Caller() caller: Caller,
    @Body({ schema: draftRuleSetRequest }) data: DraftRuleSetRequest,
  ) {
    requireValid(data.document);
    return this.submit.make(caller, 'rule-set', { type: 'DraftRuleSet', data });
  }

  @Commands({
    path: ':ruleSetId/draft',
    id: 'reviseRuleSet',
    says: 'Revise the draft',
    allow: 'draft-rule-set',
    judged: true,
  })
  revise(
    @Caller() caller: Caller,
    @Param('ruleSetId') ruleSetId: string,
    @Body({ schema: draftRuleSetRequest }) data: DraftRuleSetRequest,
  ) {
    requireValid(data.document);
    return this.submit.to(caller, 'rule-set', ruleSetId, { type: 'ReviseRuleSet', data });
  }

  @Commands({
    path: ':ruleSetId/publish',
    id: 'publishRuleSet',
    says: 'Publish the draft as the next version',
    allow: 'publish-rule-set',
    judged: true,
  })
  publish(
    @Caller() caller: Caller,
    @Param('ruleSetId') ruleSetId: string,
    @Body({ schema: publishRuleSetRequest }) data: PublishRuleSetRequest,
  ) {
    return this.submit.to(caller, 'rule-set', ruleSetId, { type: 'PublishRuleSet', data });
  }

  @Commands({
    path: ':ruleSetId/retire',
    id: 'retireRuleSet',
    says: 'Let no new cycle start on it',
    allow: 'publish-rule-set',
    judged: true,
  })
  retire(
    @Caller() caller: Caller,
    @Param('ruleSetId') ruleSetId: string,
    @Body({ schema: retireRuleSetRequest }) data: RetireRuleSetRequest,
  ) {
    return this.submit.to(caller, 'rule-set', ruleSetId, { type: 'RetireRuleSet', data });
  }

  private async documents(district: string, id: string): Promise<Documents & { version: number }> {
    const { events, version } = await this.store.read<RuleSetEvent>({
      district,
      stream: streamId('rule-set', id),
    });
    const found: Documents = { draft: null, published: [] };
    for (const { type, data } of events) {
      if (type === 'RuleSetDrafted' || type === 'RuleSetRevised') found.draft = data.document;
      if (type === 'RuleSetPublished') {
        found.published.push(data);
        found.draft = null;
      }
    }
    return { ...found, version };
  }
}

/** The domain refuses an invalid document with its first problem; a person who writes rules gets all of them, each with its place. */
function requireValid(document: unknown): void {
  const errors = validateRuleSet(document).map(({ code, where, message }) => ({
    pointer: `/body/document${where}`,
    code,
    detail: message,
  }));
  const [first] = errors;
  if (first)
    throw new ProblemError('schema_invalid', `${first.pointer}: ${first.detail}`, { errors });
}

function newest({ published }: Documents): string {
  return String(published.at(-1)?.version ?? 'draft');
}

function pick({ draft, published }: Documents, version: string): RuleSetDocument {
  const found =
    version === 'draft' ? draft : published.find((p) => String(p.version) === version)?.document;
  if (!found)
    throw new ProblemError('not_found', `There is no version ${version} of this rule set.`);
  return found;
}

function shown(row: RuleSetRow, version: number): RuleSetShown {
  return {
    id: row.rule_set_id,
    name: row.name,
    area: row.area as RuleSetShown['area'],
    grades: [...row.grades] as RuleSetShown['grades'],
    status: row.status,
    publishedVersion: row.published_version,
    effectiveFrom: row.effective_from,
    retiredFrom: row.retired_from,
    version,
  };
}
