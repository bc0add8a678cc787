import { Body, Controller, Param } from '@nestjs/common';
import { observeFidelityRequest, type ObserveFidelityRequest } from '#contracts/cycles';
import {
  correctProbeRequest,
  excuseProbeRequest,
  probeList,
  recordProbeRequest,
  type CorrectProbeRequest,
  type ExcuseProbeRequest,
  type RecordProbeRequest,
} from '#contracts/probes';
import { Caller } from '../edge/caller.js';
import { Commands, Reads } from '../edge/route.js';
import { Submit } from '../submit.js';
import { CycleReader } from './cycle-reader.js';

const one = { kind: 'cycle', param: 'cycleId' } as const;

/** What is measured while a phase runs: scores of progress monitoring, and observed lessons. */
@Controller('v1/cycles/:cycleId')
export class ProbesController {
  constructor(
    private readonly reader: CycleReader,
    private readonly submit: Submit,
  ) {}

  @Reads({
    path: 'probes',
    id: 'listProbes',
    says: 'Scores of progress monitoring, and those that were missed',
    allow: 'read-cycles',
    about: one,
    answer: probeList,
  })
  async probes(@Caller() { district }: Caller, @Param('cycleId') cycleId: string) {
    const { probes, missedProbes } = await this.reader.read(district, cycleId, {});
    return { probes, missed: missedProbes };
  }

  @Commands({
    path: 'probes',
    id: 'recordProbe',
    says: 'Enter a score of progress monitoring',
    allow: 'record-probe',
    about: one,
  })
  recordProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: recordProbeRequest }) data: RecordProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'RecordProbe', data });
  }

  @Commands({
    path: 'missed-probes',
    id: 'excuseProbe',
    says: 'Say why a probe was not given',
    allow: 'record-probe',
    about: one,
  })
  excuseProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: excuseProbeRequest }) data: ExcuseProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'ExcuseProbe', data });
  }

  @Commands({
    path: 'probes/:eventId/correct',
    id: 'correctProbe',
    says: 'Answer a wrong score by the right one',
    allow: 'correct-probe',
    about: one,
  })
  correctProbe(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Param('eventId') eventId: string,
    @Body({ schema: correctProbeRequest }) body: CorrectProbeRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, {
      type: 'CorrectProbe',
      data: { eventId, ...body },
    });
  }

  @Commands({
    path: 'fidelity',
    id: 'observeFidelity',
    says: 'Record an observed lesson',
    allow: 'observe-fidelity',
    about: one,
  })
  observeFidelity(
    @Caller() caller: Caller,
    @Param('cycleId') cycleId: string,
    @Body({ schema: observeFidelityRequest }) data: ObserveFidelityRequest,
  ) {
    return this.submit.to(caller, 'cycle', cycleId, { type: 'ObserveFidelity', data });
  }
}
