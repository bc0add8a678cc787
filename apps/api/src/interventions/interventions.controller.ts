import { Body, Controller, Param, Query } from '@nestjs/common';
import {
  catalogueEntry,
  intervention,
  interventionPage,
  interventionQuery,
  type CatalogueEntryShown,
  type Intervention,
  type InterventionQuery,
} from '#contracts/interventions';
import type { Page } from '#contracts/page';
import type { InterventionRow } from '#read-models/rule-sets/rule-sets';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

@Controller('v1/interventions')
export class InterventionsController {
  constructor(
    private readonly views: Views,
    private readonly submit: Submit,
  ) {}

  @Reads({
    id: 'listInterventions',
    says: 'The catalogue of interventions',
    allow: 'read-interventions',
    answer: interventionPage,
  })
  async list(
    @Caller() { district }: Caller,
    @Query({ schema: interventionQuery }) { area, after, limit }: InterventionQuery,
  ): Promise<Page<Intervention>> {
    const last = cursorOf(after)?.['id'] ?? '';
    const rows = (await this.views.ruleSets.interventions(district)).filter(
      (row) => row.intervention_id > last && (!area || row.entry.area === area),
    );
    return pageOf(rows.slice(0, limit + 1), limit, (r) => ({ id: r.intervention_id }), shown);
  }

  @Reads({
    path: ':interventionId',
    id: 'readIntervention',
    says: 'One intervention',
    allow: 'read-interventions',
    answer: intervention,
  })
  async read(
    @Caller() { district }: Caller,
    @Param('interventionId') interventionId: string,
  ): Promise<Intervention> {
    const where = { intervention_id: interventionId };
    const [row] = await this.views.ruleSets.interventions(district, where);
    if (!row) throw new ProblemError('not_found', 'There is no intervention under this id.');
    return shown(row);
  }

  @Commands({
    id: 'catalogueIntervention',
    says: 'Add an intervention',
    allow: 'catalogue-intervention',
    makes: true,
  })
  catalogue(@Caller() caller: Caller, @Body({ schema: catalogueEntry }) data: CatalogueEntryShown) {
    return this.submit.make(caller, 'intervention', { type: 'CatalogueIntervention', data });
  }

  @Commands({
    path: ':interventionId',
    id: 'reviseIntervention',
    says: 'Revise an intervention',
    allow: 'catalogue-intervention',
    judged: true,
  })
  revise(
    @Caller() caller: Caller,
    @Param('interventionId') interventionId: string,
    @Body({ schema: catalogueEntry }) data: CatalogueEntryShown,
  ) {
    return this.submit.to(caller, 'intervention', interventionId, {
      type: 'ReviseIntervention',
      data,
    });
  }
}

function shown({ intervention_id, entry, version }: InterventionRow): Intervention {
  return { ...(entry as unknown as CatalogueEntryShown), id: intervention_id, version };
}
