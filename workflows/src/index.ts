export { dataImport } from './data-import.workflow.js';
export { deliverySchedule } from './delivery-schedule.workflow.js';
export { evaluationReferral } from './evaluation-referral.workflow.js';
export { interventionCycle } from './intervention-cycle.workflow.js';
export { reconcile } from './reconcile.workflow.js';
export { screeningWindow } from './screening-window.workflow.js';
