import { Controller, Param, Query, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  importDetail,
  importPage,
  importsQuery,
  quarantinePage,
  uploadAnswer,
  uploadQuery,
  type ImportDetail,
  type ImportsQuery,
  type UploadAnswer,
  type UploadQuery,
} from '#contracts/imports';
import { pageQuery, type Page, type PageQuery } from '#contracts/page';
import type { ImportEvent, QuarantinedRow } from '#domain/import/events';
import { evolve, initial } from '#domain/import/state';
import { streamId, uuidOf, type StreamId } from '#domain/streams';
import { ClaimTaken } from '#event-store/errors';
import { EventStore } from '#event-store/event-store';
import { KeptFiles } from '#platform/app/files';
import type { ImportRow } from '#read-models/imports/imports';
import { Caller } from '../edge/caller.js';
import { ProblemError } from '../edge/problem-error.js';
import { Commands, Reads } from '../edge/route.js';
import { cursorOf, pageOf } from '../shown/paging.js';
import { Submit } from '../submit.js';
import { Views } from '../views.js';

type Quarantined = z.infer<typeof quarantinePage>;

/** Files that become facts: kept, read and checked by the `dataImport` workflow, row by row, with a quarantine. */
@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly files: KeptFiles,
    private readonly store: EventStore,
    private readonly submit: Submit,
    private readonly views: Views,
  ) {}

  @Reads({ id: 'listImports', says: 'Every import', allow: 'read-imports', answer: importPage })
  async list(
    @Caller() { district }: Caller,
    @Query({ schema: importsQuery }) { kind, after, limit }: ImportsQuery,
  ): Promise<Page<ImportDetail>> {
    const rows = await this.views.imports.list(
      district,
      { kind },
      { after: cursorOf(after)?.['id'], limit: limit + 1 },
    );
    return pageOf(rows, limit, (row) => ({ id: row.import_id }), shown);
  }

  @Reads({
    path: ':importId',
    id: 'readImport',
    says: 'How far an import has come, and its problems',
    allow: 'read-imports',
    answer: importDetail,
  })
  async read(
    @Caller() { district }: Caller,
    @Param('importId') importId: string,
  ): Promise<ImportDetail> {
    return shown(await this.row(district, importId));
  }

  @Reads({
    path: ':importId/quarantine',
    id: 'listQuarantine',
    says: 'Rows that were not taken, each with its reason',
    allow: 'read-imports',
    answer: quarantinePage,
  })
  async quarantine(
    @Caller() { district }: Caller,
    @Param('importId') importId: string,
    @Query({ schema: pageQuery }) { after, limit }: PageQuery,
  ): Promise<Quarantined> {
    const rows = await this.quarantined(district, importId);
    const from = Number(cursorOf(after)?.['n'] ?? 0);
    return pageOf(
      rows.slice(from, from + limit + 1).map((row, i) => ({ row, n: from + i + 1 })),
      limit,
      ({ n }) => ({ n: String(n) }),
      ({ row }) => ({ ...row }),
    );
  }

  @Reads({
    path: ':importId/quarantine.csv',
    id: 'downloadQuarantine',
    says: 'The same as a CSV file',
    allow: 'read-imports',
  })
  async quarantineCsv(
    @Caller() { district }: Caller,
    @Param('importId') importId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const rows = await this.quarantined(district, importId);
    void reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="quarantine.csv"');
    const lines = rows.map((r) => [r.file, String(r.row), r.column ?? '', r.code, r.message]);
    return [['file', 'row', 'column', 'code', 'reason'], ...lines]
      .map((cells) => cells.map(csvCell).join(','))
      .join('\r\n');
  }

  @Commands({
    id: 'uploadImport',
    says: 'Upload a roster (zip, or its files) or one screening export',
    allow: 'import-data',
    answers: { status: 200, schema: uploadAnswer },
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      properties: { file: { type: 'array', items: { type: 'string', format: 'binary' } } },
      required: ['file'],
    },
  })
  async upload(
    @Caller() caller: Caller,
    @Query({ schema: uploadQuery }) { kind, profile }: UploadQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadAnswer> {
    const files = await this.keep(caller.district, request);
    try {
      const answer = await this.submit.make(caller, 'import', {
        type: 'ReceiveFile',
        data: { kind, files, profile: profile ?? null },
      });
      void reply
        .header('etag', `"${answer.version}"`)
        .header('position', String(answer.position))
        .header('idempotency-replayed', String(answer.replayed));
      if (answer.replayed) await this.forgetDone(caller.district, answer.stream, files);
      return { import: answer.id, status: 'received', version: answer.version };
    } catch (error) {
      if (!(error instanceof ClaimTaken)) throw error;
      const version = await this.forgetDone(caller.district, error.holder, files);
      return { import: uuidOf(error.holder), status: 'already-imported', version };
    }
  }

  @Commands({
    path: ':importId/confirm',
    id: 'confirmImport',
    says: 'Apply an import that is held',
    allow: 'import-data',
    judged: true,
  })
  confirm(@Caller() caller: Caller, @Param('importId') importId: string) {
    return this.submit.to(caller, 'import', importId, { type: 'ConfirmImport', data: {} });
  }

  /** Kept before the command: bytes that no import names are no fact and may be swept. */
  private async keep(district: string, request: FastifyRequest) {
    if (!request.isMultipart())
      throw new ProblemError(
        'unsupported_media_type',
        'Send the files as multipart/form-data, each in a part named "file".',
      );
    const kept: { name: string; sha256: string; bytes: number }[] = [];
    for await (const part of request.files()) {
      const bytes = await part.toBuffer();
      const name = (part.filename.split(/[\\/]/).at(-1) ?? '').slice(0, 200) || 'unnamed';
      kept.push({
        name,
        sha256: await this.files.keep(district, bytes),
        bytes: bytes.length,
      });
    }
    return kept;
  }

  /** Files of an import that is at its end are not kept a second time. Returns the version of the import. */
  private async forgetDone(
    district: string,
    stream: StreamId,
    files: readonly { sha256: string }[],
  ): Promise<number> {
    const { events, version } = await this.store.read<ImportEvent>({ district, stream });
    const { status } = events.reduce(evolve, initial);
    if (status === 'completed' || status === 'rejected')
      await this.files.forget(
        district,
        files.map(({ sha256 }) => sha256),
      );
    return version;
  }

  private async row(district: string, importId: string): Promise<ImportRow> {
    const row = await this.views.imports.one(district, importId);
    if (!row) throw new ProblemError('not_found', 'There is no import under this id.');
    return row;
  }

  private async quarantined(
    district: string,
    importId: string,
  ): Promise<readonly QuarantinedRow[]> {
    await this.row(district, importId);
    const { events } = await this.store.read<ImportEvent>({
      district,
      stream: streamId('import', importId),
    });
    return events.flatMap((e) => (e.type === 'RowsQuarantined' ? e.data.rows : []));
  }
}

/** A cell that a spreadsheet would take for a formula is shown as text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function shown(row: ImportRow): ImportDetail {
  const counts = row.counts ?? {
    read: row.rows,
    accepted: 0,
    unchanged: 0,
    quarantined: row.quarantined,
    new: {},
  };
  return {
    import: row.import_id,
    kind: row.kind as ImportDetail['kind'],
    profile: row.profile,
    status: row.status,
    counts: { ...counts, new: { ...counts.new } },
    problems: row.problems.map((p) => ({ ...p, firstRows: [...p.firstRows] })),
    files: row.files.map((file) => ({ ...file })),
    rejected: row.rejected,
    progress: { chunks: row.chunks, applied: row.chunks_applied },
    receivedAt: row.received_at,
    version: row.version,
  };
}
