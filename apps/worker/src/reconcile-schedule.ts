import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type Client } from '@temporalio/client';
import { taskQueue } from '#workflows/messages';

/** Nightly at 02:30 UTC; a night that was missed within a day is made up for, and two never run at once. */
export async function scheduleReconcile(client: Client): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: 'reconcile',
      spec: { calendars: [{ hour: 2, minute: 30 }] },
      policies: { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '1 day' },
      action: {
        type: 'startWorkflow',
        workflowType: 'reconcile',
        workflowId: 'reconcile',
        taskQueue,
      },
    });
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return;
    throw new Error(
      'the nightly reconcile could not be scheduled: it is tried again when Temporal is reached anew',
      {
        cause: error,
      },
    );
  }
}
