import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import type { TemporalAccess } from '../temporal-access.js';
import { ServiceProblem } from './service-problem.js';

const ALREADY_EXISTS = 6; // gRPC status
const NOT_FOUND = 5;

/** True when a Temporal frontend answers its health check. */
export async function isTemporalHealthy(
  address: string,
  access: TemporalAccess = {},
): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, ...access, connectTimeout: '2s' });
    try {
      const { status } = await connection.withDeadline(Date.now() + 2_000, () =>
        connection.healthService.check({
          service: 'temporal.api.workflowservice.v1.WorkflowService',
        }),
      );
      return status === 1; // SERVING
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

/** Registers the namespace where it is missing and returns when it can be used. */
export async function ensureNamespace(
  address: string,
  namespace: string,
  access: TemporalAccess = {},
): Promise<void> {
  const connection = await Connection.connect({ address, ...access, connectTimeout: '10s' });
  const service = connection.workflowService;
  try {
    if (await isKnown(connection, namespace)) return;
    await service
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('30 days') })
      .catch((error: { code?: number }) => {
        if (error.code !== ALREADY_EXISTS) throw error; // another start was faster
      });
    // The server learns of it with the next refresh of its cache, within 2 s (system.namespaceCacheRefreshInterval).
    for (let tries = 0; tries < 200; tries += 1, await sleep(50))
      if (await isUsable(connection, namespace)) return;
    throw new ServiceProblem(
      'temporal-namespace-missing',
      `Temporal at ${address} took the namespace "${namespace}" but does not show it after 10 s.`,
      'Start again; if it stays so, look at the log of the Temporal server.',
    );
  } finally {
    await connection.close();
  }
}

/**
 * `describeNamespace` reads the database; a signal goes through the cache that every start of a workflow will meet. It is
 * sent to a workflow that does not exist: "no such workflow" is the good answer, "no such namespace" the other one.
 */
async function isUsable(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.signalWorkflowExecution({
      namespace,
      workflowExecution: { workflowId: 'nobody' },
      signalName: 'nothing',
    });
    return true;
  } catch (error) {
    const { code, details = '' } = error as { code?: number; details?: string };
    if (code !== NOT_FOUND) throw error;
    return !/^namespace /i.test(details);
  }
}

async function isKnown(connection: Connection, namespace: string): Promise<boolean> {
  try {
    await connection.workflowService.describeNamespace({ namespace });
    return true;
  } catch (error) {
    if ((error as { code?: number }).code === NOT_FOUND) return false;
    throw error;
  }
}
